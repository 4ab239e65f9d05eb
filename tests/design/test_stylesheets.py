"""The rules of the style sheets, held by reading them."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
PAGES = [page for page in sorted(TEMPLATES.rglob("*.html")) if not page.is_relative_to(TEMPLATES / "emails")]
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
LAYERS = ["reset", "tokens", "base", "layout", "components", "pages", "utilities"]


def source(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_keeps_the_rules(sheet):
    css = source(sheet)

    assert len(sheet.read_text().splitlines()) <= 250
    assert not re.search(r"(^|[\s,>+~])#[a-z][\w-]*\s*[,{:.]", css, re.MULTILINE), "an #id selector"
    assert sheet.name in {"utilities.css", "print.css"} or "!important" not in css
    assert sheet.name == "tokens.css" or not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(oklch|rgb|hsl)a?\((?!from var)", css), (
        "a raw colour"
    )
    assert not re.search(r"\b(margin|padding|border)-(left|right|top|bottom)\b|[\s;{](width|height):", css), (
        "not logical"
    )


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name != "layers.css"], ids=lambda path: path.name)
def test_a_sheet_lies_in_one_layer(sheet):
    layers = re.findall(r"^@layer ([\w-]+) \{", source(sheet), re.MULTILINE)

    assert len(set(layers)) == 1
    assert layers[0] in LAYERS
    assert re.sub(r"^@layer [\w-]+ \{.*?^\}", "", source(sheet), flags=re.DOTALL | re.MULTILINE).strip() == ""


def test_the_order_of_the_layers_is_declared_first():
    linked = re.findall(r"static 'css/([^']+)'", (TEMPLATES / "includes/styles.html").read_text())

    assert linked[0] == "layers.css"
    assert source(STATIC / "css/layers.css").strip() == f"@layer {', '.join(LAYERS)};"


def test_scripts_are_few_and_short():
    assert len(SCRIPTS) <= 10
    assert all(len(script.read_text().splitlines()) <= 80 for script in SCRIPTS)


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_style_or_script(template):
    html = template.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_static_file_a_template_names_is_there(template):
    for name in re.findall(r"\{% static '([^']+)' %\}", template.read_text()):
        assert finders.find(name), name
