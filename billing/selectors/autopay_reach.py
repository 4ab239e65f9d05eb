"""What a card is about to pay by itself, charge by charge, so that nobody is asked for it."""

from collections.abc import Iterable
from datetime import date, timedelta

from billing.models import AutopayConsent, AutopayRun, InstalmentCharge, LedgerEntry
from billing.selectors.autopay import autopay_contact_ids
from billing.selectors.given_back import refunded_minor
from tenants.kernel import clock
from tenants.kernel.scope import require_business

GRACE = timedelta(days=3)
"""So long a card may be late for its day, or after its consent for what was late before: our own delays cost nobody."""


def paid_by_card(contact_ids: Iterable[int], *, on: date | None = None) -> set[int]:
    """Return the open charges that a card is to settle today, or ``on`` a day, or later, or is still trying to.

    What it has passed by on its day (beyond the consent's limit, in another currency) is not among them, nor what was
    paid and refunded: that is not charged again.
    """
    day = on or clock.today(require_business().time_zone)
    consents = {
        consent.contact_id: consent
        for consent in AutopayConsent.objects.filter(ended_at=None, contact__in=autopay_contact_ids(contact_ids))
    }
    if not consents:
        return set()
    entries = LedgerEntry.objects.unsettled().filter(
        contact__in=consents, currency=require_business().currency, kind=LedgerEntry.Kind.CHARGE
    )
    open_charges = list(entries.values_list("charge_id", "contact_id", "due_on"))
    trying = set(_trying(consents))
    in_parts = set(_in_parts(charge_id for charge_id, _contact, _due_on in open_charges))
    by_card = {
        charge_id
        for charge_id, contact_id, due_on in open_charges
        if contact_id in trying or charge_id in in_parts or _is_to_come(consents[contact_id], due_on, day)
    }
    return by_card - set(refunded_minor(consents))


def _is_to_come(consent: AutopayConsent, due_on: date | None, day: date) -> bool:
    is_new = consent.given_at > clock.now() - GRACE
    return is_new or due_on is None or day - due_on <= timedelta(days=consent.days_after_due) + GRACE


def _trying(contact_ids: Iterable[int]) -> Iterable[int]:
    runs = AutopayRun.objects.filter(contact__in=contact_ids, state=AutopayRun.State.OPEN)
    return runs.values_list("contact_id", flat=True)


def _in_parts(charge_ids: Iterable[int]) -> Iterable[int]:
    live = InstalmentCharge.objects.filter(charge__in=list(charge_ids), is_live=True)
    return live.values_list("charge_id", flat=True)
