"""What billing costs: an invoice on paper, with its QR code and carrying its e-invoice, against an empty page.

The empty page, by the same maker, has the same letterhead, fonts and standards and nothing on it: what any paper of
the business costs. What the e-invoice itself takes to write and to check is measured against the paper that carries it.
Each paper has a number of its own, or typst would remember the last one.
"""

import json
import tempfile
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import typst

from bench.results import Result
from bench.timing import in_turns
from billing.einvoices.xml import cii_of
from billing.frozen import Frozen
from billing.invoice_paper import head_of, invoice_pdf
from billing.typefaces import fonts
from billing.typesetting import ARCHIVE_WITH_FILES, TEMPLATES
from tests.billing.frozen_samples import DISCOUNTS

ROUNDS = {"quick": 20, "full": 100}
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
EMPTY = '#import "letter.typ": *\n#show: letter\n'
_numbers = count(1)


def run(size: str) -> list[Result]:
    times = in_turns({"empty": empty_page, "invoice": partial(invoice, cii_of(DISCOUNTS)), "xml": xml}, ROUNDS[size])
    return [
        Result("an invoice PDF / an empty page", times["invoice"], times["empty"], 3),
        Result("its e-invoice / the invoice PDF", times["xml"], times["invoice"], 1),
    ]


def invoice(carried: bytes) -> bytes:
    said = _next()
    verify_url = "https://acme.example/verify/"
    return invoice_pdf(said, code=f"234567{said['number'][-5:]}", verify_url=verify_url, made_at=NOON, xml=carried)


def xml() -> bytes:
    return cii_of(_next())


def _next() -> Frozen:
    return Frozen(**{**DISCOUNTS, "number": f"2026-{next(_numbers):05}"})


def empty_page() -> bytes:
    said = head_of(DISCOUNTS).facts() | {"title": f"Empty {next(_numbers)}", "logo": False, "carried": []}
    said["words"] = {"footer": f"{said['title']} · Tax number PT 123 456 789 · Lisboa 4711"}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "letter.typ").write_bytes((TEMPLATES / "letter.typ").read_bytes())
        (root / "empty.typ").write_text(EMPTY)
        return typst.compile(
            str(root / "empty.typ"),
            root=folder,
            font_paths=fonts(),
            sys_inputs={"facts": json.dumps(said)},
            timestamp=int(NOON.timestamp()),
            pdf_standards=list(ARCHIVE_WITH_FILES),
        )
