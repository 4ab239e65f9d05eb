"""Role by address by method, printed; keys asked as each role, as test_every_url.py asks with their browsers."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tenants.accounts.access import Role, may
from tenants.accounts.models import User
from tenants.api.scopes import SCOPES, scope_of, scopes_within
from tenants.checks import views_of
from tenants.kernel.scope import business_scope, snapshot_of
from tests.api.conftest import Program, secret_of
from tests.cast import member
from tests.database import undone
from tests.permission_answers import Row, Scene, told
from tests.permission_table import BUSINESS

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


def test_the_matrix_is_told(tell):
    tell("who may do what: Owner, Admin, Manager, Bookkeeper, assistant; for keys, the scope it takes as well")
    for line in lines():
        tell("  " + line)

    assert len(list(lines())) > 80


@pytest.mark.parametrize("role", Role)
def test_a_key_of_each_role_may_do_the_same_as_its_maker(scene, team, role):
    for row in API:
        with undone():
            program = Program(secret_of(team[role], *scopes_within(role)))
            for method in row.methods():
                status = through(program, scene, row, method)
                is_allowed = may(role, action_of(row, method))
                assert (status in (401, 403)) is not is_allowed, f"{method} {row.route} as {role}: {status}"


def test_a_key_that_lacks_the_one_scope_may_not(scene, team):
    for row in API:
        for method in row.methods():
            with undone():
                wanted = scope_of(action_of(row, method))
                program = Program(secret_of(scene.owner, *(scope for scope in SCOPES if scope != wanted)))
                status = through(program, scene, row, method)
                assert (status == 403) is bool(wanted), f"{method} {row.route}: {status}"


def through(program: Program, scene: Scene, row: Row, method: str) -> int:
    path = address_of(scene, row).removeprefix("/api/v1/")
    return program.ask(method, path, None if method == "GET" else {}).status_code


def test_every_scope_opens_actions_of_the_table_and_none_is_opened_twice():
    actions = [action for scope in SCOPES.values() for action in scope.actions]

    assert len(actions) == len(set(actions))
    assert all(may(Role.OWNER, action) for action in actions)
    assert scopes_within(Role.OWNER) == list(SCOPES)
