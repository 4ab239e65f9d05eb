"""Customers saying that a detail is right, and the ledger following what the team changes."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction

from crm.models import Contact, Correction, Customer, DetailCheck
from crm.selectors.checks import checked_details, due_count
from crm.selectors.details import Detail, details_of
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock

_A_DOUBLE_TAP = timedelta(seconds=5)


@transaction.atomic
def confirm_details(customer_id: int, *, seen: Mapping[str, str] | None = None) -> int:
    """Note that a customer finds their details right, except those they report wrong; return how many these were.

    ``seen`` maps keys to the values that were before their eyes: what the team has changed meanwhile is left
    unconfirmed. Without it, everything that is held is meant.
    """
    customer, contact = _locked(customer_id)
    reported = set(
        Correction.objects.filter(contact=contact, state=Correction.State.OPEN).values_list("key", flat=True)
    )
    shown = [detail for detail in details_of(contact) if detail.key not in reported]
    right = [detail for detail in shown if seen is None or seen.get(detail.key) == detail.seen]
    put_checks(contact, right, by=customer.user)
    note_review(customer, contact)
    record("details.reviewed", customer, contact_id=contact.pk)
    return len(right)


@transaction.atomic
def confirm_detail(customer_id: int, *, key: str, seen: str) -> bool:
    """Note that a customer finds one detail right; say False when it is not what they saw any more.

    An own report that it is wrong is taken back by it. A repeat changes nothing but the time.
    """
    customer, contact = _locked(customer_id)
    detail = next((detail for detail in details_of(contact) if detail.key == key and detail.seen == seen), None)
    if detail is None:
        return False
    if not _is_said_already(contact, detail):
        put_checks(contact, [detail], by=customer.user)
        close_report(contact, key, by=customer.user)
        record("detail.confirmed", customer, contact_id=contact.pk, label=str(detail.label))
        note_review(customer, contact)
    return True


def put_checks(
    contact: Contact, details: Iterable[Detail], *, by: User | None, state: str = DetailCheck.State.CONFIRMED
) -> None:
    """Write that details are right as of now."""
    now = clock.now()
    DetailCheck.objects.bulk_create(
        [
            DetailCheck(contact=contact, key=detail.key, state=state, parts=detail.parts, checked_at=now, checked_by=by)
            for detail in details
        ],
        update_conflicts=True,
        unique_fields=["contact", "key"],
        update_fields=["state", "parts", "checked_at", "checked_by"],
    )


def settle_checks(contact: Contact) -> None:
    """Follow what the team has written: what says something else now is unchecked, what is gone is forgotten."""
    fresh = Contact.objects.get(pk=contact.pk)
    now = {detail.key: detail.parts for detail in details_of(fresh)}
    checks = list(DetailCheck.objects.filter(contact=contact))
    gone = [check.pk for check in checks if check.key not in now]
    moved = [check.pk for check in checks if check.key in now and check.parts != now[check.key]]
    if gone:
        DetailCheck.objects.filter(pk__in=gone).delete()
    if moved:
        DetailCheck.objects.filter(pk__in=moved).update(state=DetailCheck.State.CHANGED)


def note_review(customer: Customer, contact: Contact) -> None:
    """Once nothing is left to look at, the customer has looked their details over."""
    if due_count(checked_details(contact)) == 0:
        customer.details_reviewed_at = clock.now()
        customer.save(update_fields=["details_reviewed_at"])


def close_report(contact: Contact, key: str, *, by: User) -> None:
    """Take back the open report about a detail, if there is one."""
    Correction.objects.filter(contact=contact, key=key, state=Correction.State.OPEN).update(
        state=Correction.State.WITHDRAWN, decided_at=clock.now(), decided_by=by
    )


def _is_said_already(contact: Contact, detail: Detail) -> bool:
    """A second tap on the same button: nothing was reported since, and the first tap was moments ago."""
    if Correction.objects.filter(contact=contact, key=detail.key, state=Correction.State.OPEN).exists():
        return False
    just_now = clock.now() - _A_DOUBLE_TAP
    same = DetailCheck.objects.filter(contact=contact, key=detail.key, state__in=DetailCheck.RIGHT)
    return any(check.parts == detail.parts for check in same.filter(checked_at__gte=just_now))


def _locked(customer_id: int) -> tuple[Customer, Contact]:
    """Lock the contact: what customers and the team say about its details is said one after the other."""
    customer = Customer.objects.select_related("user").get(pk=customer_id)
    contact = Contact.objects.select_for_update().get(pk=customer.contact_id)
    return customer, contact
