"""Whatever somebody types, puts into an address or leaves out is answered in words: nothing of it is a 500."""

import base64
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.datastructures import MultiValueDict

from billing.gateway import calling
from billing.services.products import ProductDraft, save_product
from crm.services.tags import tag_named
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.books import charge
from tests.cast import PASSWORD, TEMPORARY
from tests.database import undone
from tests.permission_answers import Row, Scene, told
from tests.permission_table import BUSINESS, PUBLIC
from tests.signing_in import sign_in

TEXTS = {
    "NUL": "a\0b",
    "huge": "x" * 200_000,
    "digits": "1" * 5000,
    "dotted capital": "\u0130",
    "Kelvin": "\u212a",
    "lines and markup": "a\r\nBcc: all@example.com</textarea><script>{{ 7 }}%s%(x)s",
}
NUMBERS_AND_DAYS = ["NaN", "1e999999", "-1", "9" * 20, "9" * 11, "\u00b2", "\u0661", "0001-01-01", "9999-12-31"]
HARMFUL = TEXTS | {text: text for text in NUMBERS_AND_DAYS}
CURSORS = [base64.urlsafe_b64encode(packed).decode() for packed in (b"[" * 20_000, b'["\\ud800", 1]')]
FEW = 3
"""Fields of a form that is not worth a look at all of them together first."""
ASKED = {
    "q", "before", "after", "tag", "show", "state", "since", "until", "item", "next", "from", "product", "username",
}  # fmt: skip

_CONTACT = "workspace/contacts/<int:contact_id>/"
_ROWS = {"emails-TOTAL_FORMS": "1", "phones-TOTAL_FORMS": "1"}
_REACH = {"emails-0-address": "dora@example.com", "phones-0-number": "912 345 678"}
FILLED_IN = {
    f"{_CONTACT}charges/new/": {"description": "Tart", "unit_price": "5", "quantity": "2", "due_on": "2026-01-01"},
    f"{_CONTACT}payments/new/": {"amount": "5", "received_on": "2026-01-01", "reference": "Slip", "note": "Late"},
    f"{_CONTACT}customers/new/": {"name": "Dora", "email": "d@example.com", "username": "dora", "password": TEMPORARY},
    f"{_CONTACT}edit/": {"company_name": "Lind", "tags": "New"},
    f"{_CONTACT}notes/": {"body": "A note"},
    "workspace/products/new/": {"name": "Rye", "price": "6.40", "unit": "loaf", "tax_rate": "6", "cost": "1"},
    "workspace/settings/": {"name": "Acme", "address": "1 Mill Lane"},
    "workspace/charges/<int:charge_id>/void/": {"reason": "Wrong"},
    "workspace/contacts/new/": {
        "first_name": "Dora",
        "tags": "New",
        "username": "dora",
        "password": TEMPORARY,
        **_REACH,
    },
    "workspace/contacts/new/username/": {"username": "dora", "first_name": "Dora", "from": "name"},
    "workspace/contacts/new/look-alikes/": {"first_name": "Dora", **_ROWS, **_REACH},
}
"""What a page does not show filled in, filled in so that it would be saved."""

HINTS = {"workspace/contacts/new/username/": 204, "workspace/contacts/new/look-alikes/": 200}
NOT_TYPED = {"csrfmiddlewaretoken", "country", "currency", "time_zone", "locale", "next"}
_FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:([^<]*)</textarea>)?", re.DOTALL)
_CHOSEN = re.compile(
    r'<select\b[^>]*name="([^"]+)"(?:(?!</select>).)*?<option value="([^"]*)"[^>]*\bselected', re.DOTALL
)
_LATER_ROW = re.compile(r"-[1-9]\d*-")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def fields_of(page: str) -> dict[str, str]:
    """Return everything that a page lets one fill in, with what stands there; a radio's first value when none is on."""
    found: dict[str, str] = {}
    for kind, attributes, text in _FIELD.findall(page):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        loose = given.get("type") in {"checkbox", "radio"} and "checked" not in given
        if "name" in given and given.get("type") not in {"file", "submit"} and not (loose and given["name"] in found):
            found[given["name"]] = unescape(text) if kind == "textarea" else given.get("value", "")
    return found | dict(_CHOSEN.findall(page))


def refused_in(page: str) -> set[str]:
    """Return the fields at which a page says that something is wrong with what was typed."""
    wrong = [attributes for _kind, attributes, _text in _FIELD.findall(page) if 'aria-invalid="true"' in attributes]
    return {given["name"] for attributes in wrong if "name" in (given := dict(_ATTRIBUTE.findall(attributes)))}


