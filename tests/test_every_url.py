"""Walks permission_table.py: every URL, as everybody."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tenants.accounts.access import ACTIONS, Role
from tenants.accounts.models import User
from tenants.checks import every_url_has_its_access, views_of
from tenants.kernel.scope import business_scope
from tests.console.people import at_the_console, operator
from tests.database import undone
from tests.permission_answers import EVERYBODY, SIGN_IN, Answer, Row, Scene, told
from tests.permission_table import BUSINESS, CONSOLE, PUBLIC
from tests.plain import plain
from tests.signing_in import sign_in

ACME = f"acme.{settings.BASE_DOMAIN}:{settings.PORT}"
BASE = f"{settings.BASE_DOMAIN}:{settings.PORT}"
CONFS = {
    settings.ROOT_URLCONF: BUSINESS,
    settings.PUBLIC_SCHEMA_URLCONF: PUBLIC,
    settings.CONSOLE_URLCONF: CONSOLE,
}
METHODS = ("GET", "POST", "PATCH", "DELETE")


def name_of(row: object) -> str | None:
    return (row.route or "/") if isinstance(row, Row) else None


@pytest.fixture
def scene(acme, team, cleo, carl, gus) -> Scene:
    people = {"owner": team["owner"], "assistant": team["assistant"], "customer": cleo, "other_customer": carl}
    return Scene(acme, **people, stranger=gus, team=team)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, media) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"


def ask(scene: Scene, row: Row, method: str, who=None, address: str | None = None) -> HttpResponse:
    return send(browser_of(who), scene, row, method, address)


def browser_of(who: User | None) -> Client:
    client = Client()
    if who is not None:
        sign_in(client, who)
    return client


def send(client: Client, scene: Scene, row: Row, method: str, address: str | None = None) -> HttpResponse:
    with business_scope(scene.acme):
        address = address or row.address(told(row.args, scene))
        data = told(row.data, scene) if method in ("POST", "PATCH") else {}
    as_json = {"content_type": "application/json"} if row.route.startswith("api/") and method != "GET" else {}
    return getattr(client, method.lower())(address, data, HTTP_HOST=ACME, **as_json)


def address_of(scene: Scene, row: Row) -> str:
    with business_scope(scene.acme):
        return row.address(told(row.args, scene))


def matches(response: HttpResponse, expected: Answer) -> bool:
    if isinstance(expected, int):
        return response.status_code == expected
    return response.status_code in (301, 302) and response["Location"].startswith(expected)


def is_refusal(response: HttpResponse) -> bool:
    return response.status_code in (401, 403, 404, 405) or matches(response, SIGN_IN)


def said(response: HttpResponse) -> str:
    return f"{response.status_code} {response.get('Location', '')}"


def missing_and_extra(conf: str, rows: list[Row]) -> tuple[set[str], set[str]]:
    """Return the URLs without a row, and the rows without a URL or with one that stands twice."""
    routes, named = [route for route, _view in views_of(conf)], [row.route for row in rows]
    twice = {route for route in named if named.count(route) > 1}
    return set(routes) - set(named), set(named) - set(routes) | twice


@pytest.mark.parametrize("conf", CONFS)
def test_the_table_and_the_url_confs_hold_the_same_urls(conf):
    missing, extra = missing_and_extra(conf, CONFS[conf])

    assert missing == set(), "add these to tests/permission_table.py"
    assert extra == set(), "these rows of tests/permission_table.py have no URL, or stand there twice"


@pytest.mark.parametrize("conf", CONFS)
def test_the_decorators_say_what_the_table_says(conf):
    declared = {route: view.access.kind for route, view in views_of(conf)}

    for row in CONFS[conf]:
        assert {answers.kind for answers in row.methods().values()} == {declared[row.route]}, row.route


def test_the_rows_refuse_the_roles_that_the_one_table_refuses():
    views = dict(views_of(settings.ROOT_URLCONF))

    for row in BUSINESS:
        for method, answers in row.methods().items():
            if answers.kind in ("member", "api"):
                action = action_of(views[row.route], method)
                refused = {role.value for role in Role if getattr(answers, role.value) == 403}
                assert refused == set(Role) - ACTIONS[action], f"{method} {row.route} needs {action}"


def test_the_whole_matrix_can_be_read(tell):
    matrix = matrix_of(BUSINESS)
    (settings.BASE_DIR / "var").mkdir(exist_ok=True)
    (settings.BASE_DIR / "var" / "permissions.txt").write_text("\n".join(matrix) + "\n")

    count = sum(len(row.methods()) for row in BUSINESS)
    assert len(matrix) == 1 + count
    tell(f"{len(EVERYBODY)} kinds of people walk {count} addresses and methods, all in var/permissions.txt")
    tell("  refused to " + ", ".join(f"{role} {refusals(role)}" for role in EVERYBODY))


def action_of(view, method: str) -> str:
    """The action of the one table that a page's decorator, or the API's endpoint, names for a method."""
    return view.access.action or view.cls.actions[method]


def matrix_of(rows: list[Row]) -> list[str]:
    lines = [f"{'':4} {'':62}" + "".join(f"{who:>13}" for who in EVERYBODY)]
    for row in rows:
        for method, answers in row.methods().items():
            given = "".join(f" {getattr(answers, who)!s:>12.12}" for who in EVERYBODY)
            lines.append(f"{method:4} /{row.route:61}{given}")
    return lines


def refusals(who: str) -> int:
    given = [
        getattr(answers, who) for row in BUSINESS for answers in row.methods().values() if answers.kind == "member"
    ]
    return sum(answer in (403, 404, SIGN_IN) for answer in given)


def test_everybody_gets_what_the_table_says(scene):
    wrong = []
    for row in BUSINESS:
        with undone():
            wrong += contradictions(scene, row)

    assert not wrong, "\n".join(wrong)


def contradictions(scene: Scene, row: Row) -> Iterator[str]:
    """What is asked for is furnished anew after whoever was let in, for it may be gone by then."""
    people = {"anonymous": None, "customer": scene.customer, **scene.team}
    for method, answers in row.methods().items():
        address = None
        for name, who in people.items():
            address = address or address_of(scene, row)
            response, expected = ask(scene, row, method, who, address), getattr(answers, name)
            if method != "GET" and not is_refusal(response):
                address = None
            if not matches(response, expected):
                yield f"{method} /{row.route} as {name}: {said(response)} instead of {expected}"


def test_another_businesss_cookie_is_worth_nothing(scene):
    for row in BUSINESS:
        address = address_of(scene, row)
        for method, answers in row.methods().items():
            with_cookie = ask(scene, row, method, scene.stranger, address)
            without = ask(scene, row, method, None, address)
            assert matches(with_cookie, answers.anonymous), f"{method} {address}: {said(with_cookie)}"
            assert (said(with_cookie), plain(with_cookie)) == (said(without), plain(without)), f"{method} {address}"


@pytest.mark.parametrize("who", ["anonymous", "customer", "owner"])
def test_a_method_that_the_table_does_not_name_is_refused_to_everybody(scene, who):
    client = browser_of(getattr(scene, who, None))

    for row in BUSINESS:
        address = address_of(scene, row)
        for method in set(METHODS) - row.methods().keys():
            response = send(client, scene, row, method, address)
            assert is_refusal(response) or matches(response, "/workspace/"), f"{method} {row.route}: {said(response)}"
            assert who != "owner" or response.status_code in (302, 404, 405), f"{method} {row.route}: {said(response)}"


def test_the_table_opens_to_anonymous_only_what_is_open_to_anyone():
    for row in BUSINESS:
        for method, answers in row.methods().items():
            assert answers.kind == "anyone" or answers.anonymous not in range(200, 300), f"{method} {row.route}"


def test_for_a_customer_the_workspace_does_not_exist(scene):
    nothing = ask(scene, BUSINESS[0], "GET", scene.customer, address="/workspace/no-such-page/")

    for row in BUSINESS:
        for method, answers in row.methods().items():
            if answers.kind == "member":
                response = ask(scene, row, method, scene.customer)
                assert (response.status_code, plain(response)) == (404, plain(nothing)), f"{method} {row.route}"


def test_another_customers_id_answers_like_nobodys(scene):
    for row in BUSINESS:
        if row.foreign is None:
            continue
        with business_scope(scene.acme):
            foreign = row.address(told(row.foreign, scene))
        for method in row.methods():
            theirs = ask(scene, row, method, scene.customer, foreign)
            nobodys = ask(scene, row, method, scene.customer, row.address({}))
            assert theirs.status_code == 404, row.route
            assert (theirs.status_code, plain(theirs)) == (nobodys.status_code, plain(nobodys)), row.route


@pytest.mark.parametrize("row", PUBLIC, ids=name_of)
def test_the_base_domain_answers_as_the_table_says_and_knows_no_session(scene, row):
    for method, answers in row.methods().items():
        for who in (None, scene.owner):
            client = Client()
            if who is not None:
                sign_in(client, who)
            send = client.get if method == "GET" else client.post
            response = send(row.address(told(row.args, scene)), told(row.data, scene), HTTP_HOST=BASE)
            assert matches(response, answers.anonymous), f"{method}: {said(response)}"


@pytest.fixture
def console_people(scene):
    """A browser of each who may come to the console; a business's people bring their own cookie along."""
    nils = operator("nils", "Nils Ek", has_factor=False)
    people = {"half_way": at_the_console(nils, is_whole=False), "operator": at_the_console(operator())}
    for who in (scene.owner, scene.assistant, scene.customer, scene.stranger):
        client = at_the_console()
        client.cookies[settings.CONSOLE_COOKIE_NAME] = sign_in(Client(), who)
        client.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.CONSOLE_COOKIE_NAME].value
        people[who.username] = client
    return {"anonymous": at_the_console(), **people}


