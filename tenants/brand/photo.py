"""A picture for people to look at, made safe in the same process as logos are, and kept as a JPEG."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.brand.logo import decoded

MOST_BYTES = 8 * 1024 * 1024
_REFUSALS: dict[str, str | Promise] = {
    "too_many_pixels": _("The picture is more than 4096 pixels wide or high. Save it smaller and choose it again."),
    "too_small": _("The picture is smaller than 16 pixels. Choose a larger one."),
    "not_a_picture": _("This file is not a PNG, JPEG or WebP picture that can be read. Choose another file."),
    "too_large": _("The picture is larger than 8 MB. Save it smaller and choose it again."),
}


class PhotoError(ValueError):
    """A file that cannot be shown; the text is for the person who chose it."""


@dataclass(frozen=True)
class CleanPhoto:
    """A JPEG drawn by us: no metadata, no place where it was taken, at most 1600 pixels on its longer side."""

    jpeg: bytes
    width: int
    height: int


def clean_photo(uploaded: bytes) -> CleanPhoto:
    """Raises PhotoError. The picture is never decoded in the process that serves pages."""
    if len(uploaded) > MOST_BYTES:
        raise PhotoError(str(_REFUSALS["too_large"]))
    answer, jpeg = decoded(uploaded, "photo")
    if "error" in answer:
        raise PhotoError(str(_REFUSALS[str(answer["error"])]))
    return CleanPhoto(jpeg, int(answer["width"]), int(answer["height"]))
