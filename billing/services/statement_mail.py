"""A month's statement by mail: once for each contact and month, when something moved or is owed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from billing.models import LedgerEntry, StatementMail
from billing.selectors.reminder_reach import reach_of
from billing.selectors.statements import Period, statement_of
from billing.services.ledger import lock_account
from billing.statements import statement_filename, statement_pdf
from crm.models import Contact
from emails.attachments import Attachment
from emails.errors import AddressRefused
from tenants.kernel.dates import long_month
from tenants.kernel.mail import compose
from tenants.kernel.scope import require_business
from tenants.links import business_url

log = structlog.get_logger()
BATCH = 50


def month_before(day: date) -> date:
    """Return the first day of the month that lies before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def period_of(month: date) -> Period:
    """Return a month, named by any of its days, from its first day to its last."""
    first = month.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def send_next(*, month: date, after: int = 0) -> int | None:
    """Send the next contacts their statement of a month; return the last of them, None when there are no more."""
    ids = _with_statement(month, after)
    reach = reach_of(ids)
    for contact_id in ids:
        to = reach[contact_id]
        if to.recipient is None or to.is_suppressed or not to.sends_statements:
            continue
        try:
            send_statement(contact_id=contact_id, month=month)
        except AddressRefused as refusal:
            log.warning("statement_skipped", contact=contact_id, error=refusal.code)
    return ids[-1] if len(ids) == BATCH else None


@transaction.atomic
def send_statement(*, contact_id: int, month: date) -> StatementMail | None:
    """Write one contact's statement of a month, once; None when it was written before, or nobody can be written to."""
    contact = lock_account(contact_id)
    reach = reach_of([contact_id])[contact_id]
    if reach.recipient is None or StatementMail.objects.filter(contact=contact, month=month).exists():
        return None
    sent = StatementMail(contact=contact, month=month)
    sent.message_id = compose(
        "statement",
        to=reach.recipient,
        context=_context(contact, month, reach.recipient.name),
        key=f"statement:{contact_id}:{month:%Y-%m}",
    )
    sent.save(force_insert=True)
    return sent


def attach_statements(context: Mapping[str, Any]) -> list[Attachment]:
    """Make the files that go with the mail of kind "statement": one for each currency that it tells of."""
    contact = Contact.objects.get(pk=context["contact_id"])
    period = period_of(date.fromisoformat(context["since"]))
    currencies = context.get("currencies") or [context["currency"]]  # mail from before there were several
    statements = [statement_of(contact.pk, period, currency) for currency in currencies]
    return [
        Attachment(
            statement_filename(contact, statement, "pdf", names_currency=len(statements) > 1),
            statement_pdf(contact, statement),
            "application/pdf",
        )
        for statement in statements
    ]


def _told(month: date) -> QuerySet[LedgerEntry]:
    """Return what a month's statements are about: what moved in it, and what is owed from before its end."""
    period = period_of(month)
    moved = Q(effective_on__range=(period.since, period.until))
    owed = Q(open_minor__gt=0, amount_minor__gt=0, effective_on__lte=period.until)
    return LedgerEntry.objects.filter(moved | owed, contact__archived_at=None)


def _with_statement(month: date, after: int) -> list[int]:
    rows = _told(month).filter(contact_id__gt=after).order_by("contact_id")
    return list(rows.values_list("contact_id", flat=True).distinct()[:BATCH])


def _context(contact: Contact, month: date, name: str) -> dict[str, Any]:
    """Return what the mail says of each currency, the business's own before others; each has its paper."""
    business, period = require_business(), period_of(month)
    currencies = set(_told(month).filter(contact=contact).values_list("currency", flat=True))
    ordered = sorted(currencies, key=lambda currency: (currency != business.currency, currency))
    statements = [statement_of(contact.pk, period, currency) for currency in ordered]
    owed = [one.closing.format(business.locale) for one in statements if one.closing.minor > 0]
    return {
        "name": name,
        "month": long_month(month, locale=business.locale),
        "accounts": [
            {
                "opening": one.opening.format(business.locale),
                "charged": one.charged.format(business.locale),
                "credited": one.credited.format(business.locale),
                "closing": one.closing.format(business.locale),
            }
            for one in statements
        ],
        "owed": " + ".join(owed),
        "is_online": business.charges_enabled,
        "contact_id": contact.pk,
        "since": period.since.isoformat(),
        "currency": ordered[0] if ordered else business.currency,
        "currencies": ordered,
        "link": business_url(reverse("portal:pay" if owed else "portal:account")),
    }
