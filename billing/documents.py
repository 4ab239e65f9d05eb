"""Papers: set by typst from the same numbers as the pages, fonts embedded, tagged for screen readers."""

import json
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3
import typst
from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.errors import NoSuchPayment
from billing.models import Payment
from billing.selectors.payments import receipt_for
from tenants.brand import derive
from tenants.files import open_key
from tenants.kernel import clock
from tenants.kernel.errors import NotFound, Unavailable
from tenants.kernel.scope import BusinessSnapshot, require_business

TEMPLATES: Path = settings.BASE_DIR / "templates" / "pdf"


def receipt_pdf(payment_id: int) -> bytes:
    """Draw a payment's receipt from what the books say now; raises NoSuchPayment for a payment that has none.

    What is handed out is ``services.papers.kept_receipt``.
    """
    business = require_business()
    payment = Payment.objects.filter(pk=payment_id).select_related("contact").first()
    if payment is None:
        raise NoSuchPayment
    receipt = receipt_for(payment)
    with override(business.locale):
        facts = _facts(business, receipt.payment) | {
            "lines": [[item.description, item.amount.format(business.locale)] for item in receipt.items],
            "amount": receipt.payment.amount.format(business.locale),
            "due": receipt.due.format(business.locale) if receipt.due else "",
        }
    return _compile("receipt.typ", facts, business, receipt.payment)


def receipt_filename(payment: Payment) -> str:
    return f"{payment.receipt_name}.pdf"


def _facts(business: BusinessSnapshot, payment: Payment) -> dict[str, Any]:
    today = _long(business, clock.today(business.time_zone))
    lines = [*business.address.splitlines(), business.phone, business.reply_to]
    return {
        "title": _("Receipt %(number)s") % {"number": payment.receipt_name},
        "language": business.locale.split("_")[0].split("-")[0],
        "business": {"name": business.name, "lines": [line for line in lines if line]},
        "colours": derive(business.brand.primary, business.brand.accent).pdf(),
        "logo": bool(business.brand.logo_key),
        "details": _details(business, payment),
        "words": {
            "thanks": _("Thank you. We have received your payment."),
            "what": _("Paid for"),
            "amount": _("Amount"),
            "paid": _("Paid"),
            "due": _("Still due on your account on %(date)s") % {"date": today},
            "footer": f"{business.name} · {payment.receipt_name}",
        },
    }


def _details(business: BusinessSnapshot, payment: Payment) -> list[list[str]]:
    details = [
        [_("Received from"), payment.contact.display_name],
        [_("Date"), _long(business, payment.received_on)],
        [_("Paid by"), str(payment.get_method_display())],
    ]
    return [*details, [_("Reference"), payment.reference]] if payment.reference else details


def _long(business: BusinessSnapshot, day: date | None) -> str:
    return format_date(day, "long", locale=business.locale)


def _compile(template: str, facts: dict[str, Any], business: BusinessSnapshot, payment: Payment) -> bytes:
    """Set the template in a folder of its own, where the logo lies next to it and nothing else can be read."""
    with tempfile.TemporaryDirectory(prefix="mango-pdf-") as folder:
        root = Path(folder)
        facts["logo"] = _lay_down_logo(business, root)
        (root / template).write_bytes((TEMPLATES / template).read_bytes())
        pdf = typst.compile(
            str(root / template),
            root=str(root),
            font_paths=_fonts(),
            sys_inputs={"facts": json.dumps(facts)},
            timestamp=int(payment.created_at.timestamp()),
            pdf_standards=["ua-1"],
        )
    return bytes(pdf)


def _lay_down_logo(business: BusinessSnapshot, folder: Path) -> bool:
    """A logo that cannot be fetched is left out: the numbers matter more."""
    if not business.brand.logo_key:
        return False
    try:
        with open_key(business.brand.logo_key) as logo:
            (folder / "logo.png").write_bytes(logo.read())
    except (NotFound, Unavailable):
        return False
    return True


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fontpkg_source_sans_3.ROOT / "files")],
    )
