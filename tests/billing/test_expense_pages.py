"""Expenses as the team works with them: typed once, with a photo; nobody else reads them."""

import csv
import io
import uuid
from datetime import timedelta

import pytest

from billing.models import Expense, ExpenseReceipt, ExpenseRule
from billing.services.expenses import ExpenseDraft, delete_expense, save_expense
from crm.services.assignments import assign
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.cast import browser_of, customer, member
from tests.kept_files import picture, sent

LIST = "/workspace/expenses/"


@pytest.fixture(autouse=True)
def _files(media):
    """Papers go to a folder of the test."""


def typed(**more) -> dict:
    return {
        "request_key": uuid.uuid4(),
        "supplier": "Moinho da Serra",
        "amount": "123.00",
        "tax": "23.00",
        "category": "Flour",
        "spent_on": "2026-11-20",
        "paid_on": "",
        "currency": "EUR",
        **more,
    }


def test_a_double_click_with_a_photo_is_one_expense_with_one_receipt(as_ada, acme):
    form = typed()

    for _ in range(2):
        photo = sent("IMG_2041.HEIC.exe", picture("JPEG"))
        assert as_ada.post(f"{LIST}new/", {**form, "uploads": photo})["Location"] == LIST

    with business_scope(acme):
        made = Expense.objects.get()
        assert (made.amount, made.tax, made.added_by_name) == (
            Money(12_300, "EUR"),
            Money(2_300, "EUR"),
            "Ada Lindqvist",
        )
        paper = ExpenseReceipt.objects.get()
        assert (paper.name, paper.content_type) == ("IMG_2041.HEIC.exe.jpg", "image/jpeg")
    shown = as_ada.get(LIST).content.decode()
    assert "Moinho da Serra" in shown
    assert "€123.00" in shown


def test_a_receipt_goes_to_its_reader_alone_and_can_be_taken_away(as_ada, acme):
    as_ada.post(f"{LIST}new/", {**typed(), "uploads": sent("mill.png", picture())})
    with business_scope(acme):
        paper = ExpenseReceipt.objects.get()
    place = f"{LIST}{paper.expense_id}/receipts/{paper.pk}/"

    led = as_ada.get(place)
    assert b"".join(as_ada.get(led["Location"]).streaming_content) == picture()

    as_ada.post(f"{place}deletion/")
    assert as_ada.get(place).status_code == 404
    with business_scope(acme):
        assert not ExpenseReceipt.objects.exists()


def test_what_is_no_paper_is_refused_and_the_expense_is_kept(as_ada, acme):
    answer = as_ada.post(f"{LIST}new/", {**typed(), "uploads": sent("x.html", b"<script>1</script>")}, follow=True)

    assert "The expense is saved." in answer.content.decode()
    with business_scope(acme):
        assert Expense.objects.count() == 1
        assert not ExpenseReceipt.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "much"},
        {"tax": "123.00"},
        {"supplier": ""},
        {"contact": "Nobody"},
        {"currency": "X"},
    ],
)
def test_what_is_refused_stays_typed_and_nothing_is_saved(as_ada, acme, wrong):
    answer = as_ada.post(f"{LIST}new/", typed(**wrong))

    assert answer.status_code == 422
    assert "Flour" in answer.content.decode()
    with business_scope(acme):
        assert not Expense.objects.exists()


def test_a_deleted_expense_can_be_undone_on_the_next_page(as_ada, acme):
    as_ada.post(f"{LIST}new/", typed())
    with business_scope(acme):
        made = Expense.objects.get()

    gone = as_ada.post(f"{LIST}{made.pk}/deletion/", follow=True).content.decode()
    assert "The expense of Moinho da Serra is deleted" in gone
    assert f"{LIST}{made.pk}/restoration/" in gone

    as_ada.post(f"{LIST}{made.pk}/restoration/")
    with business_scope(acme):
        assert Expense.objects.kept().get() == made


def test_the_table_for_a_spreadsheet_holds_no_live_formula(as_ada):
    as_ada.post(f"{LIST}new/", typed(supplier="=1+1", amount="1,230.50", tax=""))

    text = as_ada.get("/workspace/expenses.csv?q=%3D1").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    shown = dict(zip(head, row, strict=True))
    assert (shown["Paid to"], shown["Amount"], shown["Date"]) == ("'=1+1", "1230.50", "2026-11-20")


