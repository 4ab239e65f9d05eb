"""All that the cash-flow page and the API say of the weeks to come, from one gathering."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from billing.models import Payout
from billing.selectors.at_bank import AtBank, at_bank
from billing.selectors.cash_flow import (
    Ahead,
    Week,
    last_day_ahead,
    weeks_ahead,
    weeks_before,
)
from billing.selectors.forecast import Coming, forecast, paid_later
from billing.selectors.habits import Habits, habits
from billing.selectors.payouts import in_transit
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

SUGGESTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """``plain`` are the weeks as expected, ``shown`` and ``comings`` where those who are ``late`` pay later.

    ``largest`` are the contacts whose lateness would cost most; ``doubtful`` is not counted on; ``apart`` has no rate.
    """

    today: date
    past: list[Week]
    plain: list[Week]
    shown: list[Week]
    comings: list[Coming]
    habits: Habits
    names: dict[int, str]
    largest: list[int]
    late: list[int]
    balance: Money | None
    payouts: list[Payout]
    doubtful: Money
    apart: list[Money]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw: no money came, went or is expected, and nobody has said what there is."""
        moved = any(week.came_in or week.went_out for week in (*self.past, *self.shown))
        return not moved and self.balance is None

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """Contacts to tick: id, name, and whether they are ticked."""
        ids = [*self.largest, *(contact_id for contact_id in self.late if contact_id not in self.largest)]
        return [(contact_id, self.names[contact_id], contact_id in self.late) for contact_id in ids]


def outlook_of(*, member: User, today: date, late: Iterable[int] = (), weeks: int = 0) -> Outlook:
    """Look 13 weeks back and ahead; the number of queries does not grow with the books."""
    known = habits(today)
    found = forecast(member=member, today=today, until=last_day_ahead(today), known=known)
    payouts = in_transit() if member.sees_all_contacts else []
    bank = at_bank(member=member, today=today, in_transit=payouts) if member.sees_all_contacts else AtBank()
    ahead = Ahead(today, bank.balance.minor if bank.balance is not None else None, bank.arriving)
    largest = _largest(found.comings)
    names = _names({*largest, *late, *_late_ones(found.comings)}, member)
    known_late = [contact_id for contact_id in dict.fromkeys(late) if contact_id in names]
    later = paid_later(found.comings, contact_ids=known_late, weeks=weeks)
    return Outlook(
        today=today,
        past=weeks_before(member=member, today=today),
        plain=weeks_ahead(found.comings, ahead),
        shown=weeks_ahead(later, ahead),
        comings=later,
        habits=known,
        names=names,
        largest=[contact_id for contact_id in largest if contact_id in names],
        late=known_late,
        balance=bank.balance,
        payouts=payouts,
        doubtful=Money(found.doubtful, require_business().currency),
        apart=found.amounts_apart,
    )


def _largest(comings: list[Coming]) -> list[int]:
    sums: Counter[int] = Counter()
    for coming in comings:
        if coming.minor > 0 and coming.contact_id is not None:
            sums[coming.contact_id] += coming.minor
    return [contact_id for contact_id, _sum in sums.most_common(SUGGESTED)]


def _late_ones(comings: list[Coming]) -> set[int]:
    """Return the contacts of the largest items that come late: one of them may be named in the sentence."""
    late = sorted((coming for coming in comings if coming.days_late > 0), key=lambda coming: -coming.minor)
    return {coming.contact_id for coming in late[:200] if coming.contact_id is not None}


def _names(contact_ids: set[int], member: User) -> dict[int, str]:
    rows = Contact.objects.filter(sight.within(member, "pk"), pk__in=contact_ids)
    return dict(rows.values_list("pk", "display_name"))
