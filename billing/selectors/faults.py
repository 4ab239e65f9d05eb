"""What must be true of a business's books, each as a query for the rows that break it.

The queries are plain SQL and read the tables only: they share no code with the rules that they judge.
"""

from collections.abc import Iterator

from django.db import connection

from billing.selectors import faults_schedules
from billing.selectors.faults_given import GIVEN
from billing.selectors.faults_instalments import CHECKS as INSTALMENTS
from billing.selectors.faults_invoices import INVOICES
from billing.selectors.faults_payments import PAYMENTS

CHECKS: dict[str, tuple[str, str]] = {
    "entry_open": (
        "Ledger entry {} shows {} open, but its amount less its allocations leaves {}.",
        """
        SELECT e.key, e.open_minor, abs(e.amount_minor) - coalesce(used.minor, 0)
        FROM billing_ledger_entry e
        LEFT JOIN (
            SELECT side, sum(amount_minor) AS minor
            FROM billing_allocation CROSS JOIN LATERAL (VALUES (credit_id), (debit_id)) AS sides (side)
            WHERE released_at IS NULL GROUP BY side
        ) used ON used.side = e.id
        WHERE e.open_minor <> abs(e.amount_minor) - coalesce(used.minor, 0)
        """,
    ),
    "allocation_sides": (
        "Allocation {} joins {} and {}, which are not a credit and a debit of one account and currency.",
        """
        SELECT a.id, c.key, d.key FROM billing_allocation a
        JOIN billing_ledger_entry c ON c.id = a.credit_id JOIN billing_ledger_entry d ON d.id = a.debit_id
        WHERE c.amount_minor >= 0 OR d.amount_minor <= 0
            OR c.contact_id <> d.contact_id OR c.currency <> d.currency
        """,
    ),
    "idle_credit": (
        "Contact {} has {} {} of credit while {} is due, and it is not on its way back.",
        """
        SELECT e.contact_id, sum(e.free) FILTER (WHERE e.amount_minor < 0), e.currency,
            sum(e.free) FILTER (WHERE e.amount_minor > 0)
        FROM (
            SELECT o.contact_id, o.currency, o.amount_minor, o.open_minor - coalesce(r.going, 0) AS free
            FROM billing_ledger_entry o LEFT JOIN (
                SELECT payment_id, sum(amount_minor) AS going FROM billing_refund_order
                WHERE state IN ('asked', 'pending') GROUP BY payment_id
            ) r ON r.payment_id = o.payment_id AND o.kind = 'payment'
            WHERE o.open_minor > 0
        ) e WHERE e.free > 0 GROUP BY e.contact_id, e.currency
        HAVING count(*) FILTER (WHERE e.amount_minor < 0) > 0 AND count(*) FILTER (WHERE e.amount_minor > 0) > 0
        """,
    ),
    "charge_entries": (
        "Charge {} is {} and has {} charge and {} void entries that match it, and {} that do not.",
        """
        SELECT c.id, c.state, count(e.id) FILTER (WHERE debit), count(e.id) FILTER (WHERE credit),
            count(e.id) FILTER (WHERE NOT debit AND NOT credit AND NOT given)
        FROM billing_charge c LEFT JOIN LATERAL (
            SELECT id,
                kind = 'charge' AND amount_minor = c.amount_minor AND key = 'charge:' || c.id
                    AND contact_id = c.contact_id AND currency = c.currency AND due_on = c.due_on AS debit,
                kind = 'charge_void' AND amount_minor = -c.amount_minor AND key = 'charge_void:' || c.id
                    AND contact_id = c.contact_id AND currency = c.currency AS credit,
                kind IN ('credit_note', 'write_off', 'write_off_back')
                    AND contact_id = c.contact_id AND currency = c.currency AS given
            FROM billing_ledger_entry WHERE charge_id = c.id
        ) e ON true
        GROUP BY c.id
        HAVING count(e.id) FILTER (WHERE debit) <> 1
            OR count(e.id) FILTER (WHERE credit) <> (c.state = 'void')::int
            OR count(e.id) FILTER (WHERE NOT debit AND NOT credit AND NOT given) > 0
        """,
    ),
    "payment_entries": (
        "Payment {} is {} and has {} ledger entries that match it, of {} in all.",
        """
        SELECT p.id, p.state, count(e.id) FILTER (WHERE fits), count(e.id)
        FROM billing_payment p LEFT JOIN LATERAL (
            SELECT id, amount_minor = -p.amount_minor AND key = 'payment:' || p.id
                AND contact_id = p.contact_id AND currency = p.currency AS fits
            FROM billing_ledger_entry WHERE payment_id = p.id AND kind = 'payment'
        ) e ON true
        GROUP BY p.id
        HAVING count(e.id) FILTER (WHERE fits) <> (p.state = 'succeeded')::int
            OR count(e.id) <> (p.state = 'succeeded')::int
        """,
    ),
    "reversals": (
        "Payment {} of {} has {} taken back, of which {} as refunds.",
        """
        SELECT p.id, p.amount_minor, sum(e.amount_minor),
            coalesce(sum(e.amount_minor) FILTER (WHERE e.kind IN ('refund', 'refund_failed')), 0)
        FROM billing_payment p JOIN billing_ledger_entry e
            ON e.payment_id = p.id AND e.kind NOT IN ('payment', 'credit', 'credit_back')
        GROUP BY p.id
        HAVING sum(e.amount_minor) < 0
            OR sum(e.amount_minor) FILTER (WHERE e.kind IN ('refund', 'refund_failed')) NOT BETWEEN 0 AND p.amount_minor
            OR count(*) FILTER (WHERE e.contact_id <> p.contact_id OR e.currency <> p.currency) > 0
            OR p.state <> 'succeeded'
        """,
    ),
    "orphans": (
        "Ledger entry {} is a {} of nothing.",
        """
        SELECT e.key, e.kind FROM billing_ledger_entry e
        LEFT JOIN billing_charge c ON c.id = e.charge_id LEFT JOIN billing_payment p ON p.id = e.payment_id
        LEFT JOIN crm_contact k ON k.id = e.contact_id
        WHERE k.id IS NULL OR (e.charge_id IS NOT NULL AND c.id IS NULL) OR (e.payment_id IS NOT NULL AND p.id IS NULL)
            OR (e.kind IN ('credit', 'credit_back') AND c.id IS NOT NULL)
            OR (e.kind NOT IN ('credit', 'credit_back') AND (c.id IS NULL) = (p.id IS NULL))
        """,
    ),
    "charge_sum": (
        "Charge {}: net {} and tax {} do not make {}.",
        """
        SELECT id, net_minor, tax_minor, amount_minor FROM billing_charge
        WHERE net_minor + tax_minor <> amount_minor
        """,
    ),
    "charge_price": (
        "Charge {}: {} times {} less {} with {} %% tax does not make net {} and {} in all.",
        """
        SELECT id, quantity, unit_price_minor, discount_minor, tax_rate, net_minor, amount_minor FROM billing_charge
        WHERE CASE WHEN tax_inclusive
            THEN amount_minor <> round(unit_price_minor * quantity) - discount_minor
                OR net_minor <> round(amount_minor * 100 / (100 + tax_rate))
            ELSE net_minor <> round(unit_price_minor * quantity) - discount_minor
                OR tax_minor <> round(net_minor * tax_rate / 100)
        END OR (discount_percent > 0
            AND discount_minor <> round(round(unit_price_minor * quantity) * discount_percent / 100))
        """,
    ),
    "receipts": (
        "Receipt numbers run from {} to {} over {} payments, and the counter stands at {}.",
        """
        SELECT min(receipt_number), max(receipt_number), count(*),
            coalesce((SELECT last_number FROM billing_receipt_counter), 0)
        FROM billing_payment WHERE receipt_number IS NOT NULL
        HAVING coalesce(min(receipt_number), 1) <> 1 OR coalesce(max(receipt_number), 0) <> count(*)
            OR count(DISTINCT receipt_number) <> count(*)
            OR count(*) <> coalesce((SELECT last_number FROM billing_receipt_counter), 0)
        """,
    ),
    "totals": (
        "In {}, the ledger adds up to {}, but charges less payments and what was given or taken back make {}.",
        """
        SELECT currency, sum(ledger), sum(books) FROM (
            SELECT currency, amount_minor AS ledger, 0 AS books FROM billing_ledger_entry
            UNION ALL SELECT currency, 0, amount_minor FROM billing_charge WHERE state = 'open'
            UNION ALL SELECT currency, 0, -amount_minor FROM billing_payment WHERE state = 'succeeded'
            UNION ALL SELECT currency, 0, amount_minor FROM billing_ledger_entry
                WHERE kind IN ('refund', 'refund_failed', 'dispute', 'dispute_won',
                    'credit_note', 'write_off', 'write_off_back', 'credit', 'credit_back')
        ) both_sides GROUP BY currency HAVING sum(ledger) <> sum(books)
        """,
    ),
    "attempt_items": (
        "Attempt {} to pay is {} over {}, but its items make {}, {} of them live.",
        """
        SELECT a.id, a.state, a.amount_minor, coalesce(sum(i.amount_minor), 0), count(*) FILTER (WHERE i.is_live)
        FROM billing_payment_attempt a LEFT JOIN billing_attempt_item i ON i.attempt_id = a.id
        GROUP BY a.id
        HAVING coalesce(sum(i.amount_minor), 0) <> a.amount_minor
            OR (a.state IN ('created', 'open', 'unknown', 'processing')) <> bool_or(i.is_live)
            OR bool_or(i.is_live) <> bool_and(i.is_live)
        """,
    ),
    "attempt_payment": (
        "Attempt {} to pay is {}, but its payment is {}.",
        """
        SELECT a.id, a.state, coalesce(p.state, 'missing')
        FROM billing_payment_attempt a LEFT JOIN billing_payment p ON p.attempt_id = a.id
        WHERE (a.state = 'succeeded') <> (coalesce(p.state, '') = 'succeeded')
            OR (a.state = 'processing') <> (coalesce(p.state, '') = 'pending')
            OR p.contact_id <> a.contact_id
        """,
    ),
    **GIVEN,
    **INVOICES,
    **PAYMENTS,
}
ALL_CHECKS = {**CHECKS, **faults_schedules.CHECKS, **INSTALMENTS}


def faults() -> Iterator[tuple[str, str]]:
    """Yield the name of each broken promise and a sentence about the row that breaks it, in the business in scope.

    The queries are sent as one, which takes a third of the time of sending each.
    """
    with connection.cursor() as cursor:
        cursor.execute(";".join(query for _sentence, query in ALL_CHECKS.values()))
        for name, (sentence, _query) in ALL_CHECKS.items():
            for row in cursor.fetchall():
                yield name, sentence.replace("%%", "%").format(*row)
            cursor.nextset()
