"""One theme (light or dark) of a brand: the rule that turns two picked colours into roles that can be read."""

from dataclasses import asdict, dataclass

from tenants.brand.colour import Oklch, contrast, to_hex, to_oklch

TEXT = 4.5  # WCAG 2.2, 1.4.3
CONTROL = 3.0  # WCAG 2.2, 1.4.11
WHITE = "#FFFFFF"

# role: lightness in light, lightness in dark. static/css/tokens.css holds the same numbers; a test compares them.
NEUTRALS = {
    "surface": (0.985, 0.185),
    "surface_raised": (1.0, 0.22),
    "surface_sunken": (0.962, 0.16),
    "surface_hover": (0.945, 0.265),
    "line": (0.912, 0.305),
    "line_strong": (0.625, 0.56),
    "ink_faint": (0.525, 0.68),
    "ink_muted": (0.46, 0.755),
    "ink": (0.205, 0.955),
}
SURFACES = ("surface", "surface_raised", "surface_sunken", "surface_hover")
MOST_TINT = 0.008
COLOURLESS = 0.04  # below this chroma a colour reads as black, grey or white
NUDGE = 0.06  # a change of lightness that people do not take for another colour


@dataclass(frozen=True)
class Theme:
    """Hex colours by role; every pair that meets on a page has the contrast WCAG 2.2 AA asks for."""

    surface: str
    surface_raised: str
    surface_sunken: str
    surface_hover: str
    line: str
    line_strong: str
    ink_faint: str
    ink_muted: str
    ink: str
    brand: str
    brand_hover: str
    brand_edge: str
    brand_ink: str
    brand_soft: str
    brand_soft_ink: str
    link: str
    focus: str
    accent: str
    accent_soft: str
    accent_soft_ink: str

    def surfaces(self) -> list[str]:
        return [str(getattr(self, role)) for role in SURFACES]

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def tint_of(primary: str) -> Oklch:
    """The trace of the brand's hue that every neutral carries."""
    return to_oklch(primary).faded(0.06, MOST_TINT)


def build(primary: str, accent: str, *, dark: bool) -> Theme:
    neutrals = neutral_colours(tint_of(primary), dark=dark)
    surfaces = [neutrals[role] for role in SURFACES]
    soft, accent_soft = _soft(primary, dark=dark), _soft(accent, dark=dark)
    voice = _voice(primary, dark=dark)
    fill, ink = _fill(voice, surfaces, dark=dark)
    return Theme(
        **neutrals,
        brand=fill,
        brand_hover=_hover(fill, ink),
        brand_edge=reach(fill, surfaces, CONTROL, lighter=dark),
        brand_ink=ink,
        brand_soft=soft,
        brand_soft_ink=reach(voice, [soft], TEXT, lighter=dark),
        link=reach(voice, [*surfaces, soft], TEXT, lighter=dark),
        focus=reach(voice, [*surfaces, soft], CONTROL, lighter=dark),
        accent=reach(accent, surfaces, CONTROL, lighter=dark),
        accent_soft=accent_soft,
        accent_soft_ink=reach(accent, [accent_soft], TEXT, lighter=dark),
    )


def neutral_colours(tint: Oklch, *, dark: bool) -> dict[str, str]:
    return {role: to_hex(tint.at(steps[dark])) for role, steps in NEUTRALS.items()}


def reach(colour: str, against: list[str], ratio: float, *, lighter: bool) -> str:
    """The same hue, moved no further than needed to stand out from every colour in `against`."""
    step = 0.005 if lighter else -0.005
    moving, best = to_oklch(colour), colour
    while any(contrast(best, other) < ratio for other in against) and 0 < moving.lightness + step < 1:
        moving = moving.at(moving.lightness + step)
        best = to_hex(moving)
    return best if all(contrast(best, other) >= ratio for other in against) else (WHITE if lighter else "#000000")


def _voice(primary: str, *, dark: bool) -> str:
    """Near-white on light pages and near-black on dark ones have no colour to show: their opposite speaks for them."""
    picked = to_oklch(primary)
    lost = picked.lightness < 0.45 if dark else picked.lightness > 0.9  # noqa: PLR2004 - where grey stops being grey
    if lost and picked.chroma < COLOURLESS:
        return to_hex(picked.faded(0.5, MOST_TINT).at(0.93 if dark else 0.25))
    return primary


def _fill(voice: str, surfaces: list[str], *, dark: bool) -> tuple[str, str]:
    """What a primary button is painted with, and the text on it."""
    if dark:
        return _with_ink(reach(voice, surfaces, CONTROL, lighter=True), surfaces)
    return _with_ink(voice, [])


def _with_ink(fill: str, must_stand_out_from: list[str]) -> tuple[str, str]:
    if contrast(fill, WHITE) >= TEXT:
        return fill, WHITE
    nudged = reach(fill, [WHITE], TEXT, lighter=False)
    close = to_oklch(fill).lightness - to_oklch(nudged).lightness <= NUDGE
    if close and all(contrast(nudged, other) >= CONTROL for other in must_stand_out_from):
        return nudged, WHITE
    return fill, reach(to_hex(to_oklch(fill).faded(0.25, 0.04).at(0.2)), [fill], TEXT, lighter=False)


def _hover(fill: str, ink: str) -> str:
    colour = to_oklch(fill)
    candidates = [to_hex(colour.at(colour.lightness + step)) for step in (-0.045, 0.045)]
    return next((shade for shade in candidates if contrast(shade, ink) >= TEXT), fill)


def _soft(colour: str, *, dark: bool) -> str:
    picked = to_oklch(colour)
    return to_hex(picked.faded(0.4, 0.05).at(0.28) if dark else picked.faded(0.25, 0.032).at(0.955))
