"""How each customer pays: how late, by the middle of their past payments, and which share of what they owed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

LOOK_BACK = timedelta(days=365)
ENOUGH = 3
"""Past items from which on a customer's own habit counts."""
GIVEN_UP_AFTER = timedelta(days=60)
"""How late something has to be before it counts against the share that was paid."""

_SQL = """
    WITH past AS (
        SELECT d.id, d.contact_id, d.due_on, d.amount_minor, d.open_minor,
            coalesce(sum(a.amount_minor) FILTER (WHERE c.kind = 'payment'), 0) AS paid,
            coalesce(sum(a.amount_minor) FILTER (WHERE c.kind IN ('charge_void', 'credit_note')), 0) AS taken,
            max(c.effective_on) FILTER (WHERE c.kind = 'payment') AS paid_on
        FROM billing_ledger_entry d
        LEFT JOIN billing_allocation a ON a.debit_id = d.id AND a.released_at IS NULL
        LEFT JOIN billing_ledger_entry c ON c.id = a.credit_id
        WHERE d.kind = 'charge' AND d.due_on > %(since)s AND d.due_on <= %(today)s
            AND d.charge_id NOT IN (
                SELECT i.charge_id FROM billing_instalment_charge i JOIN billing_instalment_plan p ON p.id = i.plan_id
                WHERE p.state IN ('active', 'paid')
            )
        GROUP BY d.id
    )
    SELECT contact_id,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_on - due_on) FILTER (WHERE open_minor = 0 AND paid > 0),
        count(*) FILTER (WHERE open_minor = 0 AND paid > 0),
        avg(least(1, paid::numeric / (amount_minor - taken)))
            FILTER (WHERE amount_minor > taken AND (open_minor = 0 OR due_on < %(given_up)s)),
        count(*) FILTER (WHERE amount_minor > taken AND (open_minor = 0 OR due_on < %(given_up)s))
    FROM past GROUP BY GROUPING SETS ((contact_id), ())
"""


@dataclass(frozen=True, slots=True)
class Habit:
    """``days_late`` is below zero for who pays early; ``is_own`` when it is the customer's and not everybody's."""

    days_late: int
    share: Decimal
    is_own: bool = False


TO_BEGIN_WITH = Habit(7, Decimal("0.95"))
"""What is expected of a new customer of a new business."""


@dataclass(frozen=True, slots=True)
class Habits:
    """``usual`` is what customers do here as a whole, which is what is expected of a new one."""

    usual: Habit
    own: dict[int, Habit]

    def of(self, contact_id: int | None) -> Habit:
        return self.usual if contact_id is None else self.own.get(contact_id, self.usual)


def habits(today: date) -> Habits:
    """Return how customers paid what fell due within a year, in one query; no amounts of two currencies are added.

    What was agreed to be paid in parts says nothing of how late somebody pays.
    """
    days = {"today": today, "since": today - LOOK_BACK, "given_up": today - GIVEN_UP_AFTER}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, days)
        rows = cursor.fetchall()
    house = next((row for row in rows if row[0] is None), None)
    usual = TO_BEGIN_WITH if house is None else _habit(house[1:], TO_BEGIN_WITH)
    usual = Habit(usual.days_late, usual.share)
    return Habits(usual, {row[0]: _habit(row[1:], usual) for row in rows if row[0] is not None})


def _habit(row: tuple[int | None, int, Decimal | None, int], otherwise: Habit) -> Habit:
    """Take from a row what rests on enough, and the rest from ``otherwise``."""
    late, settled, share, looked_at = row
    knows_late = late is not None and settled >= ENOUGH
    knows_share = share is not None and looked_at >= ENOUGH
    return Habit(
        late if knows_late and late is not None else otherwise.days_late,
        Decimal(share) if knows_share and share is not None else otherwise.share,
        is_own=knows_late,
    )
