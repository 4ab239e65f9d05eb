"""A contact's people and their way into the portal."""

from django.db import transaction

from crm.entries import Person
from crm.errors import AccessSuspended, ContactArchived, EmailMissing, NameMissing, PasswordMissing, UsernameMissing
from crm.models import Contact, Customer
from crm.services.search_text import refresh_search
from emails.services.cancelling import cancel_message
from emails.services.outbox import compose
from tenants.accounts.models import Token
from tenants.accounts.services import second_factor, users
from tenants.accounts.services.passwords import set_temporary_password
from tenants.accounts.services.tokens import link_to
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.mail import Recipient
from tenants.kernel.scope import require_business


def open_access(contact: Contact, person: Person, *, username: str, password: str) -> Customer:
    """Make a customer of a contact with an account and its welcome e-mail, in the caller's transaction.

    Raises UsernameMissing, PasswordMissing, and the refusals of accounts about usernames and passwords.
    """
    if not username.strip():
        raise UsernameMissing
    if not password:
        raise PasswordMissing
    user = users.create_customer_user(
        username=username, name=person.name, email=person.email, temporary_password=password
    )
    customer = Customer.objects.create(user=user, contact=contact)
    _welcome(customer, password)
    record("customer.added", customer, contact_id=contact.pk, name=user.name, username=user.username)
    return customer


@transaction.atomic
def add_customer(contact_id: int, *, person: Person, username: str, password: str) -> Customer:
    """Give one more person of a contact an account of their own and a welcome e-mail.

    Raises ContactArchived, NameMissing, EmailMissing, and what open_access() raises.
    """
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.is_archived:
        raise ContactArchived(name=contact.display_name)
    if not person.name:
        raise NameMissing
    if not person.email:
        raise EmailMissing
    customer = open_access(contact, person, username=username, password=password)
    refresh_search(contact)
    return customer


@transaction.atomic
def resend_welcome(customer_id: int) -> Customer:
    """Mail a new way in; the old password, every open session and every earlier link end at once.

    Nobody of the team gets to see the new password. Raises AccessSuspended and ContactArchived.
    """
    customer = _locked(customer_id)
    if customer.user.suspended_at is not None:
        raise AccessSuspended(name=customer.user.name)
    if customer.contact.is_archived:
        raise ContactArchived(name=customer.contact.display_name)
    _welcome(customer, set_temporary_password(customer.user))
    record("access.resent", customer, contact_id=customer.contact_id, to=customer.user.email)
    return customer


@transaction.atomic
def welcome_elsewhere(customer: Customer) -> None:
    """Have what was mailed to a wrong address open nothing any more, and write to the right one.

    Whoever is suspended or put away gets no mail until a member sends one.
    """
    user = customer.user
    if customer.welcome_message_id is None or not user.must_change_password:
        return
    cancel_message(customer.welcome_message_id)
    password = set_temporary_password(user)
    if user.suspended_at is None and not customer.contact.is_archived:
        _welcome(customer, password)


@transaction.atomic
def suspend_access(customer_id: int) -> Customer:
    """Keep a customer out: they are signed out within one request; what they owe and own stays."""
    customer = _locked(customer_id)
    users.suspend(customer.user)
    return customer


@transaction.atomic
def restore_access(customer_id: int) -> Customer:
    """Let a customer in again, with the password they had."""
    customer = _locked(customer_id)
    users.restore(customer.user)
    return customer


@transaction.atomic
def reset_second_factor(customer_id: int) -> Customer:
    """Let a customer who has lost their phone in with the password alone, and tell them by mail."""
    customer = _locked(customer_id)
    second_factor.take_away(user=customer.user)
    return customer


def _locked(customer_id: int) -> Customer:
    return Customer.objects.select_for_update(of=("self",)).select_related("user", "contact").get(pk=customer_id)


def _welcome(customer: Customer, password: str) -> None:
    """Write the welcome e-mail; a business may have it carry a link to choose a password instead of one."""
    user = customer.user
    by_link = require_business().welcome_by_link
    customer.welcome_message_id = compose(
        "welcome",
        to=Recipient(user.email, user.name, contact_id=customer.contact_id, user_id=user.pk),
        context={"name": user.name, "username": user.username, "by_link": by_link},
        secret=link_to(user, Token.Purpose.SET_PASSWORD) if by_link else password,
    )
    customer.welcomed_at = clock.now()
    customer.save(update_fields=["welcome_message_id", "welcomed_at"])
