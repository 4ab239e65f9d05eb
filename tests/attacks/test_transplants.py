"""What is good at one business is worth nothing at another, though their ids, usernames and passwords be the same."""

import pytest
from django.conf import settings
from django.test import Client

from billing.models import Charge, PaymentAttempt
from billing.services.products import ProductDraft, save_product
from crm.models import ContactTag, Tag
from crm.services.tags import tag_named
from emails.models import Message
from tenants import files
from tenants.accounts.models import Session, User
from tenants.accounts.services import tokens
from tenants.accounts.services.tokens import Purpose
from tenants.forms.brand import PURPOSE
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import sign, unsign
from tests.billing.books import charge, pay
from tests.cast import member
from tests.plain import plain
from tests.signing_in import sign_in

ACME, GLOBEX = "acme.localhost", "globex.localhost"
CHOICE = {"new_password": "a much better sentence", "repeat_password": "a much better sentence"}
LINKS = [
    (Purpose.VERIFY_EMAIL, "/verify-email/{}/"),
    (Purpose.SET_PASSWORD, "/set-password/{}/"),
    (Purpose.SIGN_IN, "/sign-in-link/{}/"),
]


@pytest.fixture
def twin(acme, globex, ada) -> User:
    """Somebody of globex with Ada's very id, username and password hash."""
    with business_scope(globex):
        made = member("ada", "Not Ada", "owner")
        User.objects.filter(pk=made.pk).update(password=ada.password)
        User.objects.filter(pk=made.pk).update(id=ada.pk)
        return User.objects.get(pk=ada.pk)


@pytest.mark.parametrize(("purpose", "page"), LINKS)
def test_a_link_opens_nothing_at_the_neighbours(acme, globex, ada, twin, purpose, page):
    with business_scope(acme):
        address = page.format(tokens.issue(ada, purpose))
    visitor = Client(HTTP_HOST=GLOBEX)

    assert (visitor.get(address).status_code, visitor.post(address, CHOICE).status_code) == (410, 410)

    with business_scope(globex):
        assert not Session.objects.exists()
        assert User.objects.get(pk=twin.pk).session_epoch == twin.session_epoch
    assert Client().get(address, HTTP_HOST=ACME).status_code == 200


def test_a_cookie_means_nothing_at_the_neighbours_and_goes_on_at_home(acme, globex, ada, twin):
    browser = Client()
    sign_in(browser, ada)
    stranger = Client(HTTP_HOST=GLOBEX)

    carried = browser.get("/workspace/", HTTP_HOST=GLOBEX)

    assert plain(carried) == plain(stranger.get("/workspace/"))
    with business_scope(globex):
        assert not Session.objects.exists()
    sign_in(browser, ada)
    assert browser.get("/workspace/").status_code == 200


def test_a_file_link_means_nothing_at_the_neighbours(acme, globex, ada, twin, settings, tmp_path):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": local}
    with business_scope(acme):
        address = files.link(files.store("receipts", b"ours", content_type="application/pdf"), person_id=ada.pk)
    gus = Client()
    sign_in(gus, twin)

    assert gus.get(address).status_code == 404


def test_a_signature_is_no_signature_at_the_neighbours_or_for_another_purpose(acme, globex):
    with business_scope(acme):
        draft = sign(["key", 1, 1], purpose=PURPOSE)

    for business, purpose in ((globex, PURPOSE), (acme, "media")):
        with business_scope(business), pytest.raises(Exception, match="does not match"):
            unsign(draft, purpose=purpose, max_age=60)


def test_a_csrf_token_of_the_neighbours_sends_nothing(acme, globex, ada, gus):
    victim, thief = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    sign_in(victim, ada)
    sign_in(thief, gus)
    stolen = thief.get("/workspace/products/new/").context["csrf_token"]
    victim.get("/workspace/products/new/")

    answer = victim.post("/sign-out/", {"csrfmiddlewaretoken": str(stolen)})

    assert answer.status_code == 403
    assert victim.get("/workspace/").status_code == 200


