"""What must be true of recurring services: plain SQL that shares no code with the rules that it judges."""

CHECKS: dict[str, tuple[str, str]] = {
    "schedule_runs": (
        "Schedule {} has charge {} for the period of {}, which is not what was to be charged then.",
        """
        SELECT s.id, c.id, r.period_on FROM billing_schedule_run r
        JOIN billing_schedule s ON s.id = r.schedule_id JOIN billing_charge c ON c.id = r.charge_id
        LEFT JOIN billing_ledger_entry e ON e.key = 'charge:' || c.id
        WHERE c.contact_id <> s.contact_id OR c.currency <> s.currency OR c.amount_minor <> r.amount_minor
            OR e.effective_on IS DISTINCT FROM r.period_on
        """,
    ),
    "schedule_prices": (
        "Schedule {} charged {} a piece for the period of {}, but its price then was {}.",
        """
        SELECT r.schedule_id, c.unit_price_minor, r.period_on, p.unit_price_minor FROM billing_schedule_run r
        JOIN billing_charge c ON c.id = r.charge_id
        LEFT JOIN LATERAL (
            SELECT unit_price_minor, quantity FROM billing_schedule_price
            WHERE schedule_id = r.schedule_id AND from_on <= r.period_on ORDER BY from_on DESC LIMIT 1
        ) p ON true
        WHERE (c.unit_price_minor, c.quantity) IS DISTINCT FROM (p.unit_price_minor, p.quantity)
        """,
    ),
    "schedule_twice": (
        "Schedule {} charged the period of {} {} times.",
        """
        SELECT schedule_id, period_on, count(*) FROM billing_schedule_run
        GROUP BY schedule_id, period_on HAVING count(*) > 1
        """,
    ),
    "schedule_bounds": (
        "Schedule {} charged the period of {}, which lies outside {} to {}, was free, or was left out.",
        """
        SELECT s.id, r.period_on, s.starts_on, coalesce(s.ends_on::text, 'now') FROM billing_schedule_run r
        JOIN billing_schedule s ON s.id = r.schedule_id
        LEFT JOIN billing_schedule_skip k ON k.schedule_id = s.id AND k.period_on = r.period_on
        WHERE r.period_on < s.starts_on OR r.period_on > s.ends_on OR r.period_on <= s.trial_until
            OR k.id IS NOT NULL OR r.period_on >= s.runs_from
        """,
    ),
    "schedule_limit": (
        "Schedule {} was to charge {} times and charged {}.",
        """
        SELECT s.id, s.runs_limit, count(*) FROM billing_schedule s JOIN billing_schedule_run r ON r.schedule_id = s.id
        GROUP BY s.id HAVING count(*) > s.runs_limit
        """,
    ),
    "schedule_periods": (
        "Schedule {} has a period on {}, which is not one of every {} {}s on day {} since {}.",
        """
        SELECT s.id, d.day, s.every, s.each, s.anchor_day, s.starts_on FROM billing_schedule s
        JOIN (
            SELECT schedule_id, period_on AS day FROM billing_schedule_run
            UNION ALL SELECT id, next_on FROM billing_schedule WHERE next_on IS NOT NULL
        ) d ON d.schedule_id = s.id
        CROSS JOIN LATERAL (
            SELECT extract(day FROM date_trunc('month', d.day) + interval '1 month' - interval '1 day') AS last,
                extract(day FROM date_trunc('month', s.starts_on) + interval '1 month' - interval '1 day') AS last_then,
                (extract(year FROM d.day) - extract(year FROM s.starts_on)) * 12
                    + extract(month FROM d.day) - extract(month FROM s.starts_on) AS months
        ) m
        WHERE d.day < s.starts_on OR CASE s.each
            WHEN 'week' THEN mod(d.day - s.starts_on, 7 * s.every) <> 0
            ELSE extract(day FROM d.day) <> least(s.anchor_day, m.last)
                OR mod(
                    m.months - (least(s.anchor_day, m.last_then) < extract(day FROM s.starts_on))::int,
                    s.every * CASE s.each WHEN 'year' THEN 12 ELSE 1 END
                ) <> 0
        END
        """,
    ),
}
