"""“I don't recognise this”: one line leaves what is pressed for, the rest stays; the team answers, once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from billing.errors import AnswerMissing, ChargeIsVoid, NoSuchCharge, NoSuchQuery, QueryDecided
from billing.models import ChargeQuery, Invoice
from billing.selectors.accounts import balance_of
from billing.selectors.queries import queried_charge_ids, queries_of
from billing.services.charges import void_charge
from billing.services.queries import explain_charge, query_charge, take_off_queried, withdraw_query
from emails.models import Message
from tests.billing.bills import TWENTY, credited, issued, line, only_charge
from tests.billing.books import assert_books_add_up, charge, due, pay
from tests.cast import member


def ask(contact, of, why="I was away that week"):
    return query_charge(contact_id=contact.pk, charge_id=of.pk, why=why)


def answers() -> list[tuple[str, str, bool]]:
    mails = Message.objects.filter(kind="query_answered").order_by("pk")
    return [(mail.to, mail.context["answer"], mail.context["is_taken_off"]) for mail in mails]


@pytest.fixture
def ada(in_acme):
    return member("ada", "Ada Lindqvist", "owner")


def test_a_queried_charge_is_named_and_nothing_else_changes(cleo, carl):
    cake, bread = charge(cleo, 4500, "Cake"), charge(cleo, 640, "Bread")
    ask(carl, charge(carl, 100, "Roll"))

    ask(cleo, cake)

    assert queried_charge_ids([cleo.pk]) == {cake.pk}
    assert bread.pk not in queried_charge_ids()
    assert len(queried_charge_ids()) == 2
    assert due(cleo) == {"Cake": 4500, "Bread": 640}
    assert_books_add_up()


def test_money_that_names_nothing_pays_for_what_is_not_recognised_last(cleo):
    cake = charge(cleo, 4500, "Cake", due_on=date(2026, 1, 1))
    charge(cleo, 640, "Bread", due_on=date(2026, 2, 1))
    ask(cleo, cake)

    pay(cleo, 640)
    assert due(cleo) == {"Cake": 4500}
    pay(cleo, 500)
    assert due(cleo) == {"Cake": 4000}
    assert_books_add_up()


def test_a_charge_has_one_open_query_and_asking_again_changes_its_words(cleo):
    cake = charge(cleo, 4500)
    first = ask(cleo, cake)

    again = ask(cleo, cake, why="  It was not me ")

    assert (again.pk, ChargeQuery.objects.get().why) == (first.pk, "It was not me")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChargeQuery.objects.create(charge=cake, contact=cleo)


def test_anothers_charge_answers_like_nobodys(cleo, carl):
    theirs = charge(carl, 100)

    for charge_id in (theirs.pk, 987654321):
        with pytest.raises(NoSuchCharge):
            query_charge(contact_id=cleo.pk, charge_id=charge_id)
    assert not ChargeQuery.objects.exists()


def test_anothers_query_cannot_be_taken_back(cleo, carl):
    theirs = ask(carl, charge(carl, 100))

    with pytest.raises(NoSuchQuery):
        withdraw_query(contact_id=cleo.pk, query_id=theirs.pk)
    assert queried_charge_ids() == {theirs.charge_id}


def test_a_void_charge_cannot_be_queried(cleo):
    gone = charge(cleo, 100)
    void_charge(charge_id=gone.pk, reason="Twice")

    with pytest.raises(ChargeIsVoid):
        ask(cleo, gone)
    assert not ChargeQuery.objects.exists()


def test_an_explanation_brings_the_charge_back_and_the_customer_is_told_once(cleo, ada):
    query = ask(cleo, charge(cleo, 4500))

    explain_charge(query_id=query.pk, answer=" For the party ", by=ada)
    explain_charge(query_id=query.pk, answer=" For the party ", by=ada)

    assert queried_charge_ids() == set()
    assert answers() == [("cleo@example.com", "For the party", False)]
    (shown,) = queries_of(cleo.pk)
    assert (shown.state, shown.answer, shown.decided_by_name) == ("explained", "For the party", "Ada Lindqvist")


def test_taking_it_off_voids_the_charge_and_what_was_paid_on_it_is_credit(cleo, ada):
    cake = charge(cleo, 4500)
    pay(cleo, 1000)
    query = ask(cleo, cake)

    answered = take_off_queried(query_id=query.pk, answer="You are right", by=ada)
    take_off_queried(query_id=query.pk, answer="You are right", by=ada)

    cake.refresh_from_db()
    assert (answered.state, cake.state, cake.void_reason) == ("taken_off", "void", "You are right")
    assert balance_of(cleo.pk).minor == -1000
    assert answers() == [("cleo@example.com", "You are right", True)]
    assert_books_add_up()


def test_taking_off_what_is_invoiced_makes_a_credit_note_and_the_invoice_stays_as_it_is(cleo, ada):
    invoice = issued(cleo, line(4500, "Cake", tax_rate=TWENTY), line(640, "Bread"))
    cake = invoice.charges.get(description="Cake")
    pay(cleo, 1000)
    frozen, query = invoice.frozen_sha256, ask(cleo, cake)

    for _click in range(2):
        answered = take_off_queried(query_id=query.pk, answer="You are right", by=ada)

    note = Invoice.objects.get(kind="credit_note")
    assert (note.number, note.corrects_id, note.reason, note.amount_minor) == (
        f"CN-{note.counter_year}-0001", invoice.pk, "You are right", 5400,
    )  # fmt: skip
    invoice.refresh_from_db()
    cake.refresh_from_db()
    assert (answered.state, cake.is_void, invoice.state, invoice.frozen_sha256) == (
        "taken_off", False, "issued", frozen,
    )  # fmt: skip
    assert (balance_of(cleo.pk).minor, answers()) == (-360, [("cleo@example.com", "You are right", True)])
    assert_books_add_up()


def test_whoever_credits_all_of_a_queried_charge_answers_its_query_and_a_part_does_not(cleo, ada):
    invoice = issued(cleo, line(4500, "Cake"))
    ask(cleo, invoice.charges.get())

    credited(invoice, {only_charge(invoice): 500})
    assert queried_charge_ids() == {only_charge(invoice)}
    credited(invoice)

    assert (queried_charge_ids(), answers()) == (set(), [("cleo@example.com", "Two were missing", True)])


def test_whoever_voids_a_queried_charge_answers_its_query(cleo, ada):
    cake = charge(cleo, 4500)
    ask(cleo, cake)

    void_charge(charge_id=cake.pk, reason="Wrong account", by=ada)

    assert queried_charge_ids() == set()
    assert answers() == [("cleo@example.com", "Wrong account", True)]


def test_an_answer_has_words(cleo, ada):
    query = ask(cleo, charge(cleo, 4500))

    for resolve in (explain_charge, take_off_queried):
        with pytest.raises(AnswerMissing):
            resolve(query_id=query.pk, answer="  ", by=ada)
    assert (due(cleo), answers()) == ({"Sourdough": 4500}, [])


def test_what_was_answered_is_not_answered_otherwise(cleo, ada):
    query = ask(cleo, charge(cleo, 4500))
    explain_charge(query_id=query.pk, answer="For the party", by=ada)

    with pytest.raises(QueryDecided):
        take_off_queried(query_id=query.pk, answer="You are right", by=ada)
    with pytest.raises(QueryDecided):
        withdraw_query(contact_id=cleo.pk, query_id=query.pk)
    assert due(cleo) == {"Sourdough": 4500}
    assert len(answers()) == 1


def test_a_query_that_is_taken_back_tells_nobody_and_may_be_asked_again(cleo):
    cake = charge(cleo, 4500)
    query = ask(cleo, cake)

    withdraw_query(contact_id=cleo.pk, query_id=query.pk)
    withdraw_query(contact_id=cleo.pk, query_id=query.pk)
    assert (queried_charge_ids(), queries_of(cleo.pk), answers()) == (set(), [], [])

    assert ask(cleo, cake).pk != query.pk
