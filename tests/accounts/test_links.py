import re
from datetime import timedelta

import pytest
from django.core.signing import dumps  # noqa: TID251 what an attacker may have
from django.utils import timezone

from emails.models import Message
from tenants.accounts.errors import LinkDead
from tenants.accounts.models import Session, Token, User
from tenants.accounts.services import reset, tokens
from tenants.accounts.services.tokens import Purpose
from tenants.accounts.services.verification import send_verification
from tenants.activity.models import Activity
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tests.cast import PASSWORD
from tests.plain import plain

ACME = "acme.localhost:8000"
NEW = "a much better sentence"
CHOICE = {"new_password": NEW, "repeat_password": NEW}
PAGES = [
    (Purpose.VERIFY_EMAIL, "/verify-email/{}/"),
    (Purpose.SET_PASSWORD, "/set-password/{}/"),
    (Purpose.SIGN_IN, "/sign-in-link/{}/"),
]


@pytest.fixture
def here(client, acme, cleo):
    client.defaults["HTTP_HOST"] = ACME
    return client


def secret_for(acme, user, purpose) -> str:
    with business_scope(acme):
        return tokens.issue(user, purpose)


@pytest.mark.parametrize(("purpose", "page"), PAGES)
def test_looking_at_a_link_changes_nothing(here, acme, cleo, purpose, page):
    secret = secret_for(acme, cleo, purpose)

    for _ in range(2):
        assert here.get(page.format(secret)).status_code == 200

    with business_scope(acme):
        assert Token.objects.get().used_at is None
        assert User.objects.get().email_verified_at is None
        assert not Session.objects.exists()


@pytest.mark.parametrize(("purpose", "page"), PAGES)
def test_a_link_works_once(here, acme, cleo, purpose, page):
    address = page.format(secret_for(acme, cleo, purpose))

    assert here.post(address, CHOICE).status_code == 302
    assert here.post(address, CHOICE).status_code == 410
    assert here.get(address).status_code == 410
    with business_scope(acme):
        assert User.objects.get().email_verified_at is not None


@pytest.mark.parametrize(("purpose", "page"), PAGES)
def test_a_link_does_for_no_other_purpose(here, acme, cleo, purpose, page):
    others = [secret_for(acme, cleo, other) for other in Purpose if other != purpose]

    assert [here.post(page.format(secret), CHOICE).status_code for secret in others] == [410, 410]
    with business_scope(acme):
        assert not Session.objects.exists()


def test_a_link_does_not_outlive_its_time_or_its_users_suspension(in_acme, cleo):
    old = tokens.issue(cleo, Purpose.VERIFY_EMAIL, lives=timedelta(minutes=15))
    new = tokens.issue(cleo, Purpose.VERIFY_EMAIL, lives=timedelta(days=1))
    Token.objects.filter(expires_at__lt=timezone.now() + timedelta(hours=1)).update(expires_at=timezone.now())

    with pytest.raises(LinkDead):
        tokens.use(old, Purpose.VERIFY_EMAIL)
    User.objects.update(suspended_at=timezone.now())
    with pytest.raises(LinkDead):
        tokens.use(new, Purpose.VERIFY_EMAIL)


def test_a_link_is_bound_to_its_business_even_when_its_row_is_copied(acme, globex, cleo, gus):
    secret = secret_for(acme, cleo, Purpose.SIGN_IN)
    with business_scope(acme):
        row = Token.objects.values("digest", "purpose", "expires_at").get()
    with business_scope(globex):
        Token.objects.create(user=gus, **row)

        with pytest.raises(LinkDead):
            tokens.use(secret, Purpose.SIGN_IN)


def test_the_table_holds_no_secret(acme, cleo):
    secret = secret_for(acme, cleo, Purpose.SIGN_IN)

    with business_scope(acme):
        assert secret not in str(vars(Token.objects.get()))


def test_using_one_ends_its_sisters(in_acme, cleo):
    first, second = (tokens.issue(cleo, Purpose.SET_PASSWORD) for _ in range(2))
    tokens.use(second, Purpose.SET_PASSWORD)

    with pytest.raises(LinkDead):
        tokens.use(first, Purpose.SET_PASSWORD)


