"""One form for what people type in many: "Zoë O'Neill" and "zoe oneill" meet, and so do two ways to write a number."""

import re
import unicodedata

_PHONE = re.compile(r"\+?[\d()./-]{3,}")


def fold(text: str) -> str:
    """Return text without case, accents and apostrophes, its spaces made single."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(bare.casefold().replace("'", "").replace("\u2019", "").replace("\0", "").split())


def digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def words_sought(text: str) -> list[str]:
    """Return the folded words of a search; a piece of a phone number is sought by its digits."""
    return [digits(word) if _PHONE.fullmatch(word) else word for word in fold(text).split()]
