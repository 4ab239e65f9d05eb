"""Refunds, credit, write-offs and disputes through the API: what pages do, once for each key."""

import pytest

from billing.models import Dispute, LedgerEntry, RefundOrder
from billing.selectors.accounts import balance_of
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.api.conftest import Program, secret_of
from tests.billing.books import assert_books_add_up, charge, entries, money, pay
from tests.billing.test_disputes import written

BACK = {"amount": {"amount_minor": 400}, "reason": "Burnt"}


@pytest.fixture
def contact(acme, cleo):
    with business_scope(acme):
        return cleo.customer.contact


@pytest.fixture
def refunds(acme, contact) -> str:
    with business_scope(acme):
        charge(contact, 1000, "Tart")
        return f"payments/{pay(contact, 1000).pk}/refunds/"


def test_a_key_gives_back_once(acme, contact, refunds, program):
    first, second = (program.post(refunds, BACK, idempotency_key="k1") for _ in range(2))

    assert (first.status_code, first.json()["state"], first.json()["amount"]["amount_minor"]) == (201, "succeeded", 400)
    assert (second.json(), second["Idempotent-Replayed"]) == (first.json(), "true")
    assert program.get(refunds).json() == [first.json()]
    with business_scope(acme):
        assert entries(contact)[2:] == [("refund", 400)]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"amount": {"amount_minor": 1001}}, "too_much_to_give_back", "amount"),
        ({"amount": {"amount_minor": 0}}, "amount_not_positive", "amount"),
        ({"amount": {"amount_minor": 1, "currency": "USD"}}, "currency_mismatch", "amount"),
    ],
)
def test_what_cannot_go_back_is_refused_by_its_field_and_nothing_goes(acme, refunds, program, change, code, field):
    answer = program.post(refunds, BACK | change)

    assert (answer.json()["code"], list(answer.json()["fields"])) == (code, [field])
    with business_scope(acme):
        assert not RefundOrder.objects.exists()


def test_a_key_that_only_records_payments_gives_nothing_back(ada, acme, refunds):
    till = Program(secret_of(ada, "payments:read", "payments:write"))

    assert till.post(refunds, BACK).status_code == 403

    with business_scope(acme):
        assert not RefundOrder.objects.exists()


def test_a_failed_refund_is_sent_again_once(acme, contact, program):
    with business_scope(acme):
        order = RefundOrder.objects.create(payment=pay(contact, 1000), amount_minor=400, reason="Burnt", state="failed")

    first, second = (program.post(f"refunds/{order.pk}/retry/") for _ in range(2))

    assert (first.status_code, first.json()["id"]) == (201, second.json()["id"])
    with business_scope(acme):
        assert RefundOrder.objects.count() == 2


def test_credit_is_given_read_and_taken_back(acme, contact, program):
    made = program.post(f"contacts/{contact.pk}/credits/", BACK)

    assert (made.status_code, made.json()["amount"]["amount_minor"], made.json()["left"]["amount_minor"]) == (
        201,
        400,
        400,
    )
    assert program.get(made["Location"].removeprefix("/api/v1/")).json() == made.json()
    taken = program.post(f"credits/{made.json()['id']}/taking-back/", {"reason": "Wrong customer"})
    assert (taken.status_code, taken.json()["left"]["amount_minor"]) == (200, 0)
    with business_scope(acme):
        assert balance_of(contact.pk) == money(0)
        assert_books_add_up()


def test_a_payment_goes_back_as_credit(acme, contact, refunds, program):
    made = program.post(refunds.replace("refunds", "credits"), BACK)

    assert (made.status_code, f"payments/{made.json()['payment_id']}/refunds/") == (201, refunds)
    with business_scope(acme):
        assert balance_of(contact.pk) == money(-400)


def test_a_charge_is_written_off_and_due_again(acme, contact, program):
    with business_scope(acme):
        path = f"charges/{charge(contact, 1000, 'Tart').pk}/"

    part = program.post(f"{path}write-off/", {"amount": {"amount_minor": 300}, "reason": "Gone"})
    rest = program.post(f"{path}write-off/", {"reason": "Gone"})
    more = program.post(f"{path}write-off/", {"reason": "Gone"})

    assert [part.json()["due"]["amount_minor"], rest.json()["due"]["amount_minor"], more.status_code] == [700, 0, 409]
    assert program.delete(f"{path}write-off/").json()["due"]["amount_minor"] == 1000
    with business_scope(acme):
        assert LedgerEntry.objects.filter(kind="write_off").count() == 2
        assert_books_add_up()


def test_disputes_are_listed_and_answered_once(acme, contact, program):
    with business_scope(acme):
        dispute = written(contact, fee_minor=2000, fee_currency="EUR", fee_on=clock.now().date())

    assert [one["id"] for one in program.get("disputes/?state=needs_response").json()["results"]] == [dispute.pk]
    assert program.get("disputes/?state=won").json()["results"] == []
    assert program.get(f"disputes/{dispute.pk}/").json()["fee"] == {"amount_minor": 2000, "currency": "EUR"}
    sent = program.post(f"disputes/{dispute.pk}/evidence/", {"text": "Delivered on 3 March"})
    again = program.post(f"disputes/{dispute.pk}/evidence/", {"text": "Delivered on 4 March"})
    assert (sent.json()["answer_state"], again.json()["code"]) == ("asked", "answer_on_its_way")
    with business_scope(acme):
        assert Dispute.objects.get().answer == "Delivered on 3 March"