def test_a_changed_address_is_not_proven_by_mail_to_the_old_one(in_acme, cleo):
    secret = tokens.issue(cleo, Purpose.VERIFY_EMAIL)
    User.objects.update(email="new@example.com")

    tokens.use(secret, Purpose.VERIFY_EMAIL)

    assert User.objects.get().email_verified_at is None


def test_a_weak_password_does_not_use_the_link_up(here, acme, cleo):
    address = f"/set-password/{secret_for(acme, cleo, Purpose.SET_PASSWORD)}/"

    assert here.post(address, {"new_password": "short", "repeat_password": "short"}).status_code == 422
    assert here.post(address, CHOICE)["Location"] == "/"
    with business_scope(acme):
        assert User.objects.get().check_password(NEW)


def test_a_made_up_link_says_what_to_do(here):
    response = here.get(f"/set-password/{dumps('made up')}/")

    assert response.status_code == 410
    assert "Ask for a new one" in response.content.decode()


def test_a_forgotten_password_is_mailed_as_a_link_that_works_once(here, acme, cleo):
    here.post("/forgotten/", {"username": "cleo"})
    with business_scope(acme):
        assert not Message.objects.exists()  # the page does the same for everybody; a worker makes the difference
    run_due(limit=1)
    with business_scope(acme):
        message = Message.objects.get()
        assert (message.kind, message.to, message.user_id) == ("password_reset", "cleo@example.com", cleo.pk)
        link = unseal(message.sealed)

    address = re.sub(r"^http://acme.localhost(:\d+)?", "", link)
    assert here.post(address, CHOICE).status_code == 302
    with business_scope(acme):
        user = User.objects.get()
    assert user.check_password(NEW)
    assert not user.check_password(PASSWORD)


def test_asking_for_an_unknown_name_looks_the_same_and_mails_nobody(here, acme, cleo):
    known = here.post("/forgotten/", {"username": "cleo"})
    unknown = here.post("/forgotten/", {"username": "nobody"})

    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    assert run_due(limit=2) == 2
    with business_scope(acme):
        assert [message.user_id for message in Message.objects.all()] == [cleo.pk]


def test_asking_too_often_is_refused(here, cleo):
    answers = [here.post("/forgotten/", {"username": "cleo"}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_a_repeated_job_mails_once(in_acme, cleo):
    asked_at = timezone.now()
    for _ in range(2):
        reset.send(user_id=cleo.pk, asked_at=asked_at)

    assert Message.objects.count() == 1


def test_a_verification_mail_carries_its_link_sealed(in_acme, ada):
    send_verification(ada)

    message = Message.objects.get()
    link = unseal(message.sealed)
    assert link.startswith("http://acme.localhost:8000/verify-email/")
    assert tokens.use(link.split("/")[-2], Purpose.VERIFY_EMAIL).user == ada


@pytest.mark.parametrize(("purpose", "page"), PAGES)
def test_a_link_opened_where_somebody_else_is_signed_in_says_so_and_puts_nothing_into_their_mouth(
    acme, cleo, carl, as_cleo, purpose, page
):
    address = page.format(secret_for(acme, carl, purpose))

    shown = as_cleo.get(address).content.decode()
    answer = as_cleo.post(address, CHOICE)

    assert "You are signed in as Cleo van Dam" in shown
    assert answer.status_code == 302
    with business_scope(acme):
        assert set(
            Activity.objects.filter(contact_id=carl.customer.contact_id).values_list("actor_name", flat=True)
        ) == {"Carl Brandt"}
        assert not Session.objects.filter(user=cleo).exists()
        assert User.objects.get(pk=cleo.pk).password == cleo.password


@pytest.mark.parametrize(("purpose", "page"), PAGES)
def test_a_link_says_nothing_of_the_kind_on_its_owners_browser_or_a_fresh_one(here, acme, carl, as_carl, purpose, page):
    address = page.format(secret_for(acme, carl, purpose))

    for browser in (as_carl, here):
        assert "You are signed in as" not in browser.get(address).content.decode()
