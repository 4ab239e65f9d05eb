"""Books of any size, written by set-based statements: contacts with charges and payments that settle most."""

from django.db import connection

LINES = 5
"""Charges of a contact; all but the newest of every third contact are paid."""
_NAME = "translate(substr(md5(n::text), 1, 9), '0123456789', 'ghijklmnop')"
SEVENTH = "ofhkeklfc"
"""The name of the seventh contact."""
_EMPTY = {"text": "''", "character varying": "''", "boolean": "false", "jsonb": "'{}'", "date": "current_date"}


def write_books(contacts: int) -> None:
    """Write contacts 1…n with ten ledger entries each, or nine, in the business in scope."""
    named = {"display_name": _NAME, "sort_name": _NAME, "search_text": _NAME}
    _fill("crm_contact", contacts, id="n", kind="'person'", updated_at="now()", **named)
    lines = contacts * LINES
    owner, open_ = f"(n - 1) / {LINES} + 1", f"n %% {LINES} = 0 AND ((n - 1) / {LINES}) %% 3 = 0"
    _fill("billing_charge", lines, id="n", contact_id=owner, description="'Bread ' || n", quantity="1",
          unit_price_minor="1000", net_minor="1000", amount_minor="1000", currency="'EUR'", state="'open'",
          due_on=_day("n"))  # fmt: skip
    _fill("billing_payment", lines, f"NOT ({open_})", id="n", contact_id=owner, amount_minor="1000", currency="'EUR'",
          method="'cash'", state="'succeeded'", receipt_number="n", received_on=_day("n"))  # fmt: skip
    _fill("billing_ledger_entry", lines, id="n", contact_id=owner, currency="'EUR'", kind="'charge'",
          amount_minor="1000", open_minor=f"CASE WHEN {open_} THEN 1000 ELSE 0 END", key="'charge:' || n",
          charge_id="n", description="'Bread ' || n", effective_on=_day("n"), due_on=_day("n"))  # fmt: skip
    _fill("billing_ledger_entry", lines, f"NOT ({open_})", id=f"n + {lines}", contact_id=owner, currency="'EUR'",
          kind="'payment'", amount_minor="-1000", open_minor="0", key="'payment:' || n", payment_id="n",
          description="'Receipt ' || n", effective_on=_day("n"))  # fmt: skip
    _fill("billing_allocation", lines, f"NOT ({open_})", id="n", credit_id=f"n + {lines}", debit_id="n",
          amount_minor="1000")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO billing_receipt_counter (id, last_number) VALUES (1, %s)", [lines])
        for table in ("crm_contact", "billing_charge", "billing_payment", "billing_ledger_entry", "billing_allocation"):
            top = f"(SELECT max(id) FROM {table})"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {top})")
            cursor.execute(f"ANALYZE {table}")


def _day(number: str) -> str:
    return f"(DATE '2026-01-01' + ({number} %% 300)::int)"


def _fill(table: str, count: int, where: str = "true", **given: str) -> None:
    """Insert a row for each n; what a column must have and nobody names is empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        needed = {name: _EMPTY.get(kind, "0") for name, kind in cursor.fetchall()}
        columns = {**needed, **given}
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            f" FROM generate_series(1, {count}) AS n WHERE {where}".replace("%%", "%")
        )
