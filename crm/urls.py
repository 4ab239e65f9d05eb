from django.urls import path

from crm.views import access, asking, changes, contact, contact_form, contacts, corrections, files, hints

app_name = "crm"
urlpatterns = [
    path("", contacts.contact_list, name="contact_list"),
    path("new/", contact_form.contact_new, name="contact_new"),
    path("new/username/", hints.username_hint, name="username_hint"),
    path("new/look-alikes/", hints.duplicate_hint, name="duplicate_hint"),
    path("check/", asking.ask, name="details_ask"),
    path("check/<int:request_id>/", asking.asked, name="details_asked"),
    path("corrections/", corrections.correction_list, name="correction_list"),
    path("corrections/acceptance/", corrections.accept_selected, name="corrections_accept"),
    path("corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("corrections/<int:correction_id>/acceptance/", corrections.accept, name="correction_accept"),
    path("corrections/<int:correction_id>/refusal/", corrections.decline, name="correction_decline"),
    path("corrections/reopening/", corrections.reopen, name="corrections_reopen"),
    path("<int:contact_id>/check/", asking.ask_one, name="details_ask_one"),
    path("<int:contact_id>/", contact.contact, name="contact"),
    path("<int:contact_id>/information/", contact.information, name="contact_information"),
    path("<int:contact_id>/access/", contact.access, name="contact_access"),
    path("<int:contact_id>/history/", contact.history, name="contact_history"),
    path("<int:contact_id>/edit/", contact_form.contact_edit, name="contact_edit"),
    path("<int:contact_id>/archive/", changes.archive, name="contact_archive"),
    path("<int:contact_id>/restoration/", changes.restore, name="contact_restore"),
    path("<int:contact_id>/notes/", changes.note_new, name="note_new"),
    path("<int:contact_id>/customers/new/", access.customer_new, name="customer_new"),
    path("<int:contact_id>/customers/<int:customer_id>/welcome/", access.welcome, name="customer_welcome"),
    path(
        "<int:contact_id>/customers/<int:customer_id>/second-factor/reset/",
        access.second_factor_reset,
        name="customer_second_factor_reset",
    ),
    path("<int:contact_id>/customers/<int:customer_id>/suspension/", access.suspension, name="customer_suspension"),
    path("<int:contact_id>/customers/<int:customer_id>/restoration/", access.restoration, name="customer_restoration"),
    path("<int:contact_id>/files/", files.contact_files, name="contact_files"),
    path("<int:contact_id>/files/<int:file_id>/", files.file_download, name="file"),
    path("<int:contact_id>/files/<int:file_id>/edit/", files.file_edit, name="file_edit"),
    path("<int:contact_id>/files/<int:file_id>/showing/", files.file_showing, name="file_showing"),
    path("<int:contact_id>/files/<int:file_id>/deletion/", files.file_deletion, name="file_deletion"),
    path("<int:contact_id>/files/<int:file_id>/restoration/", files.file_restoration, name="file_restoration"),
]
