from django.urls import path

from crm.api import contacts

urlpatterns = [
    path("contacts/", contacts.Contacts.as_view(), name="contacts"),
    path("contacts/<int:contact_id>/", contacts.OneContact.as_view(), name="contact"),
    path("contacts/<int:contact_id>/archive/", contacts.ContactArchive.as_view(), name="contact_archive"),
    path("contacts/<int:contact_id>/customers/", contacts.ContactCustomers.as_view(), name="contact_customers"),
]
