"""Role by address by method, pages and API from the one table: printed, and asked as each of the five roles."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from tenants.accounts.access import Role, may
from tenants.accounts.models import User
from tenants.api.scopes import SCOPES, scope_of, scopes_within
from tenants.checks import views_of
from tenants.kernel.scope import business_scope, snapshot_of
from tests.api.conftest import Program, secret_of
from tests.cast import member
from tests.permission_answers import Row, Scene, told
from tests.permission_table import BUSINESS
from tests.signing_in import sign_in

VIEWS = dict(views_of(settings.ROOT_URLCONF))
ROWS = [row for row in BUSINESS if VIEWS[row.route].access.kind in ("member", "api")]
API = [row for row in ROWS if VIEWS[row.route].access.kind == "api"]
LETTERS = {Role.OWNER: "O", Role.ADMIN: "A", Role.MANAGER: "M", Role.BOOKKEEPER: "B", Role.ASSISTANT: "a"}


def action_of(row: Row, method: str) -> str:
    view = VIEWS[row.route]
    return view.cls.actions[method] if view.access.kind == "api" else view.access.action


def lines() -> Iterator[str]:
    for row in ROWS:
        for method in row.methods():
            action = action_of(row, method)
            letters = "".join(letter if may(role, action) else "·" for role, letter in LETTERS.items())
            scope = scope_of(action) if row in API else ""
            yield f"{letters}  {method:<6} {row.route:<62} {action:<18} {scope}".rstrip()


@pytest.fixture
def team(acme) -> dict[Role, User]:
    with business_scope(acme):
        return {role: member(f"the-{role}", f"The {role}", role) for role in Role}


@pytest.fixture
def scene(acme, team, cleo, carl, gus) -> Scene:
    people = {"customer": cleo, "other_customer": carl, "stranger": gus}
    facts = {"acme": acme, "team": team, "owner": team[Role.OWNER], "assistant": team[Role.ASSISTANT], **people}
    return Scene(**{name: facts[name] for name in Scene.__dataclass_fields__})


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"


def address_of(scene: Scene, row: Row) -> str:
    with business_scope(snapshot_of(scene.acme.id)):
        return row.address(told(row.args, scene))


def asked(client: Client, row: Row, method: str, address: str) -> int:
    as_json = {"content_type": "application/json"} if row in API else {}
    answer = client.generic(method, address, **as_json)
    return answer.status_code


def test_the_matrix_is_told(tell):
    tell("who may do what: Owner, Admin, Manager, Bookkeeper, assistant; for keys, the scope it takes as well")
    for line in lines():
        tell("  " + line)

    assert len(list(lines())) > 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_each_role_may_do_what_the_table_says_and_nothing_else(scene, team, row):
    for role, person in team.items():
        client = Client()
        sign_in(client, person)
        for method in row.methods():
            status = asked(client, row, method, address_of(scene, row))
            is_allowed = may(role, action_of(row, method))
            assert (status in (401, 403)) is not is_allowed, f"{method} as {role}: {status}"


@pytest.mark.parametrize("row", API, ids=lambda row: row.route)
def test_a_key_of_each_role_may_do_the_same_as_its_maker(scene, team, row):
    for role, person in team.items():
        program = Program(secret_of(person, *scopes_within(role)))
        for method in row.methods():
            path = address_of(scene, row).removeprefix("/api/v1/")
            status = program.ask(method, path, None if method == "GET" else {}).status_code
            assert (status in (401, 403)) is not may(role, action_of(row, method)), f"{method} as {role}: {status}"


@pytest.mark.parametrize("row", API, ids=lambda row: row.route)
def test_a_key_that_lacks_the_one_scope_may_not(scene, team, row):
    for method in row.methods():
        wanted = scope_of(action_of(row, method))
        program = Program(secret_of(scene.owner, *(scope for scope in SCOPES if scope != wanted)))
        path = address_of(scene, row).removeprefix("/api/v1/")
        answer = program.ask(method, path, None if method == "GET" else {})
        assert (answer.status_code == 403) is bool(wanted), f"{method}: {answer.status_code}"


def test_every_scope_opens_actions_of_the_table_and_none_is_opened_twice():
    actions = [action for scope in SCOPES.values() for action in scope.actions]

    assert len(actions) == len(set(actions))
    assert all(may(Role.OWNER, action) for action in actions)
    assert scopes_within(Role.OWNER) == list(SCOPES)
