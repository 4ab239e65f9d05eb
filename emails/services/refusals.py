"""What an SMTP server's answer means: try again, or never."""

import re
import smtplib
from dataclasses import dataclass

from emails.services.addresses import one_line

_NO_SUCH_PERSON = re.compile(r"^5\.1\.\d+\b")
_ENHANCED = re.compile(r"^[245]\.\d+\.\d+\b")
_NO_SUCH_PERSON_CODES = {550, 551, 553}
PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """A final no. ``address_is_dead`` when it is about the person's address and not about this one message."""

    detail: str
    address_is_dead: bool


def final_refusal(error: Exception) -> Refusal | None:
    """Return the final no that an error carries, or None for what another try may mend.

    A refused sender or sign-in is ours to mend and stops nobody's address. Codes: RFC 5321 and RFC 3463.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        (code, reply) = next(iter(error.recipients.values()))
        return Refusal(_words(code, reply), _means_nobody(code, reply)) if code >= PERMANENT else None
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT:
        return Refusal(_words(error.smtp_code, error.smtp_error), address_is_dead=False)
    return None


def in_words(error: Exception) -> str:
    """Return one line about an error, for the person who reads the outbox."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _words(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return one_line(f"{type(error).__name__}: {error}")[:500]


def _words(code: int, reply: bytes | str) -> str:
    return one_line(f"{code} {_text(reply)}")[:500]


def _means_nobody(code: int, reply: bytes | str) -> bool:
    text = _text(reply)
    if _ENHANCED.match(text):
        return bool(_NO_SUCH_PERSON.match(text))
    return code in _NO_SUCH_PERSON_CODES


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
