"""Reading a kept message: who, what, the HTML, the text, the files."""

import base64
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from functools import cached_property
from html import unescape
from itertools import islice
from typing import cast

from emails.mailbox import store

_HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"', re.IGNORECASE)
_CID = re.compile(r'cid:([^"\')\s]+)')


@dataclass(frozen=True)
class StoredFile:
    """A file that a message carries, by its place among them."""

    number: int
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class StoredLetter:
    """One message of the mailbox. Reading never fails: what a sender garbled is shown garbled."""

    name: str
    raw: bytes

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @cached_property
    def head(self) -> EmailMessage:
        """The headers alone, which is quick: lists and searches need no more."""
        return BytesHeaderParser(policy=policy.default).parsebytes(self.raw)

    @property
    def received_at(self) -> datetime:
        return store.received_at(self.name)

    @property
    def subject(self) -> str:
        return str(self.head["Subject"] or "")

    @property
    def to(self) -> str:
        return parseaddr(str(self.head["To"] or ""))[1]

    @property
    def sender_name(self) -> str:
        name, address = parseaddr(str(self.head["From"] or ""))
        return name or address

    @property
    def message_id(self) -> str:
        return str(self.head["Message-ID"] or "").strip()

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.head.items()]

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    @property
    def shown_html(self) -> str:
        """The HTML with its embedded pictures in place, as a mail program would show it."""
        return _CID.sub(lambda match: self._pictures.get(match[1], match[0]), self.html)

    @property
    def links(self) -> list[str]:
        """Where the HTML leads, in order, each once."""
        return list(dict.fromkeys(unescape(address) for address in _HREF.findall(self.html)))

    @cached_property
    def files(self) -> list[StoredFile]:
        return [
            StoredFile(number, part.get_filename() or f"file-{number}", part.get_content_type(), _bytes(part))
            for number, part in enumerate(self._attached())
        ]

    @property
    def source(self) -> str:
        return self.raw.decode(errors="replace")

    def _body(self, subtype: str) -> str:
        part = self.parsed.get_body((subtype,))
        return "" if part is None else _bytes(part).decode(_charset(part), errors="replace")

    def _attached(self) -> Iterator[EmailMessage]:
        for part in self.parsed.walk():
            if part.get_content_disposition() == "attachment":
                yield part

    @cached_property
    def _pictures(self) -> dict[str, str]:
        pictures = [part for part in self.parsed.walk() if part["Content-ID"]]
        return {
            str(part["Content-ID"]).strip("<> "): (
                f"data:{part.get_content_type()};base64,{base64.b64encode(_bytes(part)).decode()}"
            )
            for part in pictures
        }


def letter_named(name: str) -> StoredLetter | None:
    raw = store.raw(name)
    return None if raw is None else StoredLetter(name, raw)


def letters(*, to: str = "", subject: str = "", limit: int = 100) -> list[StoredLetter]:
    """Return the newest messages, of those whose recipient contains ``to`` and whose subject ``subject``."""
    found: Iterator[StoredLetter | None] = map(letter_named, store.newest_first())
    return list(islice((letter for letter in found if letter and _matches(letter, to, subject)), limit))


def _matches(letter: StoredLetter, to: str, subject: str) -> bool:
    return to.lower() in letter.to.lower() and subject.lower() in letter.subject.lower()


def _bytes(part: MIMEPart) -> bytes:
    return cast(bytes, part.get_payload(decode=True) or b"")


def _charset(part: MIMEPart) -> str:
    try:
        return codecs.lookup(part.get_content_charset("utf-8")).name
    except LookupError:
        return "utf-8"
