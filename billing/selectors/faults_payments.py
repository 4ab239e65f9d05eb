"""What must be true of the days of payments and of what was ordered to go back; see faults.py."""

PAYMENTS: dict[str, tuple[str, str]] = {
    "payment_days": (
        "Payment {} came on {}, but the ledger has it on {}.",
        """
        SELECT p.id, p.received_on, e.effective_on FROM billing_payment p
        JOIN billing_ledger_entry e ON e.payment_id = p.id AND e.kind = 'payment'
        WHERE e.effective_on IS DISTINCT FROM p.received_on
        """,
    ),
    "refund_orders": (
        "Of payment {}, refund {} over {} is {}, but the ledger has {}.",
        """
        SELECT o.payment_id, o.id, o.amount_minor, o.state, coalesce(e.amount_minor, 0)
        FROM billing_refund_order o LEFT JOIN billing_ledger_entry e ON e.payment_id = o.payment_id
            AND e.key = 'refund:' || CASE o.stripe_refund WHEN '' THEN 'hand-' || o.id ELSE o.stripe_refund END
        WHERE o.state = 'succeeded' AND e.amount_minor IS DISTINCT FROM o.amount_minor
        UNION ALL
        SELECT e.payment_id, 0, 0, 'missing', e.amount_minor FROM billing_ledger_entry e
        LEFT JOIN billing_refund_order o ON e.key = 'refund:hand-' || o.id
        WHERE e.kind = 'refund' AND e.key LIKE 'refund:hand-%' AND o.id IS NULL
        """,
    ),
}
