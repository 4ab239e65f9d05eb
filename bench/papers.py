"""What billing costs: an invoice on paper, e-invoice, QR code and all, against an empty page of the same maker.

The empty page has the same letterhead, fonts and standards and nothing on it: what any paper of the business costs.
Each paper has a number of its own, or typst would remember the last one.
"""

import json
import tempfile
from datetime import UTC, datetime
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
    times = in_turns({"empty": empty_page, "invoice": invoice}, ROUNDS[size])
    return [Result("an invoice PDF with its e-invoice / an empty page", times["invoice"], times["empty"], 3)]


def invoice() -> bytes:
    number = f"2026-{next(_numbers):05}"
    said = Frozen(**{**DISCOUNTS, "number": number})
    verify_url = "https://acme.example/verify/"
    return invoice_pdf(said, code=f"234567{number[-5:]}", verify_url=verify_url, made_at=NOON, xml=cii_of(said))


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
