"""A statement's files as answers: the same for the workspace and the portal."""

from datetime import date

from django.http import HttpResponse, QueryDict
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header

from billing.selectors.accounts import account_currencies
from billing.selectors.statements import Period, Statement, statement_of
from billing.statements import statement_csv, statement_filename, statement_pdf
from crm.models import Contact


def asked_statement(contact_id: int, known: list[str], query: QueryDict) -> Statement:
    """Return the statement that an address asks for; what is no day and no ``known`` currency counts as not named."""
    period = Period.of(_day(query.get("since")), _day(query.get("until")))
    return statement_of(contact_id, period, asked_currency(known, query))


def asked_currency(known: list[str], query: QueryDict) -> str:
    """Return the currency that an address names if the account knows it, otherwise the first, the business's own."""
    named = query.get("currency", "")
    return named if named in known else known[0]


def pdf_answer(contact: Contact, query: QueryDict) -> HttpResponse:
    statement = asked_statement(contact.pk, account_currencies(contact.pk), query)
    return _download(contact, statement, statement_pdf(contact, statement), "pdf", "application/pdf")


def csv_answer(contact: Contact, query: QueryDict) -> HttpResponse:
    statement = asked_statement(contact.pk, account_currencies(contact.pk), query)
    return _download(contact, statement, statement_csv(statement), "csv", "text/csv; charset=utf-8")


def _download(contact: Contact, statement: Statement, content: bytes | str, ending: str, kind: str) -> HttpResponse:
    filename = statement_filename(contact, statement, ending)
    disposition = content_disposition_header(as_attachment=ending == "csv", filename=filename)
    answer = HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
    answer["Cache-Control"] = "private, no-store"
    return answer


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:  # a day that no calendar has
        return None