def test_who_sees_only_some_contacts_sees_only_their_expenses(acme, ada, cleo, carl):
    with business_scope(acme):
        bea = member("bea", "Bea Novak", "bookkeeper")
        User.objects.filter(pk=bea.pk).update(contact_scope="assigned")
        bea.refresh_from_db()
        ours, theirs = (
            save_expense(draft=ExpenseDraft(supplier=name, amount=Money(100, "EUR"), contact_id=who.pk))
            for name, who in (("For Cleo", cleo), ("For Carl", carl))
        )
        assign(cleo.pk, member_ids=[bea.pk])
    as_bea = browser_of(bea)

    shown = as_bea.get(LIST).content.decode()
    assert "For Cleo" in shown
    assert "For Carl" not in shown
    answers = [as_bea.get(f"{LIST}{expense.pk}/").status_code for expense in (ours, theirs)]
    assert answers == [200, 404]
    assert "For Carl" not in as_bea.get("/workspace/expenses.csv").content.decode()
    assert as_bea.post(f"{LIST}{theirs.pk}/deletion/").status_code == 404
    with business_scope(acme):
        assert Expense.objects.kept().count() == 2
        delete_expense(theirs.pk)
    assert "For Carl" not in as_bea.get(f"{LIST}?gone={theirs.pk}").content.decode()


def test_a_customer_reads_nothing_of_what_was_spent_on_them(acme):
    with business_scope(acme):
        mia = customer("mia", "Mia Laurent")
        about = mia.customer.contact_id
        save_expense(draft=ExpenseDraft(supplier="zqsecret", amount=Money(4_711, "EUR"), contact_id=about))
    as_mia = browser_of(mia)

    pages = [as_mia.get(path).content.decode() for path in ("/", "/pay/", "/account/")]

    assert not [page for page in pages if "zqsecret" in page or "47.11" in page]
    assert as_mia.get(LIST).status_code == 404


def test_the_api_writes_changes_deletes_and_restores(as_ada, acme):
    def send(method: str, path: str, body: dict | None = None, **more):
        return getattr(as_ada, method)(f"/api/v1/expenses/{path}", body or {}, content_type="application/json", **more)

    given = {"supplier": "Mill", "amount": {"amount_minor": 500}, "category": "Flour", "spent_on": "2026-11-02"}
    made = send("post", "", given, headers={"idempotency-key": "one"}).json()

    assert (made["amount"], made["category"]) == ({"amount_minor": 500, "currency": "EUR"}, "Flour")
    changed = send("patch", f"{made['id']}/", {"paid_on": "2026-11-03"}).json()
    assert (changed["paid_on"], changed["supplier"], changed["rate"]) == ("2026-11-03", "Mill", "1.0000000000")
    dollars = {"amount": {"amount_minor": 700, "currency": "USD"}}
    assert send("patch", f"{made['id']}/", dollars).json()["rate"] is None  # nobody has said what a dollar is worth
    assert send("patch", f"{made['id']}/", {**dollars, "rate": "0.9"}).json()["rate"] == "0.9000000000"
    send("delete", f"{made['id']}/")
    assert send("get", "").json()["results"] == []
    send("post", f"{made['id']}/restoration/", headers={"idempotency-key": "two"})
    assert [row["id"] for row in send("get", "?month=2026-11").json()["results"]] == [made["id"]]
    assert (
        send("post", "", {**given, "tax": {"amount_minor": 500}}, headers={"idempotency-key": "3"}).status_code == 422
    )
    with business_scope(acme):
        assert Expense.objects.count() == 1


def test_what_comes_again_is_changed_on_its_page_and_what_is_refused_stays_typed(as_ada, acme):
    today = clock.today(acme.time_zone)
    as_ada.post(f"{LIST}new/", typed(repeats="month", spent_on=today.isoformat()))
    with business_scope(acme):
        page = f"{LIST}recurring/{ExpenseRule.objects.get().pk}/"
    form = {**typed(amount="150.00"), "until": (today + timedelta(days=1000)).isoformat(), "is_paid_by_itself": "on"}

    assert 'value="123.00"' in as_ada.get(page).content.decode()
    refused = as_ada.post(page, {**form, "until": "2020-01-01"})
    assert (refused.status_code, "2020-01-01" in refused.content.decode()) == (422, True)
    assert as_ada.post(page, form)["Location"] == f"{LIST}recurring/"

    with business_scope(acme):
        rule = ExpenseRule.objects.get()
        assert (rule.amount, rule.is_paid_by_itself) == (Money(15_000, "EUR"), True)
        assert Expense.objects.get().amount == Money(12_300, "EUR")
