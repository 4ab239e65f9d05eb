from django.urls import path

from crm.api import contacts, corrections, updates

urlpatterns = [
    path("contacts/", contacts.Contacts.as_view(), name="contacts"),
    path("contacts/<int:contact_id>/", contacts.OneContact.as_view(), name="contact"),
    path("contacts/<int:contact_id>/archive/", contacts.ContactArchive.as_view(), name="contact_archive"),
    path("contacts/<int:contact_id>/customers/", contacts.ContactCustomers.as_view(), name="contact_customers"),
    path("corrections/", corrections.Corrections.as_view(), name="corrections"),
    path("corrections/<int:correction_id>/", corrections.OneCorrection.as_view(), name="correction"),
    path(
        "corrections/<int:correction_id>/acceptance/",
        corrections.CorrectionAcceptance.as_view(),
        name="correction_acceptance",
    ),
    path(
        "corrections/<int:correction_id>/refusal/", corrections.CorrectionRefusal.as_view(), name="correction_refusal"
    ),
    path("updates/", updates.Updates.as_view(), name="updates"),
    path("updates/<int:update_id>/", updates.OneUpdate.as_view(), name="update"),
    path("updates/<int:update_id>/reading/", updates.UpdateReading.as_view(), name="update_reading"),
    path("updates/<int:update_id>/withdrawal/", updates.UpdateWithdrawal.as_view(), name="update_withdrawal"),
]
