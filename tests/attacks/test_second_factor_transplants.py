"""What belongs to one person's second factor is worth nothing to another, at the same business or at the neighbours."""

import pytest
from django.conf import settings
from django.test import Client

from tenants.accounts.models import RecoveryCode, RememberedDevice, Session, User
from tenants.accounts.services import remembered
from tenants.kernel.scope import business_scope
from tests.accounts.factors import SECRET, code_of, with_factor
from tests.cast import PASSWORD, member

ACME, GLOBEX = "acme.localhost", "globex.localhost"
STEP, RECOVERY = "/sign-in/second-step/", "/sign-in/recovery-code/"
OTHER_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def codes(ada) -> list[str]:
    """Ada's recovery codes."""
    return with_factor(ada)


@pytest.fixture
def twin(codes, globex, ada) -> User:
    """Somebody of globex with Ada's very id, username, password and authenticator secret."""
    with business_scope(globex):
        made = member("ada", "Not Ada", "owner")
        User.objects.filter(pk=made.pk).update(id=ada.pk)
        twin = User.objects.get(pk=ada.pk)
    with_factor(twin)
    return twin


def half_in(username: str, host: str) -> Client:
    client = Client(HTTP_HOST=host)
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD})["Location"] == STEP
    return client


def nobody_is_in(business) -> bool:
    with business_scope(business):
        return not Session.objects.exclude(user=None).exists()


@pytest.mark.parametrize("page", [STEP, RECOVERY])
def test_a_cookie_that_waits_for_the_code_waits_for_nothing_at_the_neighbours(globex, codes, twin, page):
    browser = half_in("ada", ACME)
    code = code_of() if page == STEP else codes[0]

    assert browser.post(page, {"code": code}, HTTP_HOST=GLOBEX)["Location"] == "/sign-in/"
    assert nobody_is_in(globex)


def test_a_recovery_code_is_nothing_at_the_neighbours_even_when_its_row_is_copied(acme, globex, codes, twin):
    with business_scope(acme):
        digests = list(RecoveryCode.objects.values_list("digest", flat=True))
    with business_scope(globex):
        RecoveryCode.objects.bulk_create(RecoveryCode(user_id=twin.pk, digest=digest) for digest in digests)

    assert half_in("ada", GLOBEX).post(RECOVERY, {"code": codes[0]}).status_code == 422
    assert nobody_is_in(globex)


def test_a_remembered_device_is_asked_at_the_neighbours_even_when_its_row_is_copied(acme, globex, ada, twin):
    with business_scope(acme):
        key = remembered.remember(ada)
        row = RememberedDevice.objects.values("digest", "user_epoch", "expires_at").get()
    with business_scope(globex):
        RememberedDevice.objects.create(user=twin, **row)
    browser = Client(HTTP_HOST=GLOBEX)
    browser.cookies[settings.DEVICE_COOKIE_NAME] = key

    answer = browser.post("/sign-in/", {"username": "ada", "password": PASSWORD})

    assert answer["Location"] == STEP
    assert nobody_is_in(globex)


def test_a_colleagues_codes_do_not_let_another_customer_in(acme, cleo, carl):
    carls = with_factor(carl)
    with_factor(cleo, OTHER_SECRET)
    browser = half_in("cleo", ACME)

    assert browser.post(STEP, {"code": code_of(SECRET)}).status_code == 422
    assert browser.post(RECOVERY, {"code": carls[0]}).status_code == 422
    assert nobody_is_in(acme)
    with business_scope(acme):
        assert RecoveryCode.objects.filter(used_at=None).count() == 20


def test_whom_the_code_is_for_stands_in_no_form(acme, cleo, carl):
    with_factor(cleo, OTHER_SECRET)
    browser = half_in("cleo", ACME)

    browser.post(STEP, {"code": code_of(OTHER_SECRET), "user": carl.pk, "username": "carl", "wanted": "//evil.example"})

    with business_scope(acme):
        assert Session.objects.exclude(user=None).get().user_id == cleo.pk
