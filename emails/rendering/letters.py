"""One kind's HTML and its letter in plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import css_inline
from django.template.loader import render_to_string
from django.utils.translation import override

from emails.kinds import Kind
from emails.rendering.logo import LOGO_CID, has_logo
from tenants.brand import derive
from tenants.brand.initials import initials
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.links import business_url

_inliner = css_inline.CSSInliner(
    keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False, minify_css=True
)


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    html: str
    text: str


def letter(
    kind: Kind,
    *,
    subject: str,
    context: Mapping[str, Any],
    secret: str = "",
    secret_until: datetime | None = None,
) -> Letter:
    """Render a kind for the business in scope. The secret appears in what is returned and is kept nowhere."""
    business = require_business()
    with override(business.locale):
        facts = {**context, **_surroundings(kind, business, subject), "secret": secret, "secret_until": secret_until}
        html = _inliner.inline(render_to_string(f"{kind.template}.html", facts))
        text = _tidy(render_to_string(f"{kind.template}.txt", facts))
    return Letter(subject, html, text)


def _surroundings(kind: Kind, business: BusinessSnapshot, subject: str) -> dict[str, Any]:
    palette = derive(business.brand.primary, business.brand.accent)
    return {
        "business": business,
        "subject": subject,
        "light": palette.mail(),
        "dark": palette.mail(dark=True),
        "logo": f"cid:{LOGO_CID}" if has_logo(business) else "",
        "initials": initials(business.name),
        "reason": str(kind.reason) % {"business": business.name},
        "portal_url": business_url("/"),
        "sign_in_url": business_url("/sign-in/"),
    }


def _tidy(text: str) -> str:
    """Take out what template tags leave behind: spaces at line ends and more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
