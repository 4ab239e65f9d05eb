"""Account numbers as people read them."""

_GROUP = 4


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as it is printed."""
    compact = iban.replace(" ", "")
    return " ".join(compact[start : start + _GROUP] for start in range(0, len(compact), _GROUP))


def end_of(iban: str) -> str:
    """Return the last characters, by which people compare two accounts."""
    return iban.replace(" ", "")[-_GROUP:]
