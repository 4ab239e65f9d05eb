"""Written in a process of the fleet's own: two businesses full of their markers, and mails by the hundred."""

import json

from django.core.files.base import ContentFile
from django.db import transaction

from crm.models import Contact, Customer
from crm.services.contacts import create_contact
from crm.services.files import add_file
from emails.services.outbox import compose
from tenants.accounts.models import User
from tenants.accounts.services.users import create_member
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.directory import by_subdomain
from tenants.kernel import clock
from tenants.kernel.mail import Recipient
from tenants.kernel.scope import business_scope
from tenants.models import Plan
from tenants.services.provisioning import provision
from tenants.uploads import examined
from tests.cast import TEMPORARY, details_of

CONTACTS = 12
MARKERS = {"alpha": "ZQALPHA", "omega": "ZQOMEGA"}


def two_businesses() -> None:
    Plan.objects.update(daily_mail_cap=1_000_000)
    print(json.dumps({subdomain: _business(subdomain, marker) for subdomain, marker in MARKERS.items()}))


def _business(subdomain: str, marker: str) -> dict[str, object]:
    with transaction.atomic():
        business = provision(
            name=f"{marker} Bakery",
            subdomain=subdomain,
            currency="EUR",
            time_zone="Europe/Lisbon",
            reply_to="a@b.example",
        )
    with business_scope(business):
        owner = create_member(
            username="owner",
            name=f"{marker} owner",
            email="o@b.example",
            password="amber kettle orchard 42",
            role="owner",
        )
        User.objects.update(email_verified_at=clock.now())
        for number in range(CONTACTS):
            details = details_of(f"{marker}{number}", f"{marker}last", email=f"{number}@{subdomain}.example")
            contact = create_contact(details=details, username=f"customer{number}", password=TEMPORARY)
        User.objects.update(must_change_password=False, temporary_password_until=None)
        Customer.objects.update(details_reviewed_at=clock.now())
        upload = examined(ContentFile(f"{marker} file".encode(), name=f"{marker}.txt"))
        stored = add_file(contact.pk, upload=upload, added_by=None, is_shown=True)
        customers = [_key(one) for one in User.objects.filter(kind="customer").order_by("-pk")[:2]]
        return {"owner": _key(owner), "customers": customers, "contact": contact.pk, "file": stored.pk}


def many_mails(number: int, domain: str) -> None:
    """Ask for welcome mails, each in a transaction of its own, as pages do."""
    business = by_subdomain("alpha")
    with business_scope(business):
        contact = Contact.objects.first()
        for place in range(number):
            to = Recipient(f"{place}@{domain}", "Cleo", contact_id=contact.pk)
            with transaction.atomic():
                compose("welcome", to=to, context={"name": "Cleo", "username": "cleo", "by_link": False}, secret="-")
    print(json.dumps({"asked": number}))


def _key(user: User) -> str:
    session = BusinessSession(None, Visitor("127.0.0.1", "The fleet's traffic"))
    session.sign_in(user)
    return str(session.session_key)
