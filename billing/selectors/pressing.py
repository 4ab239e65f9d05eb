"""Which charges nobody presses for, and why: they leave reminders and late fees until that has passed."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from billing.models import LedgerEntry
from billing.selectors.attempts import pending_charge_ids
from billing.selectors.autopay_reach import paid_by_card
from billing.selectors.disputes import disputed_charge_ids
from billing.selectors.instalments import instalment_days
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from tenants.kernel import clock
from tenants.kernel.scope import require_business


class Hold(StrEnum):
    """Why a charge is left alone."""

    QUERIED = "queried"
    DISPUTED = "disputed"
    ON_ITS_WAY = "on_its_way"
    PROMISED = "promised"
    IN_PARTS = "in_parts"
    AUTOPAY = "autopay"


def holds(contact_ids: Iterable[int], *, on: date | None = None) -> Mapping[int, Hold]:
    """Return the charges of these contacts that are left alone today, or ``on`` a day: a few queries."""
    ids = list(contact_ids)
    found: dict[int, Hold] = dict.fromkeys(paid_by_card(ids, on=on), Hold.AUTOPAY)
    found |= dict.fromkeys(promised_until(ids, on=on), Hold.PROMISED)
    found |= dict.fromkeys(_in_parts(ids, on or clock.today(require_business().time_zone)), Hold.IN_PARTS)
    found |= dict.fromkeys(pending_charge_ids(ids), Hold.ON_ITS_WAY)
    found |= dict.fromkeys(disputed_charge_ids(ids), Hold.DISPUTED)
    found |= dict.fromkeys(queried_charge_ids(ids), Hold.QUERIED)
    return found


def _in_parts(contact_ids: Iterable[int], day: date) -> set[int]:
    """Return the charges that are paid in parts of which none is late on a day."""
    open_charges = LedgerEntry.objects.unsettled().filter(
        contact_id__in=list(contact_ids), kind=LedgerEntry.Kind.CHARGE
    )
    ids = [charge_id for charge_id in open_charges.values_list("charge_id", flat=True) if charge_id is not None]
    return {charge_id for charge_id, parts in instalment_days(ids).items() if parts and parts[0][0] >= day}
