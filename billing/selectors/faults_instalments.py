"""What must be true of plans to pay in parts; see faults.py."""

CHECKS: dict[str, tuple[str, str]] = {
    "plan_sum": (
        "Plan {} is over {}, but its charges make {} and its parts {}.",
        """
        SELECT p.id, p.amount_minor, coalesce(c.minor, 0), coalesce(t.minor, 0) FROM billing_instalment_plan p
        LEFT JOIN (SELECT plan_id, sum(amount_minor) AS minor FROM billing_instalment_charge GROUP BY plan_id) c
            ON c.plan_id = p.id
        LEFT JOIN (SELECT plan_id, sum(amount_minor) AS minor FROM billing_instalment_part GROUP BY plan_id) t
            ON t.plan_id = p.id
        WHERE p.amount_minor <> coalesce(c.minor, 0) OR p.amount_minor <> coalesce(t.minor, 0)
        """,
    ),
    "plan_charge": (
        "Plan {} lays {} of charge {} over its parts, but the charge has {} in it.",
        """
        SELECT c.plan_id, coalesce(sum(t.amount_minor), 0), c.charge_id, c.amount_minor
        FROM billing_instalment_charge c
        LEFT JOIN billing_instalment_part t ON t.plan_id = c.plan_id AND t.charge_id = c.charge_id
        GROUP BY c.id, c.plan_id, c.charge_id, c.amount_minor
        HAVING coalesce(sum(t.amount_minor), 0) <> c.amount_minor
        """,
    ),
    "plan_account": (
        "Plan {} of contact {} holds charge {} of contact {}, or another currency.",
        """
        SELECT p.id, p.contact_id, c.charge_id, k.contact_id FROM billing_instalment_plan p
        JOIN billing_instalment_charge c ON c.plan_id = p.id JOIN billing_charge k ON k.id = c.charge_id
        WHERE k.contact_id <> p.contact_id OR k.currency <> p.currency
        """,
    ),
    "plan_live": (
        "Plan {} is {}, but {} of its {} charges fall due by it.",
        """
        SELECT p.id, p.state, count(*) FILTER (WHERE c.is_live), count(*)
        FROM billing_instalment_plan p JOIN billing_instalment_charge c ON c.plan_id = p.id
        GROUP BY p.id HAVING bool_or(c.is_live) <> (p.state = 'active') OR bool_and(c.is_live) <> (p.state = 'active')
        """,
    ),
    "plan_open": (
        "Plan {} is agreed to, but nothing of it is open any more.",
        """
        SELECT p.id FROM billing_instalment_plan p WHERE p.state = 'active' AND NOT EXISTS (
            SELECT 1 FROM billing_instalment_charge c JOIN billing_ledger_entry e ON e.charge_id = c.charge_id
            WHERE c.plan_id = p.id AND e.kind = 'charge' AND e.open_minor > 0)
        """,
    ),
}
