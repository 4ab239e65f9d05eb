"""The addresses every page of a business leads to; they answer before anybody signs in."""

import io

import pytest
from django.test import Client
from PIL import Image

from tenants import files
from tenants.brand import derive
from tenants.brand.page import page_brand
from tenants.kernel.scope import business_scope
from tenants.models import Business


@pytest.fixture
def visitor(acme):
    return Client(headers={"host": "acme.localhost"})


@pytest.fixture
def logo(acme):
    """Acme with a logo, red and twice as wide as high."""
    drawn = io.BytesIO()
    Image.new("RGBA", (80, 40), "#D01C1F").save(drawn, "PNG")
    with business_scope(acme):
        key = files.store("logo", drawn.getvalue(), content_type="image/png")
    Business.objects.filter(pk=acme.id).update(logo_key=key)
    yield drawn.getvalue()
    with business_scope(acme):
        files.discard(key)


def test_the_style_sheet_is_kept_for_ever_under_its_hash(visitor, acme):
    palette = derive(acme.brand.primary, acme.brand.accent)
    answer = visitor.get(page_brand(acme).stylesheet_url)

    assert answer["Content-Type"].startswith("text/css")
    assert answer.content.decode() == palette.css()
    assert "immutable" in answer["Cache-Control"]


def test_an_old_hash_gets_the_colours_in_force_for_a_short_time(visitor, acme):
    answer = visitor.get("/brand/0123456789abcdef.css")

    assert answer.content.decode() == derive(acme.brand.primary, acme.brand.accent).css()
    assert "immutable" not in answer["Cache-Control"]


def test_a_business_without_a_logo_has_a_monogram_for_its_icons(visitor, acme):
    answer = visitor.get(page_brand(acme).touch_icon_url)

    assert Image.open(io.BytesIO(answer.content)).size == (180, 180)
    assert page_brand(acme).logo_url == ""
    assert visitor.get("/brand/logo.png").status_code == 404


def test_the_logo_and_its_icons_are_shown(visitor, logo):
    assert visitor.get("/brand/logo.png").content == logo
    assert Image.open(io.BytesIO(visitor.get("/brand/icon-192.png").content)).getpixel((96, 96))[:3] == (208, 28, 31)
    assert Image.open(io.BytesIO(visitor.get("/favicon.ico").content)).format == "ICO"


@pytest.mark.parametrize("path", ["/brand/icon-33.png", "/brand/icon-100000.png", "/brand/..css"])
def test_nothing_else_can_be_asked_for(visitor, path):
    assert visitor.get(path).status_code == 404


def test_the_manifest_names_the_business_and_its_icons(visitor, acme):
    answer = visitor.get("/brand/manifest.webmanifest")
    made = answer.json()

    assert answer["Content-Type"].startswith("application/manifest+json")
    assert made["name"] == acme.name
    assert all(visitor.get(icon["src"]).status_code == 200 for icon in made["icons"])


def test_another_business_has_its_own_addresses(acme, globex):
    assert page_brand(acme).icon_url != page_brand(globex).icon_url


@pytest.mark.parametrize("path", ["/sign-in/", "/no/such/page/"])
def test_a_page_wears_the_business_and_never_names_the_platform(visitor, acme, path):
    html = visitor.get(path).content.decode()

    assert page_brand(acme).stylesheet_url in html
    assert acme.name in html
    assert "Mango" not in html
