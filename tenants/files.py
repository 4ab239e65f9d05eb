"""Private files of a business: random keys under its own prefix, handed out by links that live a minute."""

import re
import secrets
import time
from typing import IO, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.urls import reverse

from tenants.kernel.errors import NotFound, Unavailable
from tenants.kernel.scope import require_business
from tenants.kernel.signing import sign, unsign
from tenants.uploads import ENDINGS

LINK_SECONDS = 60
"""A link is followed at once; nobody passes one on."""

TYPES = {
    **{endings[0]: content_type for content_type, endings in ENDINGS.items()},
    ".bin": "application/octet-stream",
}
_ENDINGS = {content_type: ending for ending, content_type in TYPES.items()}
_KIND = re.compile(r"[a-z][a-z_]{1,30}")
_PURPOSE = "media"
_STORAGE_FAULTS = (OSError, BotoCoreError, ClientError)


def store(kind: str, content: bytes | IO[bytes], *, content_type: str) -> str:
    """Keep a file and return its key; nothing is ever overwritten.

    ``kind`` is a word for the folder. A content type that is not in TYPES is kept as bytes that browsers only download.
    Raises Unavailable when the storage does not take it: then nothing was kept.
    """
    return put(new_key(kind, content_type=content_type), content)


def new_key(kind: str, *, content_type: str) -> str:
    """Return a key that nobody can guess, for a file yet to be put."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} names no kind of file.")
    return f"{_prefix()}{kind}/{secrets.token_hex(20)}{_ENDINGS.get(content_type, '.bin')}"


def put(key: str, content: bytes | IO[bytes]) -> str:
    """Keep a file under a new key; raises Unavailable when the storage does not take it."""
    _refuse_foreign(key)
    file = ContentFile(content) if isinstance(content, bytes) else File(content)
    try:
        return default_storage.save(key, file)
    except _STORAGE_FAULTS as error:
        raise Unavailable from error


def open_key(key: str) -> "File[bytes]":
    """Open a file of the business in scope; raises NotFound for another's, a missing and a made-up key alike."""
    _refuse_foreign(key)
    try:
        return default_storage.open(key)
    except FileNotFoundError as error:
        raise NotFound from error
    except _STORAGE_FAULTS as error:
        raise Unavailable from error


def discard(key: str) -> None:
    """Delete a file of the business in scope; one that is not there is none. Raises Unavailable."""
    _refuse_foreign(key)
    try:
        default_storage.delete(key)
    except _STORAGE_FAULTS as error:
        raise Unavailable from error


def content_type_of(key: str) -> str:
    """Return what a file is by its key, which is ours, and never by what an upload claimed."""
    return TYPES.get(f".{key.rpartition('.')[2]}", "application/octet-stream")


def link(key: str, *, max_age: int = LINK_SECONDS, filename: str = "", person_id: int | None = None) -> str:
    """Return an address on this business's host under which a file can be fetched for at most a minute.

    Whoever calls this has checked that the reader may see the file. With ``person_id``, only that person's session is
    answered. ``filename`` makes it a download of that name.
    """
    _refuse_foreign(key)
    if not 0 < max_age <= LINK_SECONDS:
        raise ValueError(f"A link to a file lives at most {LINK_SECONDS} seconds.")
    ticket = {"key": key, "until": time.time() + max_age, "name": filename, "person": person_id}
    return reverse("tenants:media", settings.ROOT_URLCONF, args=[sign(ticket, purpose=_PURPOSE)])


def read_ticket(text: str, *, person_id: int | None) -> dict[str, Any]:
    """Return ``key``, ``name`` and ``seconds`` left of a link; raises NotFound for a late, altered or foreign one."""
    try:
        ticket: dict[str, Any] = unsign(text, purpose=_PURPOSE, max_age=LINK_SECONDS)
    except signing.BadSignature as error:
        raise NotFound from error
    left = ticket["until"] - time.time()
    if left <= 0 or ticket["person"] not in (None, person_id):
        raise NotFound
    return ticket | {"seconds": max(1, int(left))}


def _prefix() -> str:
    return f"{require_business().schema}/"


def _refuse_foreign(key: str) -> None:
    if not key.startswith(_prefix()) or ".." in key:
        raise NotFound
