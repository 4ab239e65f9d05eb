import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants import directory
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tenants.models import Business
from tests.signing_in import sign_in

PAGE = "/workspace/settings/brand/"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


@pytest.fixture
def owner(client, ada):
    sign_in(client, ada)
    return client


def picture(kind="PNG", size=(120, 60)) -> SimpleUploadedFile:
    image = Image.new("RGB", size, (200, 30, 60))
    image.paste((20, 60, 160), (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", written.getvalue())


def send(client, part="", **fields):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": part} if part else {}
    return client.post(PAGE, {"primary": "#1F6F5C", "accent": "#C2571A"} | fields, **headers)


def content(response) -> bytes:
    """Read a file that is answered in pieces, to its end: then the test client closes it."""
    return b"".join(response.streaming_content)


def brand_of(business):
    return directory.snapshot(Business.objects.get(pk=business.id)).brand


def draft_in(page: str) -> str:
    return re.search(r'name="draft" value="([^"]*)"', page)[1]


def test_logo_and_colours_are_saved_and_worn_by_every_page(owner, acme):
    response = send(owner, save="1", logo=picture(), primary="#aa0044", accent="#004466")

    brand = brand_of(acme)
    assert response.status_code == 302
    assert (brand.primary, brand.accent, brand.version) == ("#AA0044", "#004466", 2)
    assert (brand.logo_width, brand.logo_height) == (120, 60)
    assert brand.logo_key.startswith(f"{acme.schema}/brand/")
    page = owner.get("/workspace/").content.decode()
    assert 'class="logo__image" src="/brand/logo.png?v=' in page
    assert 'width="120" height="60"' in page
    with business_scope(directory.by_id(acme.id)):
        assert Activity.objects.get().verb == "business.branded"
    assert Business.objects.get(pk=acme.id).branded_at is not None


def test_a_preview_changes_nothing(owner, acme):
    page = send(owner, "brand-preview", primary="#FFEE00").content.decode()

    assert "preview.css?primary=%23FFEE00" in page
    assert brand_of(acme) == acme.brand


def test_a_preview_saves_nothing_though_the_save_button_was_pressed_meanwhile(owner, acme):
    send(owner, "brand-preview", save="1", primary="#AA0044")

    assert brand_of(acme) == acme.brand


def test_a_preview_of_colours_leaves_the_file_field_alone(owner):
    page = send(owner, "brand-preview", primary="#AA0044").content.decode()

    assert 'type="file"' not in page


def test_colours_taken_together_with_a_file_show_the_file_field_once(owner):
    page = send(owner, "brand", logo=picture(), take="#AA0044,#004466").content.decode()

    assert page.count('type="file"') == 1


def test_a_refused_logo_is_said_once_and_beside_the_field(owner):
    page = send(owner, "brand-preview", logo=SimpleUploadedFile("logo.png", b"no picture")).content.decode()

    assert page.count("not a PNG, JPEG or WebP picture") == 1


def test_a_preview_names_the_business_beside_a_logo_that_is_no_word_mark(owner, acme):
    square = send(owner, "brand-preview", logo=picture(size=(80, 80))).content.decode()
    wide = send(owner, "brand-preview", logo=picture(size=(240, 80))).content.decode()

    names = '<span class="logo__name">Acme Bakery</span>'
    assert square.count(names) == 4
    assert wide.count(names) == 1  # an e-mail always has both


def test_a_preview_says_what_was_corrected(owner):
    page = send(owner, "brand-preview", primary="#FFEE00").content.decode()

    assert "too light for text on white" in page


def test_a_logo_is_previewed_kept_as_a_draft_and_saved_without_choosing_it_again(owner, acme):
    preview = send(owner, "brand-preview", logo=picture()).content.decode()

    assert brand_of(acme).logo_key == ""
    shown = re.search(r'src="(/media/[^"]+)"', preview)[1]
    assert content(owner.get(shown)).startswith(b"\x89PNG")
    send(owner, save="1", draft=draft_in(preview))
    assert brand_of(acme).logo_width == 120


def test_colours_are_offered_from_the_logo_and_taken_with_one_press(owner):
    preview = send(owner, "brand-preview", logo=picture()).content.decode()
    pair = re.search(r'name="take" value="(#[0-9A-F]{6}),(#[0-9A-F]{6})"', preview)

    page = send(owner, "brand", draft=draft_in(preview), take=f"{pair[1]},{pair[2]}").content.decode()

    assert f'name="primary" value="{pair[1]}"' in page
    assert f'name="accent" value="{pair[2]}"' in page
    assert draft_in(page)


def test_without_script_the_preview_is_a_whole_page(owner):
    page = send(owner, primary="#FFEE00", preview="1").content.decode()

    assert page.startswith("<!doctype html>")
    assert 'name="primary" value="#FFEE00"' in page
    assert "too light for text on white" in page


def test_a_logo_can_be_taken_away_again(owner, acme):
    send(owner, save="1", logo=picture())

    send(owner, save="1", remove_logo="on")

    assert brand_of(acme).logo_key == ""
    assert owner.get("/brand/logo.png").status_code == 404


def test_saving_colours_keeps_the_logo(owner, acme):
    send(owner, save="1", logo=picture())
    key = brand_of(acme).logo_key

    send(owner, save="1", primary="#000080")

    assert brand_of(acme).logo_key == key


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#GGGGGG", "#fff", "", "url(x)", "#123456;}"])
def test_only_six_hex_digits_are_a_colour(owner, acme, colour):
    page = send(owner, save="1", primary=colour)

    assert page.status_code == 422
    assert brand_of(acme) == acme.brand
    assert owner.get(f"{PAGE}preview.css", {"primary": colour, "accent": "#000000"}).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            "not a PNG",
        ),
        (SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"x" * 2_200_000), "larger than 2 MB"),
        (SimpleUploadedFile("logo.png", b"GIF89a" + b"\0" * 40), "not a PNG"),
        (picture(size=(5000, 40)), "more than 4096 pixels"),
    ],
    ids=["svg", "large", "gif", "wide"],
)
def test_a_file_that_cannot_be_a_logo_is_refused_with_a_sentence(owner, acme, file, sentence):
    page = send(owner, save="1", logo=file, primary="#AA0044")

    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert 'name="primary" value="#AA0044"' in text
    assert brand_of(acme) == acme.brand


def test_a_draft_of_another_business_is_not_taken(owner, acme, globex, gus, client):
    from django.test import Client

    stranger = Client()
    sign_in(stranger, gus)
    draft = draft_in(send(stranger, "brand-preview", logo=picture()).content.decode())

    send(owner, save="1", draft=draft)

    assert brand_of(acme).logo_key == ""


def test_the_previews_style_sheet_reaches_only_the_previews(owner):
    sheet = owner.get(f"{PAGE}preview.css", {"primary": "#FFEE00", "accent": "#000000"}).content.decode()

    assert "[data-brand='preview'] {" in sheet
    assert ":root" not in sheet


def test_no_page_of_it_needs_an_inline_style_or_script(owner):
    for page in (owner.get(PAGE), send(owner, "brand-preview", logo=picture())):
        text = page.content.decode()
        assert "style=" not in text
        assert "<style" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert "javascript:" not in text


def test_an_assistant_may_not_change_the_brand(client, ben, acme):
    sign_in(client, ben)

    assert client.get(PAGE).status_code == 403
    assert send(client, save="1").status_code == 403
    assert brand_of(acme) == acme.brand


def test_a_customer_finds_no_workspace(client, cleo):
    sign_in(client, cleo)

    for address in (PAGE, "/workspace/", "/workspace/settings/"):
        assert client.get(address).status_code == 404
