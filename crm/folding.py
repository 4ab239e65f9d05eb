"""One form for names that people type in many: "Zoë O'Neill" and "zoe oneill" meet."""

import unicodedata


def fold(text: str) -> str:
    """Return text without case, accents and apostrophes, its spaces made single."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(bare.casefold().replace("'", "").replace("\u2019", "").split())
