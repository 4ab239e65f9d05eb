"""The fonts of papers, and words for what they cannot show: a character is set, or named, and never left out."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_heebo
import fontpkg_noto_sans_arabic
import fontpkg_noto_sans_devanagari
import fontpkg_noto_sans_thai
import fontpkg_source_sans_3
import noto_cjk_sans_otc
import typst
from fontTools.ttLib import TTFont

MAIN = "Source Sans 3"
_OTHERS = ["Noto Sans Arabic", "Heebo", "Noto Sans Devanagari", "Noto Sans Thai"]
_HAN = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh": "Noto Sans CJK SC"}
_FOLDERS = [
    Path(package.__file__ or "").parent
    for package in (
        fontpkg_source_sans_3,
        fontpkg_noto_sans_arabic,
        fontpkg_heebo,
        fontpkg_noto_sans_devanagari,
        fontpkg_noto_sans_thai,
        noto_cjk_sans_otc,
    )
]
_INVISIBLE = {"Cf", "Cc", "Mn"}
"""Joiners, marks of direction, variation selectors: nothing to see of them on their own."""


def families(locale: str) -> list[str]:
    """Return the fonts in the order they are asked for a character; Han is drawn as the locale's readers know it."""
    language, _separator, region = locale.replace("-", "_").partition("_")
    is_traditional = language == "zh" and any(place in region for place in ("TW", "HK", "Hant"))
    return [MAIN, *_OTHERS, "Noto Sans CJK TC" if is_traditional else _HAN.get(language, _HAN["zh"])]


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in _FOLDERS]
    )


def readable(said: Any) -> Any:
    """Return facts with each character that no font has in words: ``[birthday cake]``."""
    if isinstance(said, str):
        return said if said.isascii() and said.isprintable() else "".join(_shown(said))
    if isinstance(said, dict):
        return {key: readable(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [readable(value) for value in said]
    return said


def _shown(text: str) -> Iterator[str]:
    for character in unicodedata.normalize("NFC", text):
        if character == "\n" or (ord(character) in _covered() and unicodedata.category(character) != "Cc"):
            yield character
        elif unicodedata.category(character) not in _INVISIBLE:
            yield f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@cache
def _covered() -> frozenset[int]:
    """Read once in a process, a tenth of a second; CJK's regional fonts in one file have the same characters."""
    files = [file for folder in _FOLDERS for file in folder.rglob("*") if file.suffix in {".ttf", ".ttc"}]
    found: set[int] = set()
    for file in files:
        with TTFont(file, fontNumber=0, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
