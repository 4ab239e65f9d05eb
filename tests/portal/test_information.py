"""My information, as the customer answers it: in one tap, one by one, with what was typed kept."""

import pytest
from django.test import Client

from crm.models import ContactEmail, Correction, Customer, DetailCheck
from crm.services.corrections import report_detail
from crm.services.decisions import decline_correction
from crm.services.notes import add_note
from crm.services.tags import put_tags
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.crm.ledger import hold, key_of, ledger, seen
from tests.plain import plain

NEW = "+351 911 111 111"


@pytest.fixture
def held(acme, contact_id) -> int:
    with business_scope(acme):
        hold(contact_id)
    return contact_id


def key(acme, contact_id: int, kind: str) -> str:
    with business_scope(acme):
        return key_of(contact_id, kind)


def address(acme, contact_id: int, kind: str, noun: str = "correction") -> str:
    return f"/information/{key(acme, contact_id, kind)}/{noun}/"


def reports(acme) -> list[Correction]:
    with business_scope(acme):
        return list(Correction.objects.order_by("pk"))


def test_each_detail_says_where_it_stands_and_offers_two_answers(portal, held):
    page = portal.get("/information/").content.decode()

    assert page.count("Never checked") == 5
    assert 'aria-label="Phone (mobile): this is right"' in page
    assert 'aria-label="Phone (mobile): this is wrong"' in page
    assert "0 of 5 details are known to be right" in page


def test_all_that_was_on_the_page_is_right_in_one_tap(portal, acme, held):
    with business_scope(acme):
        shown = [f"{key_of(held, kind)}={seen(held, kind)}" for kind in ("email", "phone", "first_name")]
        hold(held, first_name="Cleopatra")

    portal.post("/information/", {"seen": shown})

    with business_scope(acme):
        confirmed = set(DetailCheck.objects.values_list("key", flat=True))
    assert confirmed == {key(acme, held, "email"), key(acme, held, "phone")}


def test_one_detail_is_confirmed_and_htmx_gets_the_list_anew(portal, acme, held):
    with business_scope(acme):
        known = seen(held, "phone")
    path = address(acme, held, "phone", "confirmation")

    part = portal.post(path, {"seen": known}, headers={"HX-Request": "true"}).content.decode()
    whole = portal.post(path, {"seen": known})

    assert "1 of 5 details are known to be right" in part
    assert "<html" not in part
    assert whole.url == "/information/"


