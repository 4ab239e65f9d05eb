"""What may be wrong with a page that is open: axe's rules in every brand and theme, widths, targets, the console."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Error, Page

from tenants.brand.palette import derive
from tests.browser.patience import wait_until

FULL = bool(os.environ.get("MANGO_FULL"))
HARD = ("#FFFF00", "#0A0A0A", "#808080")
NARROW, PHONE, DESKTOP = 320, 390, 1440
EVERYTHING: dict[str, Any] = {
    "resultTypes": ["violations"],
    "iframes": False,
    "rules": {"target-size": {"enabled": True}},
}
STANDARD = {"resultTypes": ["violations"]}  # axe takes what lies below a sheet for its neighbours
MAIL = {  # a mail has no landmarks
    **EVERYTHING,
    "rules": {**EVERYTHING["rules"], "region": {"enabled": False}, "landmark-one-main": {"enabled": False}},
}
COLOURS = {
    "resultTypes": ["violations"],
    "iframes": False,  # a mail inside a page has a policy that lets nothing run; it is walked by itself
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# The sixth row of a list is made like the first five.
RUN = """async options => (await axe.run({exclude: ['tbody > :nth-child(n+6)', '.rows > :nth-child(n+6)',
    '.timeline > :nth-child(n+6)', '.api-call:nth-of-type(n+3)', 'option']},
    options)).violations.flatMap(({id, nodes}) => nodes.map(node =>
    `${id} at ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`))"""
# Menus, sheets and dialogs, opened one after the other.
RUN_OVER = """async options => {
    const wrong = []
    for (const part of document.querySelectorAll('[popover], dialog')) {
        part.popover ? part.showPopover() : part.showModal()
        for (const {id, nodes} of (await axe.run(part, options)).violations)
            wrong.push(...nodes.map(node => `#${part.id} open: ${id} at ${node.target.join(' ')}`))
        part.popover ? part.hidePopover() : part.close()
    }
    return wrong
}"""
# A style sheet made by script is none of the policy's business; it comes after the page's own and is in its layers.
PAINT = """css => {
    const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]
}"""
# What the page asks for by itself may still come; nothing is asked for after that, or axe would walk what is replaced.
QUIET = "document.addEventListener('htmx:beforeRequest', event => event.preventDefault())"
IS_STILL = "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true })"
TOO_WIDE = "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
# Cut off without a word: wider than a box that neither scrolls nor shows "…".
CUT_OFF = """() => [...document.querySelectorAll('body :not(.input, option, svg *)')].filter(box => {
    const style = getComputedStyle(box)
    return /clip|hidden/.test(style.overflowX) && style.textOverflow !== 'ellipsis' && box.clientWidth > 1
        && box.scrollWidth > box.clientWidth + 1 && !box.closest('.visually-hidden')
}).map(box => `${box.tagName.toLowerCase()}.${box.className}`)"""
# What a thumb presses in the portal: every control is 44 px high, the words of a sentence that lead elsewhere are not.
SMALL = """least => [...document.querySelectorAll(
    '.button, .input, .tab-bar__tab, a.row, .choice, .tile-choice, .pay-item__pick, summary, .menu a, .menu button')]
    .map(control => [control, control.getBoundingClientRect()])
    .filter(([, {width, height}]) => width > 1 && height > 1 && (height < least - 0.5 || width < 24))
    .map(([control, {width, height}]) =>
        `${control.className} “${control.textContent.trim()}” is ${Math.round(width)} by ${Math.round(height)} px`)"""


@dataclass
class Inspection:
    """One page's visit. ``errors`` fills by itself; the others are asked."""

    page: Page
    name: str
    is_mail: bool = False
    errors: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", self._broken)

    def be_still(self) -> None:
        self.page.evaluate(QUIET)
        wait_until(self.page, IS_STILL)

    def leave(self) -> None:
        """Hand the tab to the next visit as this one found it."""
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._broken)
        self.page.emulate_media(color_scheme="light")
        self._look_at(PHONE)

    def _broken(self, error: Error) -> None:
        self.errors.append(f"{self.name}: script error: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        is_the_page_itself = message.location.get("url") == self.page.url and "Failed to load" in message.text
        if message.type in ("error", "warning") and not is_the_page_itself:
            self.errors.append(f"{self.name}: console: {message.text}")

    def all_that_is_wrong(self, *, brands: tuple[str, ...], turn: int, is_portal: bool) -> list[str]:
        """All rules once, in the page's own brand, which is the first; those of colour in other brands and themes.

        A look is a theme and a brand. The colours of one page are those of the next, so each is seen in one more look
        on a phone and in one on a desktop, the next page in the next ones. With MANGO_FULL set, in all.
        """
        self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate(UNFOLD)
        looks = [(scheme, brand) for scheme in ("light", "dark") for brand in brands or ("",)]
        on_a_phone = looks[1:] if FULL else [looks[1:][turn % len(looks[1:])]]
        on_a_desktop = looks if FULL else [looks[turn % len(looks)]]
        wrong = list(self._widths())
        wrong += [f"{self.name}: {found}" for found in (self.page.evaluate(SMALL, 44) if is_portal else ())]
        self._look_at(PHONE)
        wrong += self._axe("own brand", MAIL if self.is_mail else EVERYTHING)
        wrong += [found for look in on_a_phone for found in self._colours(PHONE, *look)]
        self._look_at(DESKTOP)
        wrong += [found for look in on_a_desktop for found in self._colours(DESKTOP, *look)]
        return self.errors + wrong

    def all_that_is_wrong_over_it(self) -> list[str]:
        """What opens over the page, in both themes, as a phone and as a desktop have it."""
        self.page.evaluate(AXE_SCRIPT)
        wrong = []
        for width in (PHONE, DESKTOP):
            for scheme in ("light", "dark"):
                self._look_at(width)
                self.page.emulate_media(color_scheme=scheme)
                found = self.page.evaluate(RUN_OVER, STANDARD)
                wrong += [f"{self.name}: {width} px, {scheme}: {what}" for what in found]
        return wrong

    def _widths(self) -> Iterator[str]:
        for width in (DESKTOP, PHONE, NARROW):
            self._look_at(width)
            if too_wide := self.page.evaluate(TOO_WIDE):
                yield f"{self.name}: {too_wide} px wider than a screen of {width} px"
            for box in self.page.evaluate(CUT_OFF):
                yield f"{self.name}: cut off at {width} px: {box}"

    def _colours(self, width: int, scheme: str, brand: str) -> list[str]:
        self.page.emulate_media(color_scheme=scheme)
        if brand:
            self.page.evaluate(PAINT, _stylesheet(brand))
        return self._axe(f"{width} px, {scheme}, {brand or 'own brand'}", COLOURS)

    def _axe(self, what: str, options: dict[str, object]) -> list[str]:
        return [f"{self.name}: {what}: {found}" for found in self.page.evaluate(RUN, options)]

    def _look_at(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 844})


@cache
def _stylesheet(brand: str) -> str:
    return derive(brand, brand).css()
