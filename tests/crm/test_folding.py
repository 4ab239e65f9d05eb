import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.folding import fold, words_sought


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Zoë  O'Neill", "zoe oneill"),
        ("ZOE O\u2019NEILL", "zoe oneill"),
        ("Göran\tÅgren\n", "goran agren"),
        ("Straße", "strasse"),
        ("\uff21\uff22\uff23", "abc"),  # full width
        ("a\0b", "ab"),
    ],
)
def test_many_ways_to_write_a_name_fold_into_one(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_what_is_folded_can_be_stored(text):
    assert "\0" not in fold(text)


@pytest.mark.parametrize(
    ("typed", "sought"),
    [("Zoë 912-345", ["zoe", "912345"]), ("(0)30/12", ["03012"]), ("7b", ["7b"]), ("12", ["12"]), ("+351", ["351"])],
)
def test_pieces_of_a_number_are_sought_by_their_digits(typed, sought):
    assert words_sought(typed) == sought