def test_a_foreign_product_is_not_charged(acme, globex, as_gus):
    with business_scope(acme):
        for number in range(3):
            product = save_product(draft=ProductDraft(name=f"Rye {number}", price=Money(640, "EUR")))
    with business_scope(globex):
        from tests.billing.books import contact

        of_gus = contact()
    asked = {"product": product.pk, "quantity": "1", "request_key": "00000000-0000-4000-8000-000000000001"}

    answer = as_gus.post(f"/workspace/contacts/{of_gus.pk}/charges/new/", asked)

    assert answer.status_code == 422
    with business_scope(globex):
        assert not Charge.objects.exists()


def test_another_customers_charge_is_not_paid_whatever_stands_in_the_form(acme, cleo, carl, as_cleo):
    with business_scope(acme):
        charge(cleo.customer.contact, 500, "Rolls")
        carls = charge(carl.customer.contact, 1000, "Tart")
    asked = {"item": [carls.pk], "share": "full", "contact_id": carl.customer.contact_id, "customer": carl.pk}

    answer = as_cleo.post("/pay/", asked)

    assert answer.status_code == 422
    assert "Tart" not in answer.content.decode()
    with business_scope(acme):
        assert not PaymentAttempt.objects.exists()


def test_another_customers_receipt_and_account_are_not_there(acme, cleo, carl, as_cleo):
    with business_scope(acme):
        charge(carl.customer.contact, 1000, "Tart")
        carls = pay(carl.customer.contact, 1000, send_receipt=False)

    for address in (f"/receipts/{carls.pk}/", f"/receipts/{carls.pk}/receipt.pdf"):
        assert plain(as_cleo.get(address)) == plain(as_cleo.get(address.replace(str(carls.pk), "987654")))
    assert (
        "Tart" not in as_cleo.get(f"/account/?contact_id={carl.customer.contact_id}&since=2000-01-01").content.decode()
    )


def test_a_tag_of_the_neighbours_gathers_nobody(acme, globex, as_gus):
    with business_scope(acme):
        theirs = [tag_named(f"Tag {number}") for number in range(4)][-1]

    page = as_gus.get(f"/workspace/contacts/?tag={theirs.pk}").content.decode()

    assert "Tag 3" not in page
    with business_scope(globex):
        assert not Tag.objects.exists()
        assert not ContactTag.objects.exists()


RIGHTS = {"kind": "member", "role": "owner", "is_staff": "1", "must_change_password": "", "contact": "1", "user": "1"}


def test_what_a_form_does_not_ask_for_is_not_taken(acme, cleo, as_cleo):
    """Mass assignment: rights and owners of rows are in no form."""
    new = CHOICE | {"current_password": "correct horse battery staple"}

    as_cleo.post("/password/", new | RIGHTS)
    as_cleo.post("/information/", {"later": "1"} | RIGHTS)

    with business_scope(acme):
        after = User.objects.get(pk=cleo.pk)
        assert (after.kind, after.role) == ("customer", "")
        assert after.check_password(CHOICE["new_password"])
        assert after.customer.contact_id == cleo.customer.contact_id


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        " //evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "/\r\nSet-Cookie: x=y",
        "http://acme.localhost@evil.example/",
        "evil.example",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(acme, ada, wanted):
    visitor = Client(HTTP_HOST=ACME)

    answer = visitor.post("/sign-in/", {"username": "ada", "password": "correct horse battery staple", "next": wanted})

    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))
    assert "\n" not in answer.url
    assert "Set-Cookie" not in answer.headers


def test_a_link_for_one_person_of_a_business_is_nothing_to_another_of_it(acme, cleo, carl, as_cleo, settings, tmp_path):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": local}
    with business_scope(acme):
        address = files.link(files.store("receipts", b"carl", content_type="application/pdf"), person_id=carl.pk)

    assert as_cleo.get(address).status_code == 404


def test_a_message_of_the_neighbours_is_neither_read_nor_sent_again(acme, globex, as_gus):
    with business_scope(acme):
        for number in range(3):
            theirs = Message.objects.create(
                kind="welcome",
                to="c@example.com",
                subject="Ours",
                message_id=f"<{number}@x>",
                state="failed",
                last_attempt=8,
            )

    assert as_gus.get(f"/workspace/mail/{theirs.pk}/").status_code == 404
    assert as_gus.post(f"/workspace/mail/{theirs.pk}/sending/").status_code == 404

    with business_scope(acme):
        assert set(Message.objects.values_list("state", flat=True)) == {"failed"}


def test_the_cookie_is_the_hosts_alone():
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_DOMAIN is None
