"""Setting two-factor sign-in up and giving it up again."""

import re

import pytest
from django.test import Client

from emails.models import Message
from tenants.accounts.errors import SecondFactorIsOn, SecondFactorIsRequired, WrongCode
from tenants.accounts.models import RecoveryCode, RememberedDevice, SecondFactor, User
from tenants.accounts.services import remembered, second_factor
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tenants.services.businesses import change_business
from tests.accounts.factors import SECRET, code_of, with_factor, wrong_code
from tests.cast import PASSWORD
from tests.signing_in import sign_in

SET_UP, CODES, OFF = "/security/two-factor/", "/security/recovery-codes/", "/security/two-factor/off/"


@pytest.fixture
def as_cleo(client, cleo) -> Client:
    sign_in(client, cleo)
    return client


def secret_on(page) -> str:
    return re.search(r"secret=([A-Z2-7]{32})", page.content.decode())[1]


def codes_on(page) -> list[str]:
    return re.findall(r"<li>(\w{4}-\w{4})</li>", page.content.decode())


def verbs() -> list[str]:
    return list(Activity.objects.order_by("id").values_list("verb", flat=True))


def test_a_person_scans_confirms_and_keeps_ten_codes(as_cleo, acme, cleo):
    page = as_cleo.get(SET_UP)
    secret = secret_on(page)
    assert "<svg" in page.content.decode()
    assert secret_on(as_cleo.get(SET_UP)) == secret  # the page is loaded anew on the way back from the app

    shown = as_cleo.post(SET_UP, {"code": code_of(secret)}, follow=True)

    codes = codes_on(shown)
    assert (shown.redirect_chain[-1][0], len(set(codes))) == (CODES, 10)
    with business_scope(acme):
        user = User.objects.get(pk=cleo.pk)
        assert user.second_factor_at is not None
        assert verbs() == ["second_factor.on"]
        (mail,) = Message.objects.all()
        assert (mail.kind, mail.to, mail.context["change"]) == ("second_factor", "cleo@example.com", "second_factor.on")


def test_what_is_kept_is_sealed_or_a_digest(as_cleo, acme, cleo):
    secret = secret_on(as_cleo.get(SET_UP))
    codes = codes_on(as_cleo.post(SET_UP, {"code": code_of(secret)}, follow=True))

    with business_scope(acme):
        factor, kept = SecondFactor.objects.get(), str([vars(row) for row in RecoveryCode.objects.all()])
        session = str(cleo.sessions.get().data)
        assert unseal(bytes(factor.sealed)) == secret
        assert secret.encode() not in bytes(factor.sealed)
        assert not [code for code in codes if code in kept or code in session]


def test_the_codes_are_downloaded_until_they_are_kept_and_then_gone(as_cleo):
    page = as_cleo.post(SET_UP, {"code": code_of(secret_on(as_cleo.get(SET_UP)))}, follow=True)
    file = as_cleo.get(f"{CODES}codes.txt")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in codes_on(page))

    assert as_cleo.post(f"{CODES}kept/")["Location"] == "/security/"

    assert as_cleo.get(f"{CODES}codes.txt").status_code == 404
    assert codes_on(as_cleo.get(CODES)) == []


def test_a_wrong_code_turns_nothing_on_and_keeps_the_secret(as_cleo, acme):
    secret = secret_on(as_cleo.get(SET_UP))

    page = as_cleo.post(SET_UP, {"code": wrong_code(secret)})

    assert (page.status_code, secret_on(page)) == (422, secret)
    with business_scope(acme):
        assert User.objects.get().second_factor_at is None
        assert not SecondFactor.objects.exists()
        assert verbs() == []


def test_turning_it_on_twice_is_refused_and_the_first_stays(in_acme, cleo):
    second_factor.turn_on(user=cleo, secret=SECRET, code=code_of())

    with pytest.raises(SecondFactorIsOn):
        second_factor.turn_on(user=cleo, secret="OTHER" + SECRET[5:], code=code_of("OTHER" + SECRET[5:]))
    assert unseal(bytes(SecondFactor.objects.get().sealed)) == SECRET


def test_a_code_of_another_secret_does_not_confirm(in_acme, cleo):
    with pytest.raises(WrongCode):
        second_factor.turn_on(user=cleo, secret=SECRET, code=wrong_code())
    assert not RecoveryCode.objects.exists()


def test_it_is_turned_off_with_the_password_only(as_cleo, acme, cleo):
    with_factor(cleo)

    assert as_cleo.post(OFF, {"password": "not the password"}).status_code == 422
    with business_scope(acme):
        assert User.objects.get().second_factor_at is not None
    assert as_cleo.post(OFF, {"password": PASSWORD})["Location"] == "/security/"

    with business_scope(acme):
        assert User.objects.get().second_factor_at is None
        assert not SecondFactor.objects.exists()
        assert not RecoveryCode.objects.exists()
        assert verbs() == ["second_factor.on", "second_factor.off"]
        assert [mail.context["change"] for mail in Message.objects.order_by("pk")] == verbs()


def test_new_codes_need_the_password_and_end_the_old_ones(as_cleo, acme, cleo):
    old = with_factor(cleo)

    assert as_cleo.post(CODES, {"password": "not the password"}).status_code == 422
    new = codes_on(as_cleo.post(CODES, {"password": PASSWORD}, follow=True))

    assert (len(new), set(new) & set(old)) == (10, set())
    with business_scope(acme):
        assert RecoveryCode.objects.filter(digest=second_factor.digest_of(new[0], cleo)).exists()
        assert not RecoveryCode.objects.filter(digest=second_factor.digest_of(old[0], cleo)).exists()
        assert verbs()[-1] == "recovery_codes.renewed"


def test_what_is_required_is_not_turned_off(acme, cleo):
    with_factor(cleo)
    with business_scope(acme):
        strict = change_business(acme.id, customer_factor="required")
    with business_scope(strict):
        with pytest.raises(SecondFactorIsRequired):
            second_factor.turn_off(user=cleo)
        assert User.objects.get().second_factor_at is not None


def test_where_it_is_off_customers_are_not_offered_it(as_cleo, acme, ada):
    with business_scope(acme):
        change_business(acme.id, customer_factor="off")
    owner = Client()
    sign_in(owner, ada)

    assert as_cleo.get(SET_UP).status_code == 404
    assert SET_UP not in as_cleo.get("/security/").content.decode()
    assert owner.get(SET_UP).status_code == 200


def test_taking_it_away_ends_sessions_and_remembered_devices_and_keeps_the_password(as_cleo, acme, cleo):
    with_factor(cleo)
    with business_scope(acme):
        remembered.remember(cleo)
        second_factor.take_away(user=cleo)
        second_factor.take_away(user=cleo)

        user = User.objects.get()
        assert (user.second_factor_at, user.check_password(PASSWORD)) == (None, True)
        assert not RememberedDevice.objects.exists()
        assert verbs() == ["second_factor.on", "second_factor.taken_away"]
    assert as_cleo.get("/security/").status_code == 302
