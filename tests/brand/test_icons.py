import io
import json

import pytest
from PIL import Image

from tenants.brand import derive
from tenants.brand.icons import SIZES, favicon, icon_set, manifest, monogram
from tenants.brand.initials import initials
from tenants.brand.picked import colours_from_logo

PALETTE = derive("#1F6F4A", "#F2A71B")


def drawing(*bands, size=(90, 30)):
    """A logo of vertical bands of colour."""
    logo = Image.new("RGBA", size, (0, 0, 0, 0))
    width = size[0] // len(bands)
    for index, band in enumerate(bands):
        logo.paste(band, (index * width, 0, (index + 1) * width, size[1]))
    written = io.BytesIO()
    logo.save(written, "PNG")
    return written.getvalue()


def test_icons_are_square_and_of_every_size():
    icons = icon_set(drawing("#FF0000", "#0000FF"))

    assert tuple(icons) == SIZES
    assert [Image.open(io.BytesIO(png)).size for png in icons.values()] == [(side, side) for side in SIZES]


def test_a_wide_logo_keeps_its_shape_on_white():
    icon = Image.open(io.BytesIO(icon_set(drawing("#FF0000"))[180])).convert("RGB")

    assert icon.getpixel((90, 90)) == (255, 0, 0)
    assert icon.getpixel((90, 20)) == (255, 255, 255)


def test_the_favicon_holds_two_sizes():
    assert Image.open(io.BytesIO(favicon(drawing("#FF0000")))).info["sizes"] == {(16, 16), (32, 32)}


def test_a_business_without_a_logo_gets_its_initials_on_its_colour():
    drawn = Image.open(io.BytesIO(monogram("Acme Bakery", PALETTE))).convert("RGB")
    colours = {colour for _, colour in drawn.getcolors(100000)}

    assert drawn.getpixel((5, 5)) == (0x1F, 0x6F, 0x4A)
    assert (255, 255, 255) in colours
    assert monogram("Acme Bakery", PALETTE) != monogram("Globex Repairs", PALETTE)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Acme Bakery", "AB"), ("Cleo van Dam", "CD"), ("globex", "G"), ("(The) 4 Seasons", "4S"), ("", "·"), ("é", "É")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_the_manifest_installs_the_portal_under_the_business_name():
    made = json.loads(manifest("Maria's “Bread”", PALETTE, {192: "/brand/a.png", 512: "/brand/b.png"}))

    assert made["name"] == "Maria's “Bread”"
    assert made["short_name"] == "Maria's"
    assert [icon["sizes"] for icon in made["icons"]] == ["192x192", "512x512"]
    assert made["start_url"] == "/"


def test_a_logo_offers_its_colours_the_strongest_first():
    offered = colours_from_logo(drawing("#808080", "#D01C1F", "#FFFFFF"))

    assert offered == ["#D01C1F", "#808080"]


def test_shades_of_one_colour_count_once():
    assert len(colours_from_logo(drawing("#D01C1F", "#D22022", "#CE1A1D"))) == 1


def test_a_white_logo_offers_nothing():
    assert colours_from_logo(drawing("#FFFFFF")) == []


def test_an_empty_logo_offers_nothing():
    assert colours_from_logo(drawing((0, 0, 0, 0))) == []
