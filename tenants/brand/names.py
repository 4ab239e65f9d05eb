"""A plain word for a colour, for sentences."""

from django.utils.translation import gettext as _

from tenants.brand.colour import to_oklch
from tenants.brand.theme import COLOURLESS

BLACK_BELOW, WHITE_ABOVE = 0.3, 0.93
BROWN_BELOW = 0.55


def name_of(colour: str) -> str:
    picked = to_oklch(colour)
    if picked.chroma < COLOURLESS:
        return _colourless(picked.lightness)
    if picked.lightness < BROWN_BELOW and 40 <= picked.hue < 105:  # noqa: PLR2004 - dark orange
        return _("brown")
    return next(name for limit, name in _hues() if picked.hue < limit)


def _colourless(lightness: float) -> str:
    if lightness < BLACK_BELOW:
        return _("black")
    return _("white") if lightness > WHITE_ABOVE else _("grey")


def _hues() -> list[tuple[int, str]]:
    return [
        (10, _("pink")),
        (40, _("red")),
        (75, _("orange")),
        (115, _("yellow")),
        (160, _("green")),
        (215, _("turquoise")),
        (275, _("blue")),
        (320, _("purple")),
        (361, _("pink")),
    ]
