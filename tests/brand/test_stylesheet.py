import re

from django.conf import settings

from tenants.brand import derive
from tenants.brand.palette import MANGO_ACCENT, MANGO_PRIMARY
from tenants.brand.theme import NEUTRALS

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
DECLARATION = re.compile(r"(--[\w-]+): ([^;]+);")


def test_the_tokens_of_mango_are_what_the_rule_derives():
    shipped = dict(DECLARATION.findall(TOKENS))
    derived = dict(DECLARATION.findall(derive(MANGO_PRIMARY, MANGO_ACCENT).css()))

    assert {name: shipped.get(name) for name in derived} == derived


def test_the_neutral_steps_in_css_are_the_ones_checked_for_contrast():
    steps = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d.]+)% [^,]+, oklch\(([\d.]+)% ")
    shipped = {
        name.replace("-", "_"): (round(float(light) / 100, 4), round(float(dark) / 100, 4))
        for name, light, dark in steps.findall(TOKENS)
    }

    assert {role: shipped[role] for role in NEUTRALS} == NEUTRALS


def test_a_style_sheet_holds_nothing_but_declarations_in_its_layer():
    css = derive("#FF0000", "#00FF00").css(".preview")

    value = r"(light-dark\(#[0-9A-F]{6}, #[0-9A-F]{6}\)|[\d.]+)"
    assert re.fullmatch(rf"@layer tokens \{{\n  \.preview \{{\n(    --[a-z-]+: {value};\n)+  \}}\n\}}\n", css)


def test_the_hash_follows_the_colours():
    assert derive("#FF0000", "#00FF00").content_hash == derive("#ff0000", "#00ff00").content_hash
    assert derive("#FF0000", "#00FF00").content_hash != derive("#FF0001", "#00FF00").content_hash


def test_mail_and_paper_get_plain_hex_colours():
    palette = derive("#FFFF00", "#00FF00")

    assert palette.mail()["link"] == palette.pdf()["link"] == palette.light.link
    assert palette.mail(dark=True)["surface"] == palette.dark.surface
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in palette.mail().values())
