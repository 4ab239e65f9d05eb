"""Colours to offer out of a logo."""

import io
import math
from collections import Counter
from itertools import islice

from PIL import Image

from tenants.brand.colour import to_oklch

MOST = 5
SAMPLE = 96  # pixels a side; enough to know a logo's colours
CLEAR = 128  # alpha below which a pixel is background
APART = 0.09  # OKLab distance at which two colours look like two


def colours_from_logo(logo_png: bytes) -> list[str]:
    """At most five distinct colours, the most telling first; empty for a logo of white or nothing.

    Takes a logo that was cleaned by us, never an upload.
    """
    with Image.open(io.BytesIO(logo_png), formats=["PNG"]) as opened:
        logo = opened.convert("RGBA")
    logo.thumbnail((SAMPLE, SAMPLE), Image.Resampling.BOX)
    counted = _counted(logo)
    whole = counted.total()
    ranked = sorted(counted, key=lambda colour: _weight(colour, counted[colour] / whole), reverse=True)
    seen: list[str] = []
    telling = (colour for colour in ranked if counted[colour] / whole >= 0.01 and not _is_paper(colour))  # noqa: PLR2004
    return list(islice((colour for colour in telling if _is_new(colour, seen)), MOST))


def _counted(logo: Image.Image) -> Counter[str]:
    raw = logo.tobytes()
    pixels = [raw[start : start + 3] for start in range(0, len(raw), 4) if raw[start + 3] >= CLEAR]
    if not pixels:
        return Counter()
    solid = Image.frombytes("RGB", (len(pixels), 1), b"".join(pixels))
    few = solid.quantize(colors=16, method=Image.Quantize.MEDIANCUT).convert("RGB").tobytes()
    return Counter("#" + few[start : start + 3].hex().upper() for start in range(0, len(few), 3))


def _weight(colour: str, share: float) -> float:
    """A little of a strong colour tells more of a brand than a lot of grey."""
    return math.sqrt(share) * (0.05 + to_oklch(colour).chroma)


def _is_paper(colour: str) -> bool:
    picked = to_oklch(colour)
    return picked.lightness > 0.95 and picked.chroma < 0.02  # noqa: PLR2004 - white, or nearly


def _is_new(colour: str, seen: list[str]) -> bool:
    """Say whether no colour like it came before, and remember it."""
    new = all(_distance(colour, other) > APART for other in seen)
    if new:
        seen.append(colour)
    return new


def _distance(one: str, other: str) -> float:
    first, second = to_oklch(one), to_oklch(other)
    return math.dist((first.lightness, *first.ab()), (second.lightness, *second.ab()))
