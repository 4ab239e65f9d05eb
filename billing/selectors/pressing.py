"""Which charges nobody presses for, and why: they leave reminders and late fees until that has passed."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef

from billing.models import Allocation, AttemptItem, LedgerEntry, PaymentAttempt
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from tenants.kernel import clock
from tenants.kernel.scope import require_business

DECIDED_WITHIN = timedelta(days=60)
"""By then a bank has decided: what it has not returned is owed like anything else."""


class Hold(StrEnum):
    """Why a charge is left alone."""

    QUERIED = "queried"
    DISPUTED = "disputed"
    ON_ITS_WAY = "on_its_way"
    PROMISED = "promised"


def holds(contact_ids: Iterable[int], *, on: date | None = None) -> Mapping[int, Hold]:
    """Return the charges of these contacts that are left alone today, or ``on`` a day, in four queries."""
    ids = list(contact_ids)
    found: dict[int, Hold] = {}
    found |= dict.fromkeys(promised_until(ids, on=on), Hold.PROMISED)
    found |= dict.fromkeys(on_its_way(ids), Hold.ON_ITS_WAY)
    found |= dict.fromkeys(disputed_charge_ids(ids), Hold.DISPUTED)
    found |= dict.fromkeys(queried_charge_ids(ids), Hold.QUERIED)
    return found


def on_its_way(contact_ids: Iterable[int]) -> set[int]:
    """Return the charges for which a bank payment has been started and not arrived."""
    pending = AttemptItem.objects.filter(
        is_live=True, attempt__contact_id__in=list(contact_ids), attempt__state=PaymentAttempt.State.PROCESSING
    )
    return set(pending.values_list("charge_id", flat=True))


def disputed_charge_ids(contact_ids: Iterable[int]) -> set[int]:
    """Return the charges that a payment had settled whose bank took it back and has not returned it."""
    won = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.DISPUTE_WON, payment=OuterRef("payment"))
    since = clock.today(require_business().time_zone) - DECIDED_WITHIN
    lost = LedgerEntry.objects.filter(
        ~Exists(won), kind=LedgerEntry.Kind.DISPUTE, contact_id__in=list(contact_ids), effective_on__gte=since
    )
    uses = Allocation.objects.filter(
        released_at__isnull=False,
        credit__kind=LedgerEntry.Kind.PAYMENT,
        credit__payment__in=lost.values("payment"),
        debit__kind=LedgerEntry.Kind.CHARGE,
    )
    return set(uses.values_list("debit__charge_id", flat=True))
