"""Finding one's businesses again by e-mail address: the page never tells whether it knows one; a mail does."""

import hashlib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tenants.accounts.services.known_addresses import digest_of
from tenants.accounts.visitor import Visitor
from tenants.brand import derive
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import BrandSnapshot
from tenants.kernel.signing import seal
from tenants.links import base_url, business_url
from tenants.models import Business
from tenants.services import askings

NAME = "Mango"
_SHOWN = 100
_inliner = css_inline.CSSInliner(
    keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False, minify_css=True
)


@dataclass(frozen=True, slots=True)
class Found:
    """A business that knows an address; one that is closed has no page to go to."""

    name: str
    url: str
    is_open: bool


def ask(*, email: str, visitor: Visitor) -> None:
    """Have the businesses that know an address mailed to it; raises TooMany. What is known costs what is not.

    The address waits sealed, for the table of due work is public.
    """
    askings.count(network=visitor.network, digest=digest_of(email))
    enqueue("tenants.mail_businesses", sealed=seal(email.strip()).decode(), asked_at=clock.now().isoformat())


def businesses_of(email: str) -> tuple[list[Found], int]:
    """Return the first hundred businesses that know an address, by name, and how many more do: in one query."""
    rows = Business.objects.filter(known_addresses__digest=digest_of(email)).order_by(Lower("name"), "pk")
    found = [_found(*row) for row in rows.values_list("name", "subdomain", "state")]
    return found[:_SHOWN], max(0, len(found) - _SHOWN)


def mail(*, email: str, asked_at: str) -> None:
    """Mail the businesses to whoever they are known by, and nothing to anybody else; a repeat has one Message-ID."""
    found, more = businesses_of(email)
    if not found:
        return
    context = {"found": found, "more": more, "home": base_url(), **_surroundings()}
    number = hashlib.sha256(f"{email}|{asked_at}|{settings.SECRET_KEY}".encode()).hexdigest()[:32]
    letter = EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=render_to_string("public/mail/businesses.txt", context),
        from_email=formataddr((NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[email],
        headers={"Message-ID": f"<find.{number}@{settings.BASE_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(_inliner.inline(render_to_string("public/mail/businesses.html", context)), "text/html")
    letter.send()


def _surroundings() -> dict[str, Any]:
    """Return what every mail's frame needs; this one wears the platform's own brand."""
    brand = BrandSnapshot()
    palette = derive(brand.primary, brand.accent)
    return {
        "business": {"name": NAME},
        "subject": _("Where you have an account"),
        "light": palette.mail(),
        "dark": palette.mail(dark=True),
        "initials": NAME[0],
        "reason": _("You get this because your accounts were asked for at %(home)s.") % {"home": base_url()},
    }


def _found(name: str, subdomain: str, state: str) -> Found:
    return Found(name, business_url("/sign-in/", subdomain=subdomain), state in Business.SERVED)
