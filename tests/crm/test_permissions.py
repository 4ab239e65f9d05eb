"""Who gets which answer on every page of contacts; whoever is refused changes nothing."""

import pytest
from django.db.models import Model

from crm.models import Address, Contact, ContactEmail, ContactPhone, ContactTag, Customer, Note, Tag
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.plain import plain

ROWS: tuple[type[Model], ...] = (
    Contact, ContactEmail, ContactPhone, Address, ContactTag, Tag, Note, Customer, Message, User,
)  # fmt: skip
PAGES = ["", "new/", "{contact}/", "{contact}/information/", "{contact}/access/", "{contact}/history/"]
PAGES += ["{contact}/edit/"]
DEEDS = ["new/", "{contact}/edit/", "{contact}/archive/", "{contact}/restoration/", "{contact}/notes/"]
DEEDS += ["new/username/", "new/look-alikes/"]
OFFICE = [f"{{contact}}/customers/{{customer}}/{noun}/" for noun in ("welcome", "suspension", "restoration")]
OFFICE += ["{contact}/customers/new/"]


def address(path: str, contact: Contact) -> str:
    return "/workspace/contacts/" + path.format(contact=contact.pk, customer=contact.customers.get().pk)


@pytest.fixture
def at(acme, dora):
    def made(path: str) -> str:
        with business_scope(acme):
            return address(path, dora)

    return made


def everything(acme) -> dict[str, list[dict]]:
    """Return all of a business's rows about contacts; when somebody was last seen does not count as a change."""
    with business_scope(acme):
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in ROWS}


@pytest.mark.parametrize("path", PAGES)
def test_every_member_reads_every_page(at, as_ada, as_ben, path):
    assert as_ada.get(at(path)).status_code == 200
    assert as_ben.get(at(path)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in(at, nobody, path):
    response = nobody.get(at(path))

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("path", PAGES)
def test_a_customer_is_told_that_there_is_nothing(at, as_cleo, path):
    response = as_cleo.get(at(path))

    assert response.status_code == 404
    assert "Dora" not in response.content.decode()


@pytest.mark.parametrize("path", DEEDS + OFFICE)
def test_a_visitor_and_a_customer_change_nothing(acme, at, nobody, as_cleo, path):
    before = everything(acme)

    assert nobody.post(at(path), {"username": "dora", "from": "x"}).status_code == 302
    assert as_cleo.post(at(path), {"username": "dora", "from": "x"}).status_code == 404

    assert everything(acme) == before


@pytest.mark.parametrize("path", OFFICE)
def test_an_assistant_may_not_touch_access(acme, at, as_ben, path):
    before = everything(acme)

    assert as_ben.post(at(path)).status_code == 403

    assert everything(acme) == before


@pytest.mark.parametrize("path", [path for path in PAGES + DEEDS + OFFICE if "{contact}" in path])
def test_the_stranger_gets_the_same_answer_as_for_a_random_id(acme, at, as_gus, path):
    before = everything(acme)
    random = f"/workspace/contacts/{path.format(contact=987654321, customer=987654321)}"
    send = as_gus.get if path in PAGES else as_gus.post

    neighbours, made_up = send(at(path)), send(random)

    assert (neighbours.status_code, made_up.status_code) == (404, 404)
    assert plain(neighbours) == plain(made_up)
    assert everything(acme) == before


def test_the_strangers_cookie_means_nothing_on_acmes_host(at, as_gus):
    response = as_gus.get(at("{contact}/"), HTTP_HOST="acme.localhost")

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


def test_another_contacts_customer_cannot_be_reached_through_this_contact(acme, at, as_ada, cleo, dora):
    before = everything(acme)
    path = f"/workspace/contacts/{dora.pk}/customers/{cleo.customer.pk}/suspension/"

    assert as_ada.post(path).status_code == 404

    assert everything(acme) == before


@pytest.mark.parametrize("path", DEEDS[2:5] + OFFICE[:3] + ["new/username/", "new/look-alikes/"])
def test_what_changes_things_is_never_a_get(acme, at, as_ada, path):
    before = everything(acme)

    assert as_ada.get(at(path)).status_code == 405

    assert everything(acme) == before
