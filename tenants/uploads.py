"""What people send: known by its first bytes, never by what its name or its sender claims."""

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

from django.core.files.base import File
from django.template.defaultfilters import filesizeformat

from tenants.errors import FileEmpty, FileKindRefused, FileTooLarge

MOST_BYTES = 25 * 1024 * 1024
MOST_AT_ONCE = 10
LONGEST_NAME = 120

_HEAD_BYTES = 64 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4", ".m4a", ".m4v", ".mov"),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".md", ".ics", ".vcf"),
    f"{_OFFICE}wordprocessingml.document": (".docx",),
    f"{_OFFICE}spreadsheetml.sheet": (".xlsx",),
    f"{_OFFICE}presentationml.presentation": (".pptx",),
    f"{_OPEN}text": (".odt",),
    f"{_OPEN}spreadsheet": (".ods",),
    f"{_OPEN}presentation": (".odp",),
    "application/zip": (".zip",),
}
"""Content types that are taken, with the endings of their names; the first is put where none fits."""

_SIGNATURES = [
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(heic|heix|heif|hevc|mif1|msf1)", re.DOTALL), "image/heic"),
    (re.compile(rb"....ftyp", re.DOTALL), "video/mp4"),
    (re.compile(rb"%PDF-"), "application/pdf"),
    (re.compile(rb"PK\x03\x04"), "application/zip"),
]
_INSIDE_ZIP = [content_type for content_type in ENDINGS if content_type.startswith((_OFFICE, _OPEN))]
# What a browser or a shell might run, were it ever shown as what it is.
_ACTIVE = re.compile(rb"\A\s*(<|#!)|<(html|script|svg|iframe|object|\?)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: ``name`` is safe to show and to save under, and ends as its content asks."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: IO[bytes]


def examined(file: "File[bytes]") -> Upload:
    """Look at a file that somebody sent; raises FileEmpty, FileTooLarge and FileKindRefused, which name it."""
    name = clean_name(file.name or "")
    if not file.size:
        raise FileEmpty(name=name)
    if file.size > MOST_BYTES:
        raise FileTooLarge(name=name, most=filesizeformat(MOST_BYTES))
    file.seek(0)
    content_type = kind_of(file.read(_HEAD_BYTES), name)
    if content_type is None:
        raise FileKindRefused(name=name)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return Upload(named_as(name, content_type), content_type, file.size, digest, file)


def kind_of(head: bytes, name: str) -> str | None:
    """Return the content type that the first bytes prove, or None for what is not taken.

    The name only chooses between kinds that are equally harmless: a zip may be an office document, text a table.
    """
    for signature, content_type in _SIGNATURES:
        if signature.match(head):
            return _by_ending(name, _INSIDE_ZIP, content_type) if content_type == "application/zip" else content_type
    return _by_ending(name, ["text/csv"], "text/plain") if _is_plain_text(head) else None


def clean_name(name: str) -> str:
    """Return a name without folders, controls and characters that turn the direction of writing."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C")
    stem, dot, ending = " ".join(seen.split()).strip(". ").rpartition(".")
    ending = f"{dot}{ending}"[:12] if stem else ""
    return f"{(stem or seen.strip('. '))[: LONGEST_NAME - len(ending)]}{ending}" or "file"


def named_as(name: str, content_type: str) -> str:
    """Return the name with an ending that its content has: a picture called “invoice.exe” becomes “invoice.exe.png”."""
    endings = ENDINGS[content_type]
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"


def _by_ending(name: str, candidates: list[str], otherwise: str) -> str:
    return next((kind for kind in candidates if name.lower().endswith(ENDINGS[kind])), otherwise)


def _is_plain_text(head: bytes) -> bool:
    if _ACTIVE.search(head):
        return False
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        text = head.decode("latin-1")  # what older programs write
    return not _CONTROLS.search(text)
