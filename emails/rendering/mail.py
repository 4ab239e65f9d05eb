"""A message as Django's e-mail backends take it."""

from collections.abc import Mapping
from email.message import Message as MimeMessage
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, SafeMIMEMultipart

from emails.attachments import attachments_of
from emails.kinds import Kind, kind_named
from emails.models import Message
from emails.rendering.letters import letter
from emails.rendering.logo import LOGO_CID, logo_png
from emails.services.addresses import one_line
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.kernel.signing import unseal


class NoLongerWanted(RuntimeError):
    """Withdrawn in the moment between beginning and rendering: the next try finds that out first, and ends it."""


class BrandedMail(EmailMultiAlternatives):
    """Puts inline pictures beside the HTML that shows them (multipart/related), not among the attachments.

    They stay in ``attachments`` too, where backends that do not send MIME look for them.
    """

    def message(self) -> Any:  # type: ignore[override]  # the stubs know a later Django
        mime = super().message()
        pictures: list[MimeMessage] = [part for part in mime.walk() if part.get("Content-ID")]
        for parent in [part for part in mime.walk() if part.is_multipart()]:
            parent.set_payload([_related(part, pictures) for part in _parts(parent) if part not in pictures])
        return mime


def branded_mail(message: Message) -> BrandedMail:
    """Render a message for sending; the secret lives in what is returned and nowhere else."""
    kind, business = kind_named(message.kind), require_business()
    secret = unseal(bytes(message.sealed)) if message.sealed else ""
    context = {**message.context, **_anew(kind, message)}
    written = letter(kind, subject=message.subject, context=context, secret=secret, secret_until=message.sealed_until)
    mail = BrandedMail(
        subject=written.subject,
        body=written.text,
        from_email=sender(business),
        to=[formataddr((message.to_name, message.to))],
        reply_to=[formataddr((one_line(business.name), business.reply_to))] if business.reply_to else None,
        headers=_headers(message, context),
    )
    mail.attach_alternative(written.html, "text/html")
    _attach_logo(mail, business)
    for name in kind.attach:
        for file in attachments_of(name, message.context):
            mail.attach(file.filename, file.content, file.mimetype)
    return mail


def sender(business: BusinessSnapshot) -> str:
    """Return the platform's address under the business's name."""
    return formataddr((one_line(business.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _anew(kind: Kind, message: Message) -> Mapping[str, Any]:
    if kind.read_anew is None:
        return {}
    found = kind.read_anew(message.context)
    if found is None:
        raise NoLongerWanted(message.kind)
    return found


def _headers(message: Message, context: Mapping[str, Any]) -> dict[str, str]:
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if address := context.get("unsubscribe_url"):
        # RFC 8058: the mail program posts to the address by itself, without a session.
        headers |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _attach_logo(mail: BrandedMail, business: BusinessSnapshot) -> None:
    png = logo_png(business)
    if png is None:
        return
    picture = MIMEImage(png, "png")
    picture.add_header("Content-ID", f"<{LOGO_CID}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    mail.attach(picture)


def _parts(parent: MimeMessage) -> list[MimeMessage]:
    return [part for part in parent.get_payload() if not isinstance(part, str)]


def _related(part: MimeMessage, pictures: list[MimeMessage]) -> MimeMessage:
    if part.get_content_type() != "text/html" or not pictures:
        return part
    return SafeMIMEMultipart("related", _subparts=[part, *pictures])
