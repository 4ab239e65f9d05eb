"""Somebody else's picture made safe: decoded and drawn again in a process with little memory and little time."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

MOST_BYTES = 2 * 1024 * 1024
MOST_SECONDS = 10
DECODER = Path(__file__).with_name("decoder.py")


class LogoError(ValueError):
    """A file that cannot be a logo. `code` is stable, the text is for the person who chose the file."""

    code = "logo"


class LogoTooLargeError(LogoError):
    code = "logo_too_large"


class LogoNotAPictureError(LogoError):
    code = "logo_not_a_picture"


class LogoTooManyPixelsError(LogoError):
    code = "logo_too_many_pixels"


class LogoTooSmallError(LogoError):
    code = "logo_too_small"


@dataclass(frozen=True)
class CleanLogo:
    """A PNG drawn by us: no metadata, no frames, at most 1024 pixels on its longer side."""

    png: bytes
    width: int
    height: int

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.png).hexdigest()[:16]


def clean_logo(uploaded: bytes) -> CleanLogo:
    """Raises a LogoError. The picture is never decoded in the process that serves pages."""
    if len(uploaded) > MOST_BYTES:
        raise LogoTooLargeError(_("The logo is larger than 2 MB. Save it smaller and choose it again."))
    answer, png = decoded(uploaded)
    if "error" in answer:
        raise _refusal(str(answer["error"]))
    return CleanLogo(png=png, width=int(answer["width"]), height=int(answer["height"]))


def decoded(uploaded: bytes, *words: str) -> tuple[dict[str, str | int], bytes]:
    """Run the decoder: one line of JSON comes back, then the PNG, or the JPEG for the word "photo"."""
    command = [sys.executable, "-I", str(DECODER), *words]
    try:
        done = subprocess.run(command, input=uploaded, capture_output=True, timeout=MOST_SECONDS, env={}, check=False)  # noqa: S603 - our own decoder, fixed arguments, no shell
    except subprocess.TimeoutExpired:
        return {"error": "not_a_picture"}, b""
    if done.returncode != 0:
        return {"error": "not_a_picture"}, b""
    head, _newline, png = done.stdout.partition(b"\n")
    return json.loads(head), png


def _refusal(reason: str) -> LogoError:
    if reason == "too_many_pixels":
        return LogoTooManyPixelsError(
            _("The logo is more than 4096 pixels wide or high. Save it smaller and choose it again.")
        )
    if reason == "too_small":
        return LogoTooSmallError(_("The logo is smaller than 16 pixels. Choose a larger picture."))
    return LogoNotAPictureError(
        _("This file is not a PNG, JPEG or WebP picture that can be read. Choose another file.")
    )
