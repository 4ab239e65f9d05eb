"""Numbers without a gap and without a repeat, however many are issued at once and however many of these fail."""

from datetime import date

from django.db import connection

from billing.errors.invoices import NumberTaken
from billing.models import Invoice
from billing.numbering import written
from billing.selectors.invoicing import counter_year, invoicing_rules, pattern_of


def take_number(invoice: Invoice, *, on: date) -> None:
    """Give an invoice the next number of its kind and year; it is given back if the transaction does not commit.

    Whoever issues next waits for that: the counter's row stays locked until then. Raises NumberTaken where an older
    pattern has written the same.
    """
    rules = invoicing_rules()
    invoice.counter_year = counter_year(rules, on)
    invoice.sequence = _next(invoice.kind, invoice.counter_year)
    invoice.number = written(pattern_of(rules, invoice.kind), number=invoice.sequence, on=on)
    if Invoice.objects.filter(number=invoice.number).exists():
        raise NumberTaken(number=invoice.number)


def _next(kind: str, year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_invoice_counter (kind, year, first_number, last_number) VALUES (%s, %s, 1, 1)"
            " ON CONFLICT (kind, year) DO UPDATE SET last_number = billing_invoice_counter.last_number + 1"
            " RETURNING last_number",
            [kind, year],
        )
        (number,) = cursor.fetchone()
    return int(number)
