"""Hex colours, OKLCH and WCAG contrast.

OKLab matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
Contrast: WCAG 2.2, "relative luminance".
"""

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

HEX = re.compile(r"#[0-9a-fA-F]{6}")

Rgb = tuple[float, float, float]


class NotAColourError(ValueError):
    code = "not_a_colour"


@dataclass(frozen=True)
class Oklch:
    """Lightness 0 to 1, chroma 0 to 0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float) -> "Oklch":
        return replace(self, lightness=min(1.0, max(0.0, lightness)))

    def ab(self) -> tuple[float, float]:
        """The two colour axes of OKLab."""
        return self.chroma * math.cos(math.radians(self.hue)), self.chroma * math.sin(math.radians(self.hue))

    def faded(self, factor: float, most: float) -> "Oklch":
        return replace(self, chroma=min(self.chroma * factor, most))


def normalise(text: str) -> str:
    """Return `#RRGGBB` in capitals; anything else than six hex digits after a hash is refused."""
    if not HEX.fullmatch(text):
        raise NotAColourError("A colour is written as # and six digits or letters A to F, like #1F6F4A.")
    return text.upper()


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=4096)
def to_oklch(colour: str) -> Oklch:
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(min(1.0, lightness), math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


@lru_cache(maxsize=4096)
def to_hex(colour: Oklch) -> str:
    """The nearest sRGB colour of the same lightness and hue; chroma gives way."""
    linear = _unclipped(colour)
    if not _in_gamut(linear):
        linear = _unclipped(replace(colour, chroma=_widest_chroma(colour)))
    return "#" + "".join(f"{_encode(channel):02X}" for channel in linear)


def _widest_chroma(colour: Oklch) -> float:
    inside, outside = 0.0, colour.chroma
    for _ in range(14):
        middle = (inside + outside) / 2
        if _in_gamut(_unclipped(replace(colour, chroma=middle))):
            inside = middle
        else:
            outside = middle
    return inside


def _unclipped(colour: Oklch) -> Rgb:
    a, b = colour.ab()
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(linear: Rgb) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in linear)  # noqa: PLR2004 - half a step of eight bits


def _linear(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _decode(red), _decode(green), _decode(blue)


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB


def _encode(channel: float) -> int:
    channel = min(1.0, max(0.0, channel))
    encoded = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055  # noqa: PLR2004 - sRGB
    return round(encoded * 255)
