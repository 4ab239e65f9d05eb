"""Mails and papers write days as pages do."""

from datetime import UTC, date, datetime

import pytest

from tenants.kernel.dates import long_date, long_moment

DAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "14 March 2026"),
        ("en-us", "March 14, 2026"),
        ("en_US", "March 14, 2026"),
        ("pt-pt", "14 de março de 2026"),
        ("de", "14. März 2026"),
    ],
)
def test_a_day_is_written_as_the_locale_writes_it_and_plain_english_is_british(locale, written):
    assert long_date(DAY, locale=locale) == written


def test_an_instant_is_told_by_the_clock_of_the_business():
    instant = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

    assert long_moment(instant, time_zone="Europe/Lisbon", locale="en") == "14 March 2026, 09:30"
    assert long_moment(instant, time_zone="America/New_York", locale="en") == "14 March 2026, 05:30"
