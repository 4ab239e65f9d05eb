"""Statements between any two days: page, paper and table with the same numbers, to the cent."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from billing.gateway.protocol import Refund
from billing.models import LedgerEntry
from billing.selectors.statements import Period, ageing_of, statement_of
from billing.services.reversals import note_refunds
from billing.statements import statement_csv, statement_pdf
from tenants.kernel import clock
from tests.billing.books import charge, money, pay

EVER = Period(date(2000, 1, 1), date(2100, 1, 1))


def on(day: date, entry_key_starts: str) -> None:
    """Move entries to a day, as if they had been made then; the books are not asked."""
    LedgerEntry.objects.filter(key__startswith=entry_key_starts).update(effective_on=day)


@pytest.fixture
def year(cleo):
    """A tart in January, paid in part in February, rolls in March."""
    tart, rolls = charge(cleo, 1000, "Tart", reason="Birthday"), charge(cleo, 333, "Rolls")
    paid = pay(cleo, 400, reference="Slip 7")
    on(date(2026, 1, 10), f"charge:{tart.pk}")
    on(date(2026, 2, 10), f"payment:{paid.pk}")
    on(date(2026, 3, 10), f"charge:{rolls.pk}")
    return cleo


@pytest.mark.parametrize(
    ("days", "sums"),
    [
        ((date(2026, 1, 1), date(2026, 3, 31)), (0, 1333, 400, 933)),
        ((date(2026, 1, 11), date(2026, 3, 9)), (1000, 0, 400, 600)),
        ((date(2026, 2, 10), date(2026, 2, 10)), (1000, 0, 400, 600)),
        ((date(2026, 3, 11), date(2026, 4, 1)), (933, 0, 0, 933)),
        ((date(2025, 1, 1), date(2025, 12, 31)), (0, 0, 0, 0)),
    ],
)
def test_what_it_begins_with_and_what_came_between_is_what_it_ends_with(year, days, sums):
    found = statement_of(year.pk, Period(*days))

    assert tuple(sum_.minor for sum_ in (found.opening, found.charged, found.credited, found.closing)) == sums
    assert found.closing == found.opening + found.charged - found.credited


def test_periods_that_follow_each_other_join_without_a_gap(year):
    first = statement_of(year.pk, Period(date(2026, 1, 1), date(2026, 2, 10)))
    second = statement_of(year.pk, Period(date(2026, 2, 11), date(2026, 12, 31)))

    assert first.closing == second.opening
    assert second.closing == statement_of(year.pk, EVER).closing


def test_a_refund_is_a_line_that_raises_what_is_owed(cleo):
    charge(cleo, 1000, "Tart")
    note_refunds(pay(cleo, 1000), [Refund("re_1", 250, "succeeded")])

    found = statement_of(cleo.pk, EVER)

    assert [(line.kind, line.amount.minor) for line in found.lines] == [
        ("charge", 1000),
        ("payment", -1000),
        ("refund", 250),
    ]
    assert found.closing == money(250)


def test_days_the_wrong_way_round_are_turned_and_missing_ones_completed(in_acme):
    today = clock.today(in_acme.time_zone)

    assert Period.of(date(2026, 3, 1), date(2026, 1, 1)) == Period(date(2026, 1, 1), date(2026, 3, 1))
    assert Period.of(None, None) == Period(today - timedelta(days=90), today)
    assert Period.of(None, date(2020, 5, 1)) == Period(date(2020, 2, 1), date(2020, 5, 1))
    assert Period.of(None, date.min) == Period(date.min, date.min)


def test_what_is_due_is_told_by_its_age_and_adds_up_to_it(cleo, in_acme):
    today = clock.today(in_acme.time_zone)
    for days, minor in ((-5, 100), (0, 20), (1, 3), (30, 4), (31, 50), (90, 600), (91, 7000)):
        charge(cleo, minor, "Tart", due_on=today - timedelta(days=days))

    assert [age.due.minor for age in ageing_of(cleo.pk)] == [120, 7, 50, 600, 7000]
    pay(cleo, 7777)
    assert ageing_of(cleo.pk) == []


def test_the_paper_and_the_table_say_what_the_page_says(year):
    found = statement_of(year.pk, Period(date(2026, 1, 1), date(2026, 3, 31)))

    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(statement_pdf(year, found))).pages)
    rows = list(csv.DictReader(StringIO(statement_csv(found).removeprefix("\ufeff"))))

    assert [said for said in ("Account statement", "Cleo van Dam", "Birthday", "R-00001") if said not in words] == []
    assert [said for said in ("Slip 7", "€13.33", "€4.00", "€9.33") if said not in words] == []
    assert [(row["Day"], row["Amount"], row["Balance"], row["Currency"]) for row in rows] == [
        ("2026-01-10", "10.00", "10.00", "EUR"),
        ("2026-02-10", "-4.00", "6.00", "EUR"),
        ("2026-03-10", "3.33", "9.33", "EUR"),
    ]


def test_a_long_account_goes_on_over_numbered_pages_under_the_same_head(cleo):
    for number in range(60):
        charge(cleo, 100 + number, f"Loaf {number}")

    paper = PdfReader(BytesIO(statement_pdf(cleo, statement_of(cleo.pk, EVER))))

    assert len(paper.pages) > 1
    for number, page in enumerate(paper.pages, 1):
        words = page.extract_text()
        assert f"{number}/{len(paper.pages)}" in words
        assert "Balance" in words


def test_a_line_that_would_be_a_formula_is_text_in_the_table(cleo):
    charge(cleo, 100, "=1+1")

    assert ",'=1+1," in statement_csv(statement_of(cleo.pk, EVER))


def test_a_statement_that_ends_before_today_says_nothing_of_what_is_due_today(year, in_acme):
    old = statement_pdf(year, statement_of(year.pk, Period(date(2026, 1, 1), date(2026, 3, 31))))
    new = statement_pdf(year, statement_of(year.pk, Period(date(2026, 1, 1), clock.today(in_acme.time_zone))))

    assert ["What is due" in PdfReader(BytesIO(paper)).pages[0].extract_text() for paper in (old, new)] == [False, True]
