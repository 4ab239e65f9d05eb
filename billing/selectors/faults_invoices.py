"""What must be true of invoices and credit notes, each as a query for the rows that break it; see faults."""

INVOICES: dict[str, tuple[str, str]] = {
    "invoice_numbers": (
        "Numbers of kind {} and year {} run from {} to {} over {} documents, and the counter went from {} to {}.",
        """
        SELECT coalesce(i.kind, c.kind), coalesce(i.counter_year, c.year), i.low, i.high, coalesce(i.many, 0),
            c.first_number, c.last_number
        FROM (
            SELECT kind, counter_year, min(sequence) AS low, max(sequence) AS high, count(*) AS many
            FROM billing_invoice WHERE state <> 'draft' GROUP BY kind, counter_year
        ) i FULL JOIN billing_invoice_counter c ON c.kind = i.kind AND c.year = i.counter_year
        WHERE c.id IS NULL OR coalesce(i.many, 0) <> c.last_number - c.first_number + 1
            OR i.low <> c.first_number OR i.high <> c.last_number
        """,
    ),
    "invoice_frozen": (
        "Invoice {} no longer says what it said when it was issued.",
        """
        SELECT number FROM billing_invoice
        WHERE state <> 'draft' AND frozen_sha256 <> encode(sha256(convert_to(frozen::text, 'UTF8')), 'hex')
        """,
    ),
    "invoice_columns": (
        "Invoice {} is listed with {} of {} in {}, but says {}.",
        """
        SELECT number, net_minor, amount_minor, currency, frozen -> 'totals' FROM billing_invoice
        WHERE state <> 'draft' AND ((frozen ->> 'number', frozen ->> 'kind', frozen ->> 'currency')
                IS DISTINCT FROM (number, kind, currency)
            OR (frozen ->> 'issued_on')::date <> issued_on
            OR (frozen #>> '{totals,gross_minor}')::bigint <> amount_minor
            OR (frozen #>> '{totals,net_minor}')::bigint <> net_minor
            OR (frozen #>> '{totals,tax_minor}')::bigint <> tax_minor)
        """,
    ),
    "invoice_lines": (
        "Invoice {} says {} in all, but its lines make {} and what stands on it {}.",
        """
        SELECT i.number, i.amount_minor, said.gross, stands.gross FROM billing_invoice i
        LEFT JOIN LATERAL (
            SELECT sum((line ->> 'gross_minor')::bigint) AS gross, sum((line ->> 'net_minor')::bigint) AS net
            FROM jsonb_array_elements(i.frozen -> 'lines') AS line
        ) said ON true
        LEFT JOIN LATERAL (
            SELECT sum(amount_minor) AS gross, sum(net_minor) AS net FROM (
                SELECT amount_minor, net_minor FROM billing_charge WHERE invoice_id = i.id
                UNION ALL SELECT amount_minor, net_minor FROM billing_invoice_line WHERE invoice_id = i.id AND is_credit
            ) rows
        ) stands ON true
        WHERE i.state <> 'draft' AND ((said.gross, said.net) IS DISTINCT FROM (i.amount_minor, i.net_minor)
            OR (stands.gross, stands.net) IS DISTINCT FROM (i.amount_minor, i.net_minor))
        """,
    ),
    "invoice_charges": (
        "Charge {} stands on invoice {}, but is not of its contact, currency or day, or it is void.",
        """
        SELECT c.id, i.number FROM billing_charge c JOIN billing_invoice i ON i.id = c.invoice_id
        WHERE c.contact_id <> i.contact_id OR c.currency <> i.currency OR c.due_on <> i.due_on
            OR c.state <> 'open' OR i.kind <> 'invoice' OR i.state = 'draft'
        """,
    ),
    "credit_notes": (
        "Of charge {} over {}, credit notes take back {}, and the ledger has {}.",
        """
        SELECT c.id, c.amount_minor, coalesce(said.minor, 0), coalesce(posted.minor, 0) FROM billing_charge c
        LEFT JOIN (
            SELECT l.charge_id, sum(l.amount_minor) AS minor, bool_and(n.corrects_id = g.invoice_id) AS fits
            FROM billing_invoice_line l JOIN billing_invoice n ON n.id = l.invoice_id
            JOIN billing_charge g ON g.id = l.charge_id WHERE l.is_credit GROUP BY l.charge_id
        ) said ON said.charge_id = c.id
        LEFT JOIN (
            SELECT charge_id, -sum(amount_minor) AS minor FROM billing_ledger_entry
            WHERE kind = 'credit_note' GROUP BY charge_id
        ) posted ON posted.charge_id = c.id
        WHERE coalesce(said.minor, 0) <> coalesce(posted.minor, 0) OR coalesce(said.minor, 0) > c.amount_minor
            OR NOT coalesce(said.fits, true)
        """,
    ),
    "invoice_void": (
        "Invoice {} is void, but {} of it is not credited.",
        """
        SELECT i.number, sum(e.amount_minor) FROM billing_invoice i
        JOIN billing_charge c ON c.invoice_id = i.id JOIN billing_ledger_entry e ON e.charge_id = c.id
        WHERE i.state = 'void' GROUP BY i.id HAVING sum(e.amount_minor) <> 0
        """,
    ),
}
