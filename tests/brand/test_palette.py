from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.brand import derive
from tenants.brand.colour import NotAColourError, contrast, to_hex, to_oklch

colours = st.integers(0, 0xFFFFFF).map("#{:06X}".format)
HARD = ["#FFFF00", "#0A0A0A", "#808080", "#FDFDFD", "#FF0000", "#39FF14", "#000000", "#FFFFFF", "#0000FF"]


def unreadable(theme):
    """Every pair that meets on a page with less contrast than WCAG 2.2 AA asks for."""
    surfaces = theme.surfaces()
    pairs = {
        4.5: [
            *product([theme.ink, theme.ink_muted, theme.ink_faint, theme.link], surfaces),
            (theme.link, theme.brand_soft),
            (theme.brand_ink, theme.brand),
            (theme.brand_ink, theme.brand_hover),
            (theme.brand_soft_ink, theme.brand_soft),
            (theme.accent_soft_ink, theme.accent_soft),
            (theme.ink, theme.brand_soft),
        ],
        3: [
            *product([theme.line_strong, theme.focus, theme.brand_edge, theme.accent], surfaces),
            (theme.focus, theme.brand_soft),
        ],
    }
    return [
        (one, other, least)
        for least, all_of_it in pairs.items()
        for one, other in all_of_it
        if contrast(one, other) < least
    ]


@given(colours, colours)
def test_any_two_colours_make_pages_that_can_be_read(primary, accent):
    palette = derive(primary, accent)

    assert unreadable(palette.light) == []
    assert unreadable(palette.dark) == []


@pytest.mark.parametrize("primary", HARD)
def test_a_hard_brand_can_be_read(primary):
    palette = derive(primary, primary)

    assert unreadable(palette.light) == []
    assert unreadable(palette.dark) == []


@given(colours)
def test_a_colour_that_can_be_read_is_left_alone(primary):
    palette = derive(primary, primary)
    theme = palette.light

    if all(contrast(primary, other) >= 4.5 for other in [*theme.surfaces(), theme.brand_soft]):
        assert theme.link == theme.brand == theme.focus == primary
        assert theme.brand_ink == "#FFFFFF"


@given(colours)
def test_a_link_keeps_the_hue_that_was_picked(primary):
    link = to_oklch(derive(primary, primary).light.link)

    if to_oklch(primary).chroma > 0.1 and link.chroma > 0.04:
        turn = abs(link.hue - to_oklch(primary).hue) % 360
        assert min(turn, 360 - turn) < 12


@given(colours)
def test_oklch_and_back_is_the_same_colour(colour):
    there_and_back = to_hex(to_oklch(colour))

    assert all(abs(int(colour[i : i + 2], 16) - int(there_and_back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_contrast_is_the_one_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#FF0000", "#FFFFFF") == pytest.approx(3.998, abs=0.001)


@pytest.mark.parametrize("text", ["red", "#FFF", "#12345G", "#1234567", "#123456;}", "", " #123456", "#123456\n"])
def test_only_six_hex_digits_are_a_colour(text):
    with pytest.raises(NotAColourError):
        derive(text, "#F2A71B")


def test_small_letters_are_the_same_brand():
    assert derive("#1f6f4a", "#f2a71b") == derive("#1F6F4A", "#F2A71B")
