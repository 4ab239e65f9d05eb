"""References by which a bank transfer finds its contact: ISO 11649 creditor references, which banks check themselves.

``RF`` and two check digits stand before six letters and figures that are the contact's number, shuffled and written
without anything that reads like something else. One wrong character, or two swapped, never makes another contact's.
"""

import re

_LETTERS = "23456789ACDEFGHJKMNPQRTUVWXY"
_LENGTH = 6
_SPACE = len(_LETTERS) ** _LENGTH
_FACTOR, _SHIFT = 268_435_399, 91_625_968
"""Any odd factor that shares no divisor with the number of references shuffles them; neighbours look nothing alike."""
_BACK = pow(_FACTOR, -1, _SPACE)
_WRITTEN = re.compile(rf"RF(\d\d)([{_LETTERS}]{{{_LENGTH}}})")
_SHAPE_OF_IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}")


def reference_of(contact_id: int) -> str:
    """Return a contact's reference: ``RF18K7Q2MX``; the same one always."""
    if not 0 < contact_id < _SPACE:
        raise ValueError(f"There is no reference for {contact_id}.")
    body = _written((contact_id * _FACTOR + _SHIFT) % _SPACE)
    return f"RF{98 - _remainder(f'{body}RF00'):02}{body}"


def contacts_in(text: str) -> list[int]:
    """Return the contacts whose references stand in what somebody typed, pasted or a bank wrote; most often one."""
    bare = re.sub(r"[\s.\-/]", "", text.upper())
    found = [match for match in _WRITTEN.finditer(bare) if _remainder(f"{match[2]}RF{match[1]}") == 1]
    return list(dict.fromkeys(_contact(match[2]) for match in found))


def is_iban(text: str) -> bool:
    """Say whether a text without spaces is an IBAN as far as its check digits tell (ISO 13616)."""
    return bool(_SHAPE_OF_IBAN.fullmatch(text)) and _remainder(text[4:] + text[:4]) == 1


def grouped(text: str) -> str:
    """Return it in groups of four, as banks print it: ``RF18 K7Q2 MX``."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _remainder(text: str) -> int:
    """Return what is left of it by 97, letters counted from A = 10 (ISO 7064)."""
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


def _written(number: int) -> str:
    letters = []
    for _place in range(_LENGTH):
        number, at = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[at])
    return "".join(reversed(letters))


def _contact(body: str) -> int:
    number = 0
    for letter in body:
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    return int((number - _SHIFT) * _BACK % _SPACE)
