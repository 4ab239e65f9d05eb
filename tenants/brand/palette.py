"""From two picked colours to everything that pages, e-mails and PDFs paint with."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from tenants.brand.colour import normalise, to_oklch
from tenants.brand.names import name_of
from tenants.brand.theme import NEUTRALS, Theme, build, tint_of

MANGO_PRIMARY = "#1F6F4A"
MANGO_ACCENT = "#F2A71B"


@dataclass(frozen=True)
class Palette:
    """An accessible set of colours for one brand, in both themes."""

    primary: str
    accent: str
    light: Theme
    dark: Theme

    def css(self, scope: str = ":root") -> str:
        """The style sheet that sets the role tokens; `scope` is a selector of ours, never anything typed."""
        tint = tint_of(self.primary)
        rules = [f"--tint-hue: {tint.hue:.1f};", f"--tint: {tint.chroma:.4f};"]
        dark = self.dark.as_dict()
        for role, colour in self.light.as_dict().items():
            if role not in NEUTRALS:
                rules.append(f"--{role.replace('_', '-')}: light-dark({colour}, {dark[role]});")
        body = "\n    ".join(rules)
        return f"@layer tokens {{\n  {scope} {{\n    {body}\n  }}\n}}\n"

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.css().encode()).hexdigest()[:16]

    def mail(self, *, dark: bool = False) -> dict[str, str]:
        """Hex colours by role for e-mails, where style sheets know no variables."""
        return (self.dark if dark else self.light).as_dict()

    def pdf(self) -> dict[str, str]:
        """Hex colours by role for paper: the light theme."""
        return self.light.as_dict()

    def notes(self) -> list[str]:
        """What was adjusted, in sentences for the person who picked the colours; empty when nothing was."""
        return [*_light_notes(self), *_dark_notes(self)]


@lru_cache(maxsize=512)
def derive(primary: str, accent: str) -> Palette:
    """Raises NotAColourError unless both are #RRGGBB."""
    primary, accent = normalise(primary), normalise(accent)
    return Palette(
        primary=primary,
        accent=accent,
        light=build(primary, accent, dark=False),
        dark=build(primary, accent, dark=True),
    )


def _light_notes(palette: Palette) -> Iterator[str]:
    theme = palette.light
    facts = {"colour": name_of(palette.primary), "link": theme.link, "fill": theme.brand}
    if to_oklch(theme.brand).lightness < to_oklch(palette.primary).lightness - 0.3:
        yield _("Your %(colour)s cannot be seen on a white page, so buttons use %(fill)s.") % facts
    elif theme.brand != palette.primary:
        yield _("Your %(colour)s is a touch darker on buttons (%(fill)s), so that white text can be read.") % facts
    elif theme.link != palette.primary and theme.brand_ink != "#FFFFFF":
        yield (
            _(
                "Your %(colour)s is too light for text on white, so links use %(link)s; "
                "buttons keep your %(colour)s with dark text."
            )
            % facts
        )
        return
    if theme.link != palette.primary:
        yield _("Your %(colour)s is too light for text, so links use %(link)s.") % facts


def _dark_notes(palette: Palette) -> Iterator[str]:
    theme = palette.dark
    facts = {"colour": name_of(palette.primary), "link": theme.link, "fill": theme.brand}
    if palette.primary not in {theme.brand, theme.link}:
        yield _("On dark pages your %(colour)s becomes %(fill)s on buttons and %(link)s in links.") % facts
    elif theme.brand != palette.primary:
        yield _("On dark pages buttons use %(fill)s, so that their text can be read.") % facts
    elif theme.link != palette.primary:
        yield _("On dark pages links use %(link)s, because your %(colour)s is too dark for text there.") % facts
