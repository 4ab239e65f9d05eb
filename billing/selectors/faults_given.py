"""What must be true of what was written off, noted and given without money having moved; see faults.py."""

GIVEN: dict[str, tuple[str, str]] = {
    "given_sum": (
        "Of charge {} over {}, {} is written off or credited, of which {} written off; it is {}.",
        """
        SELECT c.id, c.amount_minor, -sum(e.amount_minor),
            -coalesce(sum(e.amount_minor) FILTER (WHERE e.kind <> 'credit_note'), 0), c.state
        FROM billing_charge c JOIN billing_ledger_entry e ON e.charge_id = c.id
        WHERE e.kind IN ('credit_note', 'write_off', 'write_off_back')
        GROUP BY c.id
        HAVING -sum(e.amount_minor) NOT BETWEEN 0 AND c.amount_minor
            OR coalesce(sum(e.amount_minor) FILTER (WHERE e.kind <> 'credit_note'), 0) > 0
            OR (c.state = 'void' AND sum(e.amount_minor) <> 0)
        """,
    ),
    "given_use": (
        "{} of charge {} is used for {}, or lies open: nobody paid it, so it is no credit.",
        """
        SELECT e.key, e.charge_id, coalesce(d.key, 'nothing') FROM billing_ledger_entry e
        LEFT JOIN billing_allocation a ON a.credit_id = e.id AND a.released_at IS NULL
        LEFT JOIN billing_ledger_entry d ON d.id = a.debit_id
        WHERE e.kind IN ('write_off', 'charge_void') AND (e.open_minor > 0 OR d.charge_id IS DISTINCT FROM e.charge_id)
        """,
    ),
    "given_back": (
        "{} over {} undoes {}, which was {}.",
        """
        SELECT e.key, e.amount_minor, coalesce(o.key, 'nothing'), coalesce(-o.amount_minor, 0)
        FROM billing_ledger_entry e LEFT JOIN billing_ledger_entry o
            ON e.key = o.kind || '_back:' || o.id AND o.contact_id = e.contact_id AND o.currency = e.currency
            AND o.charge_id IS NOT DISTINCT FROM e.charge_id AND o.payment_id IS NOT DISTINCT FROM e.payment_id
        WHERE e.kind IN ('write_off_back', 'credit_back') AND o.amount_minor IS DISTINCT FROM -e.amount_minor
        """,
    ),
    "given_for_payment": (
        "Payment {} of {} has {} given back as credit.",
        """
        SELECT p.id, p.amount_minor, -sum(e.amount_minor)
        FROM billing_payment p JOIN billing_ledger_entry e ON e.payment_id = p.id
        WHERE e.kind IN ('credit', 'credit_back')
        GROUP BY p.id HAVING -sum(e.amount_minor) NOT BETWEEN 0 AND p.amount_minor
            OR count(*) FILTER (WHERE e.contact_id <> p.contact_id OR e.currency <> p.currency) > 0
        """,
    ),
}
