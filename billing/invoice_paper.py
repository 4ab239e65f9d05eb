"""An invoice or credit note on paper: what is frozen, in the words of the business's language."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import segno
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.bank_accounts import grouped
from billing.einvoices.container import FILE_NAME, declared
from billing.frozen import Frozen, Line, knows_tax, prices_hold_tax
from billing.models import Invoice
from billing.reverse_charge import reverse_charge_words
from billing.typesetting import Enclosed, Letterhead, set_paper
from tenants.kernel.dates import long_date
from tenants.kernel.money import Money

PAPERS = {"a4": "a4", "letter": "us-letter"}
_MASK = 3
"""Any mask can be read; to try all eight for the fairest takes ten times as long."""
MINUS = "\N{MINUS SIGN}"


def invoice_pdf(said: Frozen, *, code: str, verify_url: str, made_at: datetime, xml: bytes | None) -> bytes:
    """Return the paper of an issued invoice; with ``xml``, its Cross Industry Invoice, it is a Factur-X."""
    with override(said["locale"]):
        facts = facts_of(said, code=code, verify_url=verify_url)
    enclosed = Enclosed({"verify.svg": _qr(f"{verify_url}{code}/")}, {FILE_NAME: xml} if xml else {})
    pdf = set_paper("invoice.typ", facts, head_of(said), made_at=made_at, enclosed=enclosed)
    return declared(pdf) if xml else pdf


def spaced(code: str) -> str:
    """Return a code of twelve letters in three groups, as people read them out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def head_of(said: Frozen) -> Letterhead:
    """Return the letterhead as it was when the document was issued."""
    seller, brand = said["seller"], said["brand"]
    return Letterhead(
        name=seller["name"],
        lines=[*seller["lines"], seller["phone"], seller["email"]],
        locale=said["locale"],
        primary=brand["primary"],
        accent=brand["accent"],
        logo_key=brand["logo_key"],
        paper=PAPERS[said["paper"]],
    )


def facts_of(said: Frozen, *, code: str, verify_url: str) -> dict[str, Any]:
    """Return what a document says, in the words of the language in force: for the paper and for pages alike."""
    title = title_of(said)
    return {
        "title": title,
        "buyer": _buyer(said),
        "details": _details(said),
        "lines": [_line(said, line) for line in said["lines"]],
        "bank": _bank(said),
        "remarks": _remarks(said),
        "verify": {
            "url": f"{verify_url}{code}/",
            "place": verify_url.partition("://")[2],
            "code": spaced(code),
            "why": _why(said),
            "alt": _("QR code that leads to the page on which this paper can be checked"),
        },
        "words": _words(said, title),
        **_sums(said),
    }


def title_of(said: Frozen) -> str:
    name = _("Credit note %(number)s") if _is_credit(said) else _("Invoice %(number)s")
    return name % {"number": said["number"]}