def test_what_changed_a_moment_ago_is_not_confirmed(portal, acme, held):
    page = portal.post(address(acme, held, "phone", "confirmation"), {"seen": "what it said before"}, follow=True)

    assert "That was changed a moment ago." in page.content.decode()
    with business_scope(acme):
        assert not DetailCheck.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("email", {"address": "no address"}, "Enter a valid email address."),
        ("phone", {"number": ""}, "Fill this in."),
        ("phone", {"number": "1" * 41}, "Shorten it to 40 characters"),
        ("address", {"street": "", "country": "PT"}, "Enter the address."),
        ("address", {"street": "Elsewhere 2", "country": "XX"}, "Select a valid choice."),
        ("first_name", {"first_name": "x" * 71}, "Shorten it to 70 characters"),
    ],
)
def test_what_cannot_be_so_is_refused_like_on_the_teams_form_and_kept(portal, acme, held, kind, typed, words):
    answer = portal.post(address(acme, held, kind), {**typed, "why": "Because I say so"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Because I say so" in page
    assert all(value in page for value in typed.values())
    assert reports(acme) == []


def test_a_report_shows_on_the_page_and_may_be_changed_and_withdrawn(portal, acme, held):
    path = address(acme, held, "phone")
    portal.post(path, {"number": NEW, "why": "New phone"})
    assert f"<strong>{NEW}</strong>" in portal.get("/information/").content.decode()
    assert 'value="+351 911 111 111"' in portal.get(path).content.decode()

    portal.post(path, {"number": "+351 922 222 222"})
    (made,) = reports(acme)
    assert (made.proposed, made.state) == ({"number": "+351 922 222 222"}, "open")

    page = portal.post(f"/information/corrections/{made.pk}/withdrawal/", follow=True).content.decode()
    assert "Your correction is withdrawn." in page
    assert reports(acme)[0].state == "withdrawn"


def test_a_name_may_be_wrong_and_never_go(portal, acme, held):
    answer = portal.post(address(acme, held, "last_name"), {"remove": "1"})

    assert answer.status_code == 422
    assert reports(acme) == []


def test_a_number_may_go_altogether(portal, acme, held):
    portal.post(address(acme, held, "phone"), {"remove": "1", "number": "never mind", "why": "Not mine"})

    (made,) = reports(acme)
    assert (made.is_removal, made.why) == (True, "Not mine")


def test_the_reason_of_a_refusal_stands_where_it_was_asked_for(portal, acme, ada, held):
    with business_scope(acme):
        customer = Customer.objects.get(contact=held)
        made = report_detail(customer.pk, key=key_of(held, "phone"), proposed={"number": NEW})
        decline_correction(made.pk, reason="That number <b>does not exist</b>.", by=ada)

    page = portal.get("/information/").content.decode()

    assert page.count("That number &lt;b&gt;does not exist&lt;/b&gt;.") == 2
    assert "Declined" in page


def test_another_customers_report_and_details_answer_like_nobodys(portal, acme, carl, held):
    with business_scope(acme):
        other = carl.customer.contact_id
        theirs = report_detail(carl.customer.pk, key="last_name", proposed={"last_name": "Braun"})
        foreign = ContactEmail.objects.get(contact=other).pk
        before = ledger()

    answers = [
        (f"/information/corrections/{theirs.pk}/withdrawal/", "/information/corrections/987654321/withdrawal/"),
        (f"/information/email:{foreign}/correction/", "/information/email:987654321/correction/"),
        (f"/information/email:{foreign}/confirmation/", "/information/email:987654321/confirmation/"),
    ]
    for real, made_up in answers:
        got, expected = portal.post(real, {"address": "x@evil.example"}), portal.post(made_up)
        assert (got.status_code, expected.status_code) == (404, 404)
        assert plain(got) == plain(expected)
    with business_scope(acme):
        assert ledger() == before


def test_what_is_the_teams_alone_is_no_detail(portal, acme, held):
    with business_scope(acme):
        add_note(held, body="Slow payer", author=None)
        put_tags(Customer.objects.get(contact=held).contact, ("Difficult",))

    page = portal.get("/information/").content.decode()

    assert "Slow payer" not in page
    assert "Difficult" not in page
    for name in ("tags", "note", "kind", "search_text", "new:note", "password"):
        assert portal.get(f"/information/{name}/correction/").status_code == 404


def test_home_says_how_many_details_wait_until_none_does(portal, acme, held):
    assert "Please check 5 details" in portal.get("/").content.decode()

    portal.post("/information/")

    assert "Please check" not in portal.get("/").content.decode()


def test_a_colleague_sees_and_may_withdraw_the_contacts_report(client: Client, acme, cleo, held):
    from crm.entries import Person
    from crm.services.access import add_customer
    from tests.signing_in import sign_in

    with business_scope(acme):
        made = report_detail(cleo.customer.pk, key="last_name", proposed={"last_name": "Vandam"})
        add_customer(
            held, person=Person("Dana", "dana@example.com"), username="dana", password="amber-kettle-orchard-42"
        )
        User.objects.filter(username="dana").update(must_change_password=False)
        dana = User.objects.select_related("customer__contact").get(username="dana")
    sign_in(client, dana)

    client.post(f"/information/corrections/{made.pk}/withdrawal/")

    assert reports(acme)[0].state == "withdrawn"
