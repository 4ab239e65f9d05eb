"""Papers, set by typst in the business's colours with its fonts embedded, tagged for screen readers (PDF/UA-1)."""

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from billing.typefaces import families, fonts, readable
from tenants.brand import derive
from tenants.files import open_key
from tenants.kernel.errors import NotFound, Unavailable
from tenants.kernel.scope import BusinessSnapshot

TEMPLATES: Path = settings.BASE_DIR / "templates" / "pdf"
LETTER = "letter.typ"


def letterhead(business: BusinessSnapshot) -> dict[str, Any]:
    """Return what every paper says of the business that it comes from."""
    lines = [*business.address.splitlines(), business.phone, business.reply_to]
    return {
        "fonts": families(business.locale),
        "language": business.locale.split("_")[0].split("-")[0],
        "business": {"name": business.name, "lines": [line for line in lines if line]},
        "colours": derive(business.brand.primary, business.brand.accent).pdf(),
    }


def typeset(template: str, facts: dict[str, Any], business: BusinessSnapshot, *, made_at: datetime) -> bytes:
    """Return a template of ``templates/pdf`` as PDF; the same facts made at the same time are the same bytes.

    It is set in a folder of its own, where the logo lies next to it and nothing else can be read.
    """
    with tempfile.TemporaryDirectory(prefix="mango-pdf-") as folder:
        root = Path(folder)
        said = letterhead(business) | facts | {"logo": _lay_down_logo(business, root)}
        for name in (LETTER, template):
            (root / name).write_bytes((TEMPLATES / name).read_bytes())
        pdf = typst.compile(
            str(root / template),
            root=str(root),
            font_paths=fonts(),
            sys_inputs={"facts": json.dumps(readable(said))},
            timestamp=int(made_at.timestamp()),
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
