"""Keys: shown once, kept as a digest, never more than their maker; worth nothing anywhere else."""

from datetime import timedelta

import pytest

from config.demo.seed.keys import let_a_program_in
from tenants.accounts.models import User
from tenants.accounts.services import users
from tenants.activity.models import Activity
from tenants.api.errors import ExpiryPast, ScopeAboveRole, ScopesMissing
from tenants.api.models import ApiKey
from tenants.api.scopes import SCOPES, within
from tenants.api.services.keys import digest_of, make_key, revoke_key
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.api.conftest import ACME, GLOBEX, Program, new_contact, secret_of
from tests.cast import PASSWORD, member
from tests.plain import plain

PAGE = "/workspace/settings/api/"
ASKED = {"name": "Web shop", "scopes": ["contacts:read"], "lives": "90", "password": PASSWORD}
TOKEN = "5f0c1a52-8a3e-4d0e-9a53-0c52e7f0a001"


def test_a_key_is_shown_once_and_kept_as_a_digest(acme, ada, as_ada):
    page = as_ada.post(PAGE, ASKED | {"request_key": TOKEN})

    shown = page.content.decode()
    secret = shown.partition('data-copy="mango_')[2].partition('"')[0]
    with business_scope(acme):
        (key,) = ApiKey.objects.values()
        assert key["digest"] == digest_of(f"mango_{secret}")
        assert (key["scopes"], key["maker_id"], key["revoked_at"]) == (["contacts:read"], ada.pk, None)
        assert secret.partition("_")[2] not in str(key)
        assert secret not in str(list(Activity.objects.values()))
    assert len(secret.partition("_")[2]) == 43
    assert page["Cache-Control"].startswith("max-age=0")
    assert secret.partition("_")[2] not in as_ada.get(PAGE).content.decode()
    assert Program(f"mango_{secret}").get("contacts/").status_code == 200


def test_a_form_sent_twice_makes_one_key(acme, as_ada):
    as_ada.post(PAGE, ASKED | {"request_key": TOKEN})

    again = as_ada.post(PAGE, ASKED | {"request_key": TOKEN})

    assert again.status_code == 409
    assert "data-copy" not in again.content.decode()
    with business_scope(acme):
        assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"password": "not hers"}, {"scopes": []}, {"scopes": ["all:write"]}, {"name": ""}])
def test_no_key_without_the_password_a_name_and_scopes_that_there_are(acme, as_ada, wrong):
    page = as_ada.post(PAGE, ASKED | {"request_key": TOKEN} | wrong)

    assert page.status_code == 422
    with business_scope(acme):
        assert not ApiKey.objects.exists()


def test_nobody_gives_a_key_more_than_their_own_role(acme, ben):
    with business_scope(acme):
        with pytest.raises(ScopeAboveRole, match="charges:write"):
            make_key(name="Too much", scopes=["contacts:read", "charges:write"], maker=ben)
        with pytest.raises(ScopesMissing):
            make_key(name="Nothing", scopes=[], maker=ben)
        with pytest.raises(ExpiryPast):
            make_key(name="Late", scopes=["contacts:read"], maker=ben, expires_at=clock.now())

        assert not ApiKey.objects.exists()


def test_a_key_does_only_what_its_scopes_open(acme, cleo, with_scopes):
    reader = with_scopes("contacts:read")

    assert reader.get("contacts/").status_code == 200
    for answer in (reader.post("contacts/", new_contact()), reader.get("products/"), reader.get("payments/")):
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    with business_scope(acme):
        assert User.objects.filter(kind="customer").count() == 1


def test_a_key_is_cut_with_the_role_of_its_maker(acme, ada):
    with business_scope(acme):
        mia = member("mia", "Mia Adler", "admin")
    key = Program(secret_of(mia))
    assert key.get("payments/").status_code == 200
    with business_scope(acme):
        users.change_role(mia, "assistant")

    assert key.get("payments/").json()["code"] == "not_allowed"
    assert key.get("contacts/").status_code == 200
    assert set(key.get("").json()["scopes"]) == {scope for scope in SCOPES if within("assistant", scope)}


def test_a_key_stops_when_its_maker_is_suspended_it_is_revoked_or_its_time_is_over(acme, ada):
    with business_scope(acme):
        mia = member("mia", "Mia Adler", "admin")
    suspended = Program(secret_of(mia))
    short = Program(secret_of(ada, expires_at=clock.now() + timedelta(days=1)))
    revoked = Program(secret_of(ada))
    with business_scope(acme):
        users.suspend(mia)
        revoke_key(ApiKey.objects.latest("pk").pk)

    with clock.held_at(clock.now() + timedelta(days=1)):
        answers = {key.get("contacts/").status_code for key in (suspended, short, revoked)}

    assert answers == {401}


def test_a_key_carried_to_the_neighbours_answers_like_noise(acme, globex, ada, cleo, gus):
    ours = secret_of(ada)

    theirs = [Program(secret, GLOBEX).get("contacts/") for secret in (ours, "mango_00000000_" + "x" * 43)]

    assert [answer.status_code for answer in theirs] == [401, 401]
    assert plain(theirs[0]) == plain(theirs[1])
    assert Program(ours, ACME).get("contacts/").status_code == 200


def test_a_row_carried_to_the_neighbours_opens_nothing_there(acme, globex, ada, gus):
    ours = secret_of(ada)
    with business_scope(acme):
        digest = ApiKey.objects.get().digest
    with business_scope(globex):
        ApiKey.objects.create(name="Smuggled", prefix="00000000", digest=digest, scopes=list(SCOPES), maker=gus)

    assert Program(ours, GLOBEX).get("contacts/").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "mango_x", "Bearer \u00e9", "Bearer " + "x" * 5000]
)
def test_what_is_no_key_is_no_key_and_a_session_does_not_step_in(acme, as_ada, header):
    answer = as_ada.get("/api/v1/contacts/", HTTP_AUTHORIZATION=header)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json()["code"] == "unauthenticated"


def test_last_use_is_noted_at_most_every_five_minutes(acme, program):
    program.get("")
    with business_scope(acme):
        first = ApiKey.objects.get().last_used_at
    program.get("")

    with business_scope(acme):
        assert first is not None
        assert ApiKey.objects.get().last_used_at == first


def test_revoking_is_on_the_record_and_shown(acme, ada, as_ada, program):
    with business_scope(acme):
        key = ApiKey.objects.get()

    as_ada.post(f"{PAGE}{key.pk}/revocation/")

    assert "Revoked" in as_ada.get(PAGE).content.decode()
    assert program.get("").status_code == 401
    with business_scope(acme):
        assert Activity.objects.get(verb="api_key.revoked").actor_id == ada.pk


def test_the_demos_key_opens_everything_that_a_key_can(acme, ada):
    with business_scope(acme):
        secret = let_a_program_in()

    assert Program(secret).get("").json()["scopes"] == list(SCOPES)
