"""Papers, set by typst in the business's colours with fonts embedded: to be kept (PDF/A) and read aloud (PDF/UA)."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from billing.typefaces import families, fonts, readable
from tenants.brand import derive
from tenants.files import open_key
from tenants.kernel.errors import NotFound, Unavailable
from tenants.kernel.scope import BusinessSnapshot

TEMPLATES: Path = settings.BASE_DIR / "templates" / "pdf"
COMMON = ("letter.typ", "invoice_parts.typ")
ARCHIVE: Final = ("a-2a", "ua-1")
ARCHIVE_WITH_FILES: Final = ("a-3a", "ua-1")
"""PDF/A-3, the only one that may carry files of other kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who a paper comes from and how it looks; ``paper`` is one of typst's names."""

    name: str
    lines: list[str]
    locale: str
    primary: str
    accent: str
    logo_key: str = ""
    paper: str = "a4"

    def facts(self) -> dict[str, Any]:
        return {
            "fonts": families(self.locale),
            "language": self.locale.split("_")[0].split("-")[0],
            "paper": self.paper,
            "business": {"name": self.name, "lines": [line for line in self.lines if line]},
            "colours": derive(self.primary, self.accent).pdf(),
        }


@dataclass(frozen=True, slots=True)
class Enclosed:
    """``pictures`` are drawn by the template; ``carried`` go with the PDF as files of their own."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    carried: Mapping[str, bytes] = field(default_factory=dict)


NOTHING_ENCLOSED = Enclosed()


def letterhead_of(business: BusinessSnapshot) -> Letterhead:
    """Return how a business looks today."""
    return Letterhead(
        name=business.name,
        lines=[*business.address.splitlines(), business.phone, business.reply_to],
        locale=business.locale,
        primary=business.brand.primary,
        accent=business.brand.accent,
        logo_key=business.brand.logo_key,
    )


def typeset(template: str, facts: dict[str, Any], business: BusinessSnapshot, *, made_at: datetime) -> bytes:
    """Return a template of ``templates/pdf`` as PDF in a business's look of today; see set_paper."""
    return set_paper(template, facts, letterhead_of(business), made_at=made_at)


def set_paper(
    template: str,
    facts: dict[str, Any],
    head: Letterhead,
    *,
    made_at: datetime,
    enclosed: Enclosed = NOTHING_ENCLOSED,
) -> bytes:
    """Return a template of ``templates/pdf`` as PDF; the same facts made at the same time are the same bytes.

    It is set in a folder of its own, where the logo and what is enclosed lie next to it and nothing else can be read.
    """
    with tempfile.TemporaryDirectory(prefix="mango-pdf-") as folder:
        root = Path(folder)
        for name, content in {**enclosed.pictures, **enclosed.carried}.items():
            (root / name).write_bytes(content)
        said = head.facts() | facts | {"logo": _lay_down_logo(head, root), "carried": list(enclosed.carried)}
        for name in (*COMMON, template):
            (root / name).write_bytes((TEMPLATES / name).read_bytes())
        pdf = typst.compile(
            str(root / template),
            root=str(root),
            font_paths=fonts(),
            sys_inputs={"facts": json.dumps(readable(said))},
            timestamp=int(made_at.timestamp()),
            pdf_standards=list(ARCHIVE_WITH_FILES if enclosed.carried else ARCHIVE),
        )
    return bytes(pdf)


def _lay_down_logo(head: Letterhead, folder: Path) -> bool:
    """A logo that cannot be fetched is left out: the numbers matter more."""
    if not head.logo_key:
        return False
    try:
        with open_key(head.logo_key) as logo:
            (folder / "logo.png").write_bytes(logo.read())
    except (NotFound, Unavailable):
        return False
    return True
