"""Which charges nobody presses for, and why: they leave reminders and late fees until that has passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from billing.models import LedgerEntry
from billing.selectors.attempts import pending_charge_ids
from billing.selectors.autopay_reach import paid_by_card
from billing.selectors.disputes import disputed_charge_ids
from billing.selectors.instalments import instalment_days
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from billing.selectors.transfers import beyond, told_minor
from tenants.kernel import clock
from tenants.kernel.scope import require_business


class Hold(StrEnum):
    """Why a charge is left alone."""

    QUERIED = "queried"
    DISPUTED = "disputed"
    ON_ITS_WAY = "on_its_way"
    TOLD = "told"
    PROMISED = "promised"
    IN_PARTS = "in_parts"
    AUTOPAY = "autopay"


@dataclass(frozen=True, slots=True)
class Pressing:
    """``holds`` are the charges that are left alone; of others, what ``told`` says in minor units is."""

    holds: Mapping[int, Hold]
    told: Mapping[int, int]


def pressing(contact_ids: Iterable[int], *, on: date | None = None) -> Pressing:
    """Return what of these contacts' charges is left alone today, or ``on`` a day: a few queries."""
    ids, day = list(contact_ids), on or clock.today(require_business().time_zone)
    told, due = told_minor(ids, on=day), _open(ids)
    found: dict[int, Hold] = dict.fromkeys(paid_by_card(ids, on=on), Hold.AUTOPAY)
    found |= dict.fromkeys(promised_until(ids, on=on), Hold.PROMISED)
    found |= dict.fromkeys(_in_parts(due, told, day), Hold.IN_PARTS)
    found |= {charge_id: Hold.TOLD for charge_id, minor in told.items() if minor >= due.get(charge_id, 0)}
    found |= dict.fromkeys(pending_charge_ids(ids), Hold.ON_ITS_WAY)
    found |= dict.fromkeys(disputed_charge_ids(ids), Hold.DISPUTED)
    found |= dict.fromkeys(queried_charge_ids(ids), Hold.QUERIED)
    return Pressing(found, told)


def _open(contact_ids: list[int]) -> dict[int, int]:
    entries = LedgerEntry.objects.unsettled().filter(contact_id__in=contact_ids, kind=LedgerEntry.Kind.CHARGE)
    rows = entries.values_list("charge_id", "open_minor")
    return {charge_id: minor for charge_id, minor in rows if charge_id is not None}


def _in_parts(due: Iterable[int], told: Mapping[int, int], day: date) -> set[int]:
    """Return the charges that are paid in parts of which none is late on a day."""
    parts = {charge_id: beyond(told.get(charge_id, 0), days) for charge_id, days in instalment_days(due).items()}
    return {charge_id for charge_id, days in parts.items() if days and days[0][0] >= day}
