"""Who runs the platform: added, reset and deactivated, with the password again, and never without anybody left."""

import pytest

from tenants.console.errors import LastOperator, WrongCode
from tenants.console.models import Operator, OperatorSession, PlatformActivity, RecoveryCode
from tenants.console.services import second_factor
from tenants.console.services.operators import deactivate, reset_access
from tenants.kernel import clock
from tests.console.people import PASSWORD, at_the_console, code, operator
from tests.console.test_sign_in import HERE

NEW = {"name": "Nora Vik", "username": "nora", "email": "nora@example.com"}


def test_adding_one_takes_the_password_and_shows_a_one_time_password_once(as_olga, olga):
    assert as_olga.post("/operators/new/", {**NEW, "password": "not it"}).status_code == 422
    assert Operator.objects.count() == 1

    answer = as_olga.post("/operators/new/", {**NEW, "password": PASSWORD})

    password = answer.context["password"]
    assert password in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    signed_in = at_the_console().post("/sign-in/", {"username": "nora", "password": password})
    assert signed_in["Location"] == "/two-factor/"
    row = PlatformActivity.objects.get(verb="operator.created")
    assert (row.operator_id, row.facts) == (olga.pk, {"username": "nora", "name": "Nora Vik"})


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(as_olga, otto):
    answer = as_olga.post("/operators/new/", {**NEW, "username": "OTTO", "password": PASSWORD})

    assert answer.status_code == 409
    assert "Nora Vik" in answer.content.decode()
    assert Operator.objects.count() == 2


def test_somebody_deactivated_is_out_at_once_and_stays_in_the_record(as_olga, otto):
    ottos = at_the_console(otto)

    assert as_olga.post(f"/operators/{otto.pk}/deactivation/", {"password": PASSWORD}).status_code == 302

    assert ottos.get("/")["Location"] == "/sign-in/"
    assert at_the_console().post("/sign-in/", {"username": "otto", "password": PASSWORD}).status_code == 422
    assert PlatformActivity.objects.get(verb="operator.deactivated").facts == {"username": "otto"}
    assert as_olga.post(f"/operators/{otto.pk}/deactivation/", {"password": PASSWORD}).status_code == 409


def test_a_reset_ends_everything_and_begins_anew(as_olga, otto):
    second_factor.new_recovery_codes(otto)
    ottos = at_the_console(otto)

    answer = as_olga.post(f"/operators/{otto.pk}/access-reset/", {"password": PASSWORD})

    otto.refresh_from_db()
    assert (otto.has_second_factor, otto.totp_secret, otto.must_change_password) == (False, None, True)
    assert otto.check_password(answer.context["password"])
    assert not RecoveryCode.objects.exists()
    assert ottos.get("/")["Location"] == "/sign-in/"
    with pytest.raises(WrongCode):
        second_factor.check(operator=otto, code=code(), visitor=HERE)


@pytest.mark.parametrize("rule", [deactivate, reset_access])
def test_the_last_who_can_sign_in_is_not_removed(olga, nils, rule):
    """Nils has yet to set up two-factor and Gone is gone: neither could let anybody in."""
    operator("gone", "Gone", deactivated_at=clock.now())
    before = Operator.objects.values_list("password", "session_epoch", "deactivated_at").get(pk=olga.pk)

    with pytest.raises(LastOperator):
        rule(olga.pk)

    assert Operator.objects.values_list("password", "session_epoch", "deactivated_at").get(pk=olga.pk) == before


def test_one_of_two_may_leave(as_olga, olga, otto):
    as_olga.post(f"/operators/{olga.pk}/deactivation/", {"password": PASSWORD})

    assert not OperatorSession.objects.filter(operator=olga).exists()
    with pytest.raises(LastOperator):
        deactivate(otto.pk)


def test_new_recovery_codes_replace_the_old_and_take_the_password(as_olga, olga):
    old = second_factor.new_recovery_codes(olga)
    assert as_olga.post("/security/recovery-codes/", {"password": "not it"}).status_code == 422
    assert second_factor.codes_left(olga) == 10

    new = as_olga.post("/security/recovery-codes/", {"password": PASSWORD}).context["codes"]

    with pytest.raises(WrongCode):
        second_factor.check(operator=olga, code=old[0], visitor=HERE)
    assert second_factor.check(operator=olga, code=new[0], visitor=HERE) == "recovery code"
