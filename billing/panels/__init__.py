"""What billing shows on pages of the layers below: a contact's page, the list of contacts, the workspace's home."""

from billing.panels import autopay, contact, contact_list, home, invoices, schedules


def register() -> None:
    autopay.register()
    contact.register()
    contact_list.register()
    home.register()
    schedules.register()
    invoices.register()
