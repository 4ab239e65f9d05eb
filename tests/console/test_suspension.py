"""A suspended business: what it still answers, what it refuses, what waits, and that nothing is lost."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from crm.models import Contact
from emails.models import Message
from tenants import directory
from tenants.activity.models import Activity
from tenants.console.errors import AlreadySo
from tenants.console.models import PlatformActivity
from tenants.console.services.standing import restore, suspend
from tenants.kernel.errors import NotFound
from tenants.kernel.scope import business_scope
from tenants.middleware.standing import DOORS, DRESS
from tenants.models import Business
from tenants.services.businesses import change_business
from tests.cast import PASSWORD
from tests.permission_answers import Scene, told
from tests.permission_table import BUSINESS
from tests.signing_in import sign_in

ACME = f"acme.{settings.BASE_DOMAIN}:{settings.PORT}"
WHY = "The plan has not been paid since March."
CLOSED = ("Closed for now", "business_closed")  # to people, and to programs


@pytest.fixture
def scene(acme, ada, ben, cleo, carl, gus) -> Scene:
    return Scene(acme, owner=ada, assistant=ben, customer=cleo, other_customer=carl, stranger=gus)


def made(acme, state: str):
    return suspend(business_id=acme.id, state=state, reason=WHY)


def traces(acme) -> tuple[int, int, int]:
    """What a form could have left behind; signing in and out leaves other things."""
    with business_scope(directory.by_id(acme.id)):
        return Contact.objects.count(), Message.objects.count(), Activity.objects.exclude(verb="user.signed_in").count()


def signed_in_as(answers, scene: Scene) -> Client:
    client = Client()
    sign_in(client, scene.customer if answers.kind == "customer" else scene.owner)
    return client


def test_read_only_lets_everybody_look(acme, as_ada, as_cleo):
    made(acme, "read_only")

    for client, addresses in ((as_ada, ["/workspace/", "/workspace/contacts/", "/security/"]), (as_cleo, ["/pay/"])):
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    workspace, portal = as_ada.get("/workspace/").content.decode(), as_cleo.get("/pay/").content.decode()
    assert "Read-only for now." in workspace
    assert WHY in workspace
    assert "can be looked at but not changed for now" in portal
    assert WHY not in portal
    assert "Mango" not in portal


def test_read_only_refuses_every_form_of_every_page_but_the_doors(scene):
    with business_scope(scene.acme):
        forms = [(row, row.address(told(row.args, scene)), told(row.data, scene)) for row in BUSINESS if row.post]
    made(scene.acme, "read_only")
    before = traces(scene.acme)

    answers = {row.route: signed_in_as(row.post, scene).post(address, data) for row, address, data in forms}

    open_still = {route for route, answer in answers.items() if answer.status_code != 403}
    sign_ins = {"sign-in/", "sign-in/second-step/", "sign-in/recovery-code/", "sign-in-link/<str:secret>/"}
    assert open_still == {*sign_ins, "sign-out/"}
    assert len(answers) > 25
    assert traces(scene.acme) == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_read_only_refuses_every_unsafe_method_also_where_nothing_is(acme, as_ada, method):
    made(acme, "read_only")

    for address in ("/workspace/contacts/new/", "/no-such-page/", "/"):
        assert getattr(as_ada, method)(address).status_code == 403


def test_read_only_lets_people_come_in_and_go(acme, ada):
    made(acme, "read_only")
    browser = Client(HTTP_HOST=ACME)

    assert browser.post("/sign-in/", {"username": "ada", "password": PASSWORD})["Location"] == "/workspace/"
    assert browser.post("/sign-out/")["Location"] == "/sign-in/"


def test_closed_shows_nothing_but_that_it_is_closed(scene):
    with business_scope(scene.acme):
        pages = [(row, row.address(told(row.args, scene))) for row in BUSINESS if row.get]
    made(scene.acme, "closed")

    answers = {row.route: signed_in_as(row.get, scene).get(address) for row, address in pages}

    shown = {route: answer for route, answer in answers.items() if answer.status_code != 503}
    assert all(route.startswith(("brand/", "manifest", "favicon")) for route in shown)
    closed = [answer for route, answer in answers.items() if route not in shown]
    assert len(closed) > 40
    assert {(any(word in answer.content.decode() for word in CLOSED), answer["Retry-After"]) for answer in closed} == {
        (True, "3600")
    }


def test_the_closed_page_is_the_businesss_own_and_tells_only_the_team_why(acme, as_ada, as_cleo):
    made(acme, "closed")
    customers, team, nobodys = (
        client.get("/", HTTP_HOST=ACME).content.decode() for client in (as_cleo, as_ada, Client())
    )

    for page in (customers, nobodys):
        assert "Acme Bakery is closed for now. Nothing is lost" in page
        assert "office@acme.example" in page
        assert WHY not in page
        assert "mango" not in page.lower()
    assert WHY in team
    style = customers.split('href="/brand/')[1].split('"')[0]
    assert as_cleo.get(f"/brand/{style}").status_code == 200


def test_closed_refuses_to_sign_in_and_lets_out(acme, as_ada):
    made(acme, "closed")

    assert Client().post("/sign-in/", {"username": "ada", "password": PASSWORD}, HTTP_HOST=ACME).status_code == 503
    assert as_ada.post("/workspace/contacts/new/").status_code == 503
    assert as_ada.post("/sign-out/").status_code == 302


@pytest.mark.parametrize(
    ("state", "method", "status", "code"),
    [
        ("read_only", "post", 403, "business_read_only"),
        ("closed", "get", 503, "business_closed"),
        ("closed", "post", 503, "business_closed"),
    ],
)
def test_the_api_answers_in_its_own_shape(acme, state, method, status, code):
    made(acme, state)

    answer = getattr(Client(), method)("/api/v1/contacts/", HTTP_HOST=ACME)

    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert "Acme Bakery" in answer.json()["message"]


def test_the_neighbours_notice_nothing(acme, gus):
    client = Client()
    sign_in(client, gus)
    made(acme, "closed")

    assert client.get("/workspace/").status_code == 200
    assert client.post("/workspace/contacts/new/").status_code == 200


def test_every_process_heeds_it_with_its_next_request(acme, as_ada):
    """What this process remembers is what any other does: only the canary of its next request tells it."""
    assert as_ada.get("/workspace/").status_code == 200
    remembered = directory._by_subdomain["acme"]
    assert remembered.state == "active"

    change_business(acme.id, state="closed", state_reason=WHY)

    assert directory._by_subdomain["acme"] is remembered
    assert as_ada.get("/workspace/").status_code == 503
    change_business(acme.id, state="active", state_reason="")
    assert as_ada.get("/workspace/").status_code == 200


def test_both_records_say_who_did_what_and_why(acme, ada, as_olga, olga):
    as_olga.post(f"/businesses/{acme.id}/suspension/", {"state": "closed", "reason": WHY})
    as_olga.post(f"/businesses/{acme.id}/restoration/")

    rows = PlatformActivity.objects.filter(business_id=acme.id).order_by("pk")
    assert [(row.verb, row.operator_id) for row in rows] == [
        ("business.suspended", olga.pk),
        ("business.restored", olga.pk),
    ]
    assert rows[0].facts == {"state": "closed", "reason": WHY}
    with business_scope(directory.by_id(acme.id)):
        theirs = Activity.objects.filter(verb__startswith="business.").order_by("pk")
        assert [(row.verb, row.actor_id) for row in theirs] == [
            ("business.suspended", None),
            ("business.restored", None),
        ]


def test_the_form_asks_for_a_reason_and_keeps_what_was_typed(acme, as_olga):
    answer = as_olga.post(f"/businesses/{acme.id}/suspension/", {"state": "closed", "reason": " "})

    assert answer.status_code == 422
    assert answer.context["form"]["state"].value() == "closed"
    assert Business.objects.get(pk=acme.id).state == "active"
    assert not PlatformActivity.objects.exists()


def test_what_is_so_already_changes_nothing(acme):
    with pytest.raises(AlreadySo):
        restore(acme.id)
    made(acme, "closed")
    generation = Business.objects.get(pk=acme.id).generation

    with pytest.raises(AlreadySo):
        made(acme, "closed")
    with pytest.raises(NotFound):
        suspend(business_id=0, state="closed", reason=WHY)

    assert Business.objects.get(pk=acme.id).generation == generation


def test_what_a_suspended_business_still_answers_exists():
    for name in DOORS | DRESS:
        args = {"accounts:sign_in_link": ["x"], "tenants:brand_icon": [32], "tenants:brand_stylesheet": ["x"]}
        assert reverse(name, settings.ROOT_URLCONF, args=args.get(name, []))
