"""The one rule that makes contacts, whoever asks, and those that change them."""

from uuid import UUID

from django.db import IntegrityError, transaction

from crm.entries import NewContact
from crm.errors import AddressOpensAccount, EmailMissing, NameMissing
from crm.models import Contact, Customer
from crm.services.access import open_access, welcome_elsewhere
from crm.services.assignments import assign
from crm.services.checks import settle_checks
from crm.services.notes import add_note
from crm.services.reach import put_reach
from crm.services.search_text import refresh_search
from crm.services.tags import put_tags
from tenants.accounts.models import User
from tenants.accounts.services.users import change_email
from tenants.activity.record import record
from tenants.kernel import clock


def create_contact(
    *, details: NewContact, username: str, password: str, created_by: User | None = None, form_token: UUID | None = None
) -> Contact:
    """Make a contact, its account and its welcome e-mail together, or nothing at all.

    A repeat with the same ``form_token`` returns the first contact. Raises NameMissing, EmailMissing, UsernameMissing,
    PasswordMissing, EmailTwice, and the refusals of accounts about usernames and passwords.
    """
    _require_reachable(details)
    if (first := _made_with(form_token)) is not None:
        if first.customers.filter(user__username__iexact=username.strip()).exists():
            return first
        form_token = None  # An old form, filled in anew for somebody else.
    try:
        with transaction.atomic():
            contact = _create(details, created_by=created_by, form_token=form_token)
            open_access(contact, details.person, username=username, password=password)
            refresh_search(contact)
    except IntegrityError:
        if (twin := _made_with(form_token)) is None:
            raise
        return twin  # The same form, sent twice in the same moment.
    return contact


@transaction.atomic
def update_contact(contact_id: int, *, details: NewContact, by: User | None = None) -> Contact:
    """Leave a contact with exactly these details; notes are kept, and mail follows a changed primary address.

    Raises NameMissing, EmailMissing, and AddressOpensAccount when a member changes where an unused account can be
    opened who may not send welcome e-mails, unless the contact is of their own making.
    """
    _require_reachable(details)
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    before = _primary_address(contact)
    _describe(contact, details)
    contact.save()
    put_reach(contact, details)
    put_tags(contact, details.tags)
    _follow_address(contact, before, details.primary_email, by)
    refresh_search(contact)
    settle_checks(contact)
    record("contact.changed", contact, contact_id=contact.pk, name=contact.display_name)
    return contact


@transaction.atomic
def archive_contact(contact_id: int) -> Contact:
    """Put a contact away: it leaves the lists and keeps its account, its history and its books."""
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.archived_at is None:
        contact.archived_at = clock.now()
        contact.save(update_fields=["archived_at", "updated_at"])
        record("contact.archived", contact, contact_id=contact.pk, name=contact.display_name)
    return contact


@transaction.atomic
def restore_contact(contact_id: int) -> Contact:
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.archived_at is not None:
        contact.archived_at = None
        contact.save(update_fields=["archived_at", "updated_at"])
        record("contact.restored", contact, contact_id=contact.pk, name=contact.display_name)
    return contact


def _made_with(form_token: UUID | None) -> Contact | None:
    return None if form_token is None else Contact.objects.filter(form_token=form_token).first()


def _create(details: NewContact, *, created_by: User | None, form_token: UUID | None) -> Contact:
    contact = Contact(created_by=created_by, form_token=form_token)
    _describe(contact, details)
    contact.save(force_insert=True)
    record("contact.created", contact, contact_id=contact.pk, name=contact.display_name)
    put_reach(contact, details)
    put_tags(contact, details.tags)
    if created_by is not None and not created_by.sees_all_contacts:
        assign(contact.pk, member_ids=[created_by.pk])
    if details.note:
        add_note(contact.pk, body=details.note, author=created_by)
    return contact


def _describe(contact: Contact, details: NewContact) -> None:
    contact.kind = details.kind
    contact.first_name = details.first_name
    contact.last_name = details.last_name
    contact.company_name = details.company_name
    contact.display_name = details.display_name


def _require_reachable(details: NewContact) -> None:
    if not details.display_name:
        raise NameMissing
    if not details.primary_email:
        raise EmailMissing


def _primary_address(contact: Contact) -> str:
    return contact.emails.filter(is_primary=True).values_list("address", flat=True).first() or ""


def _follow_address(contact: Contact, before: str, after: str, by: User | None) -> None:
    """A wrong address put right reaches whoever has not been able to come in, and nobody else with what was mailed.

    Once somebody has been inside, their address is theirs: whoever may edit contacts must not be able to have a
    customer's next password sent elsewhere.
    """
    if before.lower() == after.lower():
        return
    unused = Customer.objects.filter(contact=contact, user__email__iexact=before, user__last_login=None)
    waiting = list(unused.select_related("user", "contact"))
    if waiting and by is not None and not by.may("access.resend") and contact.created_by_id != by.pk:
        raise AddressOpensAccount(address=before)
    for customer in waiting:
        change_email(customer.user, after)
        welcome_elsewhere(customer)