@pytest.fixture
def scene(acme, ada, ben, cleo, carl, gus) -> Scene:
    with business_scope(acme):
        charge(cleo.customer.contact, 1000, "Tart")
        save_product(draft=ProductDraft(name="Rye", price=Money(640, "EUR")))
        tag_named("i")
    return Scene(acme, owner=ada, assistant=ben, customer=cleo, other_customer=carl, stranger=gus)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, media, monkeypatch) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    monkeypatch.setattr(calling, "RETRIES", 0)  # Stripe is not there, and asking twice makes no difference here


def browser(scene: Scene, row: Row) -> Client:
    answers = next(iter(row.methods().values()))
    client = Client(HTTP_HOST="acme.localhost")
    if answers.kind != "anyone":
        sign_in(client, scene.customer if answers.kind == "customer" else scene.owner)
    return client


def address_of(scene: Scene, row: Row) -> str:
    with business_scope(scene.acme):
        return row.address(told(row.args, scene))


def texts_for(held: str) -> dict[str, str]:
    """Where words stand, harmful words; where a number, a day or nothing stands, harmful numbers and days as well."""
    return TEXTS if held[:1].isalpha() else HARMFUL


def spoilt_together(fields: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Spoil all fields at once, with one text after the other."""
    for what, text in HARMFUL.items():
        yield what, fields | {name: text for name, held in fields.items() if what in texts_for(held)}


def spoilt(fields: dict[str, str], refused: set[tuple[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Spoil one field at a time; keys and usernames are new each time, or the first would be all that is saved.

    Of rows that are alike the first is spoilt. Of what a field has ``refused`` already, one text is tried here
    too: with all else right.
    """
    each = {"as it is": {}}
    for name, held in fields.items():
        texts = texts_for(held)
        known = [what for what in texts if (name, what) in refused]
        if not _LATER_ROW.search(name):
            each |= {f"{name}: {what}": {name: text} for what, text in texts.items() if what not in known[1:]}
    for number, (what, changed) in enumerate(each.items()):
        new = {name: str(uuid4()) for name in ("request_key", "form_token")}
        if "username" in fields:
            new["username"] = f"{fields['username']}{number}"
        yield what, fields | new | changed


def test_what_is_filled_in_here_is_a_form_of_ours():
    assert FILLED_IN.keys() <= {row.route for row in BUSINESS if row.post}


@pytest.mark.parametrize("row", [row for row in BUSINESS if row.post], ids=lambda row: row.route)
def test_no_field_can_break_a_form(scene, row):
    with undone():
        assert list(broken_by(scene, row)) == []


def broken_by(scene: Scene, row: Row) -> Iterator[str]:
    """Name what breaks the form of a row, and say so when what is right is not saved."""
    client, address = browser(scene, row), address_of(scene, row)
    page = fields_of(client.get(address).content.decode(errors="replace"))
    fields = FILLED_IN.get(row.route) or {name: page[name] for name in page.keys() - NOT_TYPED}
    fields |= {name: PASSWORD for name in ("password", "current_password") if fields.get(name) == ""}

    refused = set()
    for what, sent in spoilt_together(fields) if len(fields) > FEW else ():
        answer = client.post(address, page | sent)
        refused |= {(name, what) for name in refused_in(answer.content.decode(errors="replace"))}
        if answer.status_code == 500:
            yield f"{row.route}: {what}, in every field"
    for what, sent in spoilt(fields, refused):
        status = client.post(address, page | sent).status_code
        if status == 500:
            yield f"{row.route}: {what}"
        if what == "as it is" and row.route in FILLED_IN and status != HINTS.get(row.route, 302):
            yield f"{row.route}: what is right was answered with {status}"
    if client.post(address, {}).status_code == 500:
        yield f"{row.route}: nothing at all"


@pytest.fixture
def read(monkeypatch) -> set[str]:
    """What has been asked of an address's query or a form since this was last cleared."""
    names: set[str] = set()

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(given: MultiValueDict, name: str, *rest: Any, **more: Any) -> Any:
            names.add(name)
            return method(given, name, *rest, **more)

        return noted

    for method in ("__getitem__", "_getlist"):
        monkeypatch.setattr(MultiValueDict, method, noting(getattr(MultiValueDict, method)))
    return names


def test_no_address_can_break_a_page(scene, read):
    """A page that reads nothing of its query gets one harmful query; one that does gets them all."""
    wrong = []
    for row in [row for row in [*BUSINESS, *PUBLIC] if row.get]:
        with undone():
            client, address = browser(scene, row), address_of(scene, row)
            client.defaults["HTTP_HOST"] = "localhost" if row in PUBLIC else client.defaults["HTTP_HOST"]
            for text in [*HARMFUL.values(), *CURSORS, "a " * 5000]:
                read.clear()
                if client.get(f"{address}?{urlencode(dict.fromkeys(ASKED, text))}").status_code == 500:
                    wrong.append(f"{row.route}: {text[:40]!r}")
                if not read & ASKED:
                    break

    assert not wrong, "\n".join(wrong)
