from django.urls import path

from crm.views import access, changes, contact, contact_form, contacts, files, hints

app_name = "crm"
urlpatterns = [
    path("", contacts.contact_list, name="contact_list"),
    path("new/", contact_form.contact_new, name="contact_new"),
    path("new/username/", hints.username_hint, name="username_hint"),
    path("new/look-alikes/", hints.duplicate_hint, name="duplicate_hint"),
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