def _words(said: Frozen, title: str) -> dict[str, str]:
    return {
        "to": _("To"),
        "what": _("What"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "tax": _("Tax") if knows_tax(said) else "",
        "amount": _amount_word(said),
        "pay": _("How to pay"),
        "footer": " · ".join(part for part in (said["seller"]["name"], title, *_numbers(said)) if part),
    }


def _numbers(said: Frozen) -> list[str]:
    seller = said["seller"]
    tax = [_("Tax number %(number)s") % {"number": seller["tax_id"]}] if seller["tax_id"] else []
    return [*tax, *([seller["registration"]] if seller["registration"] else [])]


def _buyer(said: Frozen) -> dict[str, Any]:
    buyer = said["buyer"]
    tax = [_("Tax number %(number)s") % {"number": buyer["tax_id"]}] if buyer["tax_id"] else []
    return {"name": buyer["name"], "lines": [line for line in (buyer["company"], *buyer["lines"], *tax) if line]}


def _details(said: Frozen) -> list[list[str]]:
    corrects = said["corrects"]
    found = [
        [_("Date"), _day(said, said["issued_on"])],
        [_("Supplied on"), _day(said, said["supplied_on"])],
        [_("Due"), _day(said, said["due_on"])],
        [_("Corrects invoice"), corrects["number"] if corrects else ""],
        [_("issued on"), _day(said, corrects["issued_on"]) if corrects else ""],
    ]
    return [[label, value] for label, value in found if value]


def _line(said: Frozen, line: Line) -> dict[str, Any]:
    shown = line["gross_minor"] if prices_hold_tax(said) else line["net_minor"]
    return {
        "description": line["description"],
        "notes": [*line["reason"].splitlines(), *_off(said, line)],
        "quantity": f"{_decimal(said, line['quantity'])} {line['unit']}".strip(),
        "price": _money(said, line["unit_price_minor"]),
        "tax": f"{_decimal(said, line['tax_rate'])} %" if knows_tax(said) else "",
        "amount": _money(said, shown),
    }


def _off(said: Frozen, line: Line) -> list[str]:
    found = []
    if line["discount_minor"]:
        amount = _money(said, line["discount_minor"])
        percent = _decimal(said, line["discount_percent"]) if line["discount_percent"] else ""
        found.append(
            _("Discount of %(percent)s %%: %(amount)s off") % {"percent": percent, "amount": amount}
            if percent
            else _("Discount: %(amount)s off") % {"amount": amount}
        )
    if line["tax_inclusive"] and not prices_hold_tax(said):
        found.append(_("The price includes tax"))
    return found


def _amount_word(said: Frozen) -> str:
    if not knows_tax(said):
        return _("Amount")
    return _("Amount, tax included") if prices_hold_tax(said) else _("Amount without tax")


def _sums(said: Frozen) -> dict[str, Any]:
    totals, is_credit = said["totals"], _is_credit(said)
    paid = [[_paid_by(said, deposit), MINUS + _money(said, deposit["amount_minor"])] for deposit in said["deposits"]]
    return {
        "sums": [[_("Total without tax"), _money(said, totals["net_minor"])], *_taxes(said)] if knows_tax(said) else [],
        "total": [_("Credited in all") if is_credit else _("Total"), _money(said, totals["gross_minor"])],
        "paid": paid,
        "due": [_left_word(said), _money(said, totals["due_minor"])] if paid and not is_credit else [],
    }


def _left_word(said: Frozen) -> str:
    """Name the day: what is left to pay may be less by the time somebody reads it."""
    return _("Left to pay on %(day)s") % {"day": _day(said, said["issued_on"])}


def _taxes(said: Frozen) -> list[list[str]]:
    found = [
        [
            _("Tax %(rate)s %% on %(net)s")
            % {"rate": _decimal(said, group["rate"]), "net": _money(said, group["net_minor"])},
            _money(said, group["tax_minor"]),
        ]
        for group in said["tax_groups"]
    ]
    base, rate = said["base_currency"], said["rate"]
    if rate and base != said["currency"] and said["totals"]["tax_minor"]:
        tax = Money.of(Money(said["totals"]["tax_minor"], said["currency"]).amount * Decimal(rate), base)
        label = _("Tax in %(base)s, at %(rate)s for 1 %(currency)s")
        facts = {"base": base, "rate": _decimal(said, rate), "currency": said["currency"]}
        found.append([label % facts, tax.format(said["locale"])])
    return found


def _paid_by(said: Frozen, deposit: Any) -> str:
    facts = {"what": deposit["description"], "day": _day(said, deposit["on"])}
    return (_("%(what)s on %(day)s") if deposit.get("is_given") else _("Paid on %(day)s, %(what)s")) % facts


def _remarks(said: Frozen) -> list[list[str]]:
    found = [
        ["", reverse_charge_words(said)],
        [_("Why"), said["reason"]],
        [_("Terms"), said["terms"]],
        ["", said["notes"]],
    ]
    return [[label, text.strip()] for label, text in found if text.strip()]


def _why(said: Frozen) -> str:
    if _bank(said):
        return _("Check that this paper and its bank details are ours. Scan, or type the code at")
    return _("Check that this paper is ours. Scan, or type the code at")


def _bank(said: Frozen) -> list[list[str]]:
    """Return where to pay to; nothing where nothing is due, or the business takes no transfers."""
    bank, due = said["seller"]["bank"], said["totals"]["due_minor"]
    if due <= 0 or not (bank["iban"] or bank["other"]):
        return []
    found = [
        [_("Amount"), _money(said, due)],
        [_("By"), _day(said, said["due_on"])],
        [_("Account holder"), bank["holder"] or said["seller"]["name"]],
        ["IBAN", grouped(bank["iban"])],
        ["BIC", bank["bic"]],
        [_("Bank"), bank["other"]],
        [_("Reference"), said["number"]],
    ]
    return [[label, value] for label, value in found if value]


def _is_credit(said: Frozen) -> bool:
    return said["kind"] == Invoice.Kind.CREDIT_NOTE


def _money(said: Frozen, minor: int) -> str:
    return Money(minor, said["currency"]).format(said["locale"])


def _decimal(said: Frozen, value: str) -> str:
    return format_decimal(Decimal(value), locale=said["locale"].replace("-", "_"), decimal_quantization=False)


def _day(said: Frozen, day: str) -> str:
    return long_date(date.fromisoformat(day), locale=said["locale"]) if day else ""


def _qr(address: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=_MASK).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue()