@pytest.mark.parametrize("row", CONSOLE, ids=name_of)
def test_the_console_is_for_operators_with_both_factors_and_knows_nobody_of_a_business(scene, console_people, row):
    address = row.address(told(row.args, scene))
    for method, answers in row.methods().items():
        for name, client in console_people.items():
            send = client.get if method == "GET" else client.post
            response = send(address, told(row.data, scene) if method == "POST" else {})
            expected = getattr(answers, name, answers.anonymous)
            assert matches(response, expected), f"{method} as {name}: {said(response)} instead of {expected}"


@pytest.mark.parametrize("row", CONSOLE, ids=name_of)
def test_a_method_that_the_table_does_not_name_is_refused_on_the_console(scene, console_people, row):
    address = row.address(told(row.args, scene))
    for method in set(METHODS[:2]) - row.methods().keys():
        for name, client in console_people.items():
            response = client.get(address) if method == "GET" else client.post(address)
            assert response.status_code in (302, 405), f"{method} as {name}: {said(response)}"
        response = (
            console_people["operator"].get(address) if method == "GET" else console_people["operator"].post(address)
        )
        assert response.status_code == 405 or matches(response, "/"), said(response)


def bare(_request) -> HttpResponse:
    return HttpResponse("open by mistake")


urlpatterns = [path("forgotten-decorator/", bare)]


def test_a_view_without_its_decorator_stops_the_start(settings):
    settings.ROOT_URLCONF = __name__

    (error,) = every_url_has_its_access()

    assert error.id == "mango.E002"
    assert "forgotten-decorator/" in error.msg


def test_a_url_without_its_row_and_a_row_without_its_url_are_noticed():
    assert missing_and_extra(__name__, [Row("gone/")]) == ({"forgotten-decorator/"}, {"gone/"})
    assert missing_and_extra(__name__, [Row("forgotten-decorator/")] * 2) == (set(), {"forgotten-decorator/"})
