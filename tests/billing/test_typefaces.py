"""Papers show names and things in the scripts that people write, and say in words what no font of theirs can show."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from billing.documents import receipt_pdf
from billing.typefaces import families, readable
from billing.typesetting import typeset
from tenants.kernel import clock
from tests.billing.books import charge, pay


def said_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Zoë Łukasz Ñandú ßig Đặng", "Latin"),
        ("Αθηνά Παπαδοπούλου", "Greek"),
        ("Юлія Шевченко", "Cyrillic"),
        ("王小明的蛋糕", "Han"),
        ("さくらパン", "kana"),
        ("김민준", "Hangul"),
        ("สมชาย", "Thai"),
    ],
)
def test_a_receipt_says_it_as_it_is_written(cleo, text, script):
    charge(cleo, 1000, text)

    assert text in said_of(receipt_pdf(pay(cleo, 1000).pk)).replace("\n", ""), script


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום עולם", "हिन्दी में नाम"])
def test_scripts_that_join_or_run_from_the_right_are_set_whole(cleo, text):
    """What a reader takes out of such text is in another order; that no glyph is missing, the standard has checked."""
    charge(cleo, 1000, text)

    said = said_of(receipt_pdf(pay(cleo, 1000).pk))

    assert readable(text) == text
    assert set(text.replace(" ", "")) & set(said)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cake 🎂 for Ann", "Cake [birthday cake] for Ann"),
        ("\U0001f383\ufe0f", "[jack-o-lantern]"),
        ("\ue000", "[u+e000]"),
        ("ᚠ", "[runic letter fehu feoh fe f]"),
        ("line\nline\x07\x00", "line\nline"),
    ],
)
def test_what_no_font_has_is_named(text, shown):
    assert readable({"lines": [[text]]}) == {"lines": [[shown]]}


def test_a_named_character_stands_on_the_paper(cleo):
    charge(cleo, 1000, "Cake 🎂 for Ann")

    assert "Cake [birthday cake] for Ann" in said_of(receipt_pdf(pay(cleo, 1000).pk))


def test_han_is_drawn_as_the_locales_readers_know_it():
    assert [families(locale)[-1][-2:] for locale in ("ja", "ko_KR", "zh-Hans", "zh_TW", "zh-Hant-HK", "en")] == [
        "JP", "KR", "SC", "TC", "TC", "SC",
    ]  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_whatever_somebody_types_is_set(in_acme, text):
    facts = {
        "title": "Receipt",
        "details": [["From", text]],
        "lines": [[text, "€1.00"]],
        "amount": "€1.00",
        "tax": "€0.06",
        "due": "",
        "words": {"thanks": text, "what": "", "amount": "", "paid": "", "tax": text, "due": "", "footer": text},
    }

    assert typeset("receipt.typ", facts, in_acme, made_at=clock.now()).startswith(b"%PDF-")
