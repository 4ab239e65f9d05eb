"""What a subdomain may look like: the rules that need no database. tenants/services/subdomains.py adds who has what."""

import re
import unicodedata
from collections.abc import Iterator

from confusable_homoglyphs import confusables

from tenants.errors import (
    SubdomainEncoded,
    SubdomainForeignLetters,
    SubdomainForm,
    SubdomainImitates,
    SubdomainReserved,
    SubdomainTooLong,
    SubdomainTooShort,
)
from tenants.names import IMITATED, RESERVED

SHORTEST, LONGEST = 3, 40
_FORM = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
_SUFFIXES = ("co", "team", "online", "office", "hq")

# Digits read as letters; 1 is read as l or as i. The unique constraints of Business say the same in SQL.
DIGITS = "0134578"
READ_AS = ("oleastb", "oieastb")
PAIRS = (("rn", "m"), ("vv", "w"))


def normalise(text: str) -> str:
    """Return what a person typed as a subdomain is compared and stored: no spaces around, small letters."""
    return text.strip().lower()


def check_form(name: str) -> None:
    """Raise the SubdomainRefused that says why this can be nobody's subdomain; names are normalised before."""
    _refuse_letters(name)
    if name[2:4] == "--":  # xn-- and whatever may come to mean something like it
        raise SubdomainEncoded(subdomain=name)
    if skeletons(name) & _RESERVED_SKELETONS:
        raise SubdomainReserved(subdomain=name)
    if any(skeletons(part) & _IMITATED_SKELETONS for part in [name, *name.split("-")]):
        raise SubdomainImitates(subdomain=name)


def skeletons(name: str) -> set[str]:
    """Return how a hasty reader may take a name; two names that share one look alike."""
    return {skeleton(name, letters) for letters in READ_AS}


def skeleton(name: str, letters: str) -> str:
    """Return one reading of a name: digits as ``letters`` says, hyphens left out."""
    read = name.translate(str.maketrans(DIGITS, letters, "-"))
    for pair, letter in PAIRS:
        read = read.replace(pair, letter)
    return read


def slug(text: str) -> str:
    """Return a well-formed subdomain made of a business's name, or an empty text when nothing of it can be used."""
    words = (_latin(word) for word in re.split(r"[^\w&]+", re.sub(r"['\u2019.]", "", text.lower())))
    short = "-".join(word for word in words if word)[: LONGEST - 8].strip("-")
    return short if len(short) >= SHORTEST else f"{short}-co" if short else ""


def variations(text: str) -> Iterator[str]:
    """Yield subdomains near a name, the nearest first, for somebody to find a free one among."""
    base = slug(text)
    if base:
        yield base
        yield from (f"{base}-{suffix}" for suffix in _SUFFIXES)
        yield from (f"{base}-{number}" for number in range(2, 30))
    yield from (f"my-business-{number}" for number in range(2, 1000))


def _refuse_letters(name: str) -> None:
    if any(not letter.isascii() and confusables.is_confusable(letter, preferred_aliases=["latin"]) for letter in name):
        raise SubdomainForeignLetters(subdomain=name)
    if len(name) < SHORTEST:
        raise SubdomainTooShort(subdomain=name)
    if len(name) > LONGEST:
        raise SubdomainTooLong(subdomain=name)
    if not _FORM.fullmatch(name):
        raise SubdomainForm(subdomain=name)


def _latin(word: str) -> str:
    """Return a word in a to z and digits; empty when it is written in another alphabet."""
    plain = "".join(_latin_letter(letter) for letter in word.replace("&", "and"))
    return plain.replace("_", "") if plain.isascii() else ""


def _latin_letter(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter)[0]
    if bare.isascii():
        return bare
    found = confusables.is_confusable(letter, preferred_aliases=["latin"]) or [{"homoglyphs": []}]
    likes = (glyph["c"].lower() for glyph in found[0]["homoglyphs"])
    return next((like for like in likes if like.isascii() and like.isalnum()), letter)


_RESERVED_SKELETONS = frozenset().union(*(skeletons(name) for name in RESERVED))
_IMITATED_SKELETONS = frozenset().union(*(skeletons(name) for name in IMITATED))
