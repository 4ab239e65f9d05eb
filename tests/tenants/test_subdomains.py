from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tenants.errors import (
    SubdomainEncoded,
    SubdomainForeignLetters,
    SubdomainForm,
    SubdomainImitates,
    SubdomainLooksAlike,
    SubdomainRefused,
    SubdomainReserved,
    SubdomainResting,
    SubdomainTaken,
    SubdomainTooLong,
    SubdomainTooShort,
)
from tenants.kernel import clock
from tenants.models import Business, Plan, RetiredSubdomain
from tenants.models.business import subdomain_skeleton
from tenants.names import RESERVED
from tenants.services.provisioning import provision
from tenants.services.subdomains import check_subdomain, free_subdomain, move_business
from tenants.subdomains import READ_AS, check_form, normalise, skeleton, slug

NEW = {"name": "New", "currency": "EUR", "time_zone": "UTC", "reply_to": "a@b.example"}

REFUSED = {
    "ab": SubdomainTooShort,
    "": SubdomainTooShort,
    "a" * 41: SubdomainTooLong,
    "a" * 64: SubdomainTooLong,
    "-bakery": SubdomainForm,
    "bakery-": SubdomainForm,
    "my bakery": SubdomainForm,
    "my_bakery": SubdomainForm,
    "my.bakery": SubdomainForm,
    "bakery\n": SubdomainForm,
    "bäckerei": SubdomainForm,
    "acme'; drop schema public; --": SubdomainForm,
    "\u0430cme": SubdomainForeignLetters,  # Cyrillic a
    "b\u0430k\u0435ry": SubdomainForeignLetters,
    "xn--80ak6aa92e": SubdomainEncoded,
    "ab--cd": SubdomainEncoded,
    "www": SubdomainReserved,
    "console": SubdomainReserved,
    "api": SubdomainReserved,
    "select": SubdomainReserved,
    "pg-catalog": SubdomainReserved,
    "adm1n": SubdomainReserved,
    "rnail": SubdomainReserved,
    "sign-in": SubdomainReserved,
    "paypal": SubdomainImitates,
    "paypa1": SubdomainImitates,
    "paypal-refunds": SubdomainImitates,
    "my-5tripe": SubdomainImitates,
}


@pytest.mark.parametrize(("name", "refusal"), REFUSED.items())
def test_a_bad_subdomain_is_refused_with_its_own_sentence(name, refusal):
    with pytest.raises(SubdomainRefused) as refused:
        check_form(name)

    assert type(refused.value) is refusal
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["abc", "acme-bakery", "a" * 40, "3cats", "order66-cafe", "appletree"])
def test_an_ordinary_subdomain_is_accepted(name):
    check_form(name)


def test_the_list_of_reserved_names_is_long_and_well_formed():
    assert len(RESERVED) >= 150
    assert all(word == normalise(word) for word in RESERVED)


def test_capitals_and_spaces_around_are_forgiven():
    assert normalise("  Acme-Bakery ") == "acme-bakery"


def test_a_taken_subdomain_says_so(acme):
    with pytest.raises(SubdomainTaken, match="already taken"):
        check_subdomain("acme")


@pytest.mark.parametrize(
    ("taken", "wish"),
    [
        ("corner-cafe", "corner-caf3"),
        ("corner-cafe", "comer-cafe"),
        ("corner-cafe", "cornercafe"),
        ("pill-shop", "pi11-shop"),
        ("mint-shop", "m1nt-shop"),
        ("vvoodwork", "woodwork"),
    ],
)
def test_a_look_alike_of_a_taken_subdomain_is_refused_by_rule_and_by_the_database(db, taken, wish):
    provision(**NEW, subdomain=taken)

    with pytest.raises(SubdomainLooksAlike):
        check_subdomain(wish)
    with pytest.raises(IntegrityError, match="business_subdomain_looks"), transaction.atomic():
        Business.objects.create(subdomain=wish, schema_name="b_other", plan=Plan.objects.get())
    assert Business.objects.filter(subdomain=wish).count() == 0


def test_python_and_sql_read_a_subdomain_alike(db):
    names = ["pi11-5h0p", "rnvv-rn3", "a-1-b", "0134578"]
    for name in names:
        RetiredSubdomain.objects.create(subdomain=name, free_at=clock.now())

    for letters in READ_AS:
        rows = RetiredSubdomain.objects.annotate(read=subdomain_skeleton(letters)).values_list("subdomain", "read")
        assert dict(rows) == {name: skeleton(name, letters) for name in names}


@pytest.mark.parametrize("bad", ["Acme", "ab", "a" * 39 + "-", "ac me", "\u0430cme"])
def test_the_database_refuses_a_malformed_subdomain_whoever_writes_it(db, bad):
    with pytest.raises(IntegrityError, match="business_subdomain_form"), transaction.atomic():
        Business.objects.create(subdomain=bad, schema_name="b_other", plan=Plan.objects.get())


def test_a_released_subdomain_rests_for_ninety_days(acme):
    move_business(acme.id, subdomain="acme-bread")

    for wish in ("acme", "acm3"):
        with pytest.raises(SubdomainResting, match="rests until"):
            check_subdomain(wish)
    rest = RetiredSubdomain.objects.get(subdomain="acme")
    assert abs(rest.free_at - clock.now() - timedelta(days=90)) < timedelta(minutes=1)


def test_after_its_rest_a_subdomain_is_free_again(acme):
    move_business(acme.id, subdomain="acme-bread")
    RetiredSubdomain.objects.update(free_at=clock.now() - timedelta(seconds=1))

    check_subdomain("acme")


def test_moving_to_a_taken_subdomain_changes_nothing(acme, globex):
    with pytest.raises(SubdomainTaken):
        move_business(acme.id, subdomain="globex")

    assert Business.objects.get(pk=acme.id).subdomain == "acme"
    assert not RetiredSubdomain.objects.exists()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Ada\u2019s Café & Bar", "adas-cafe-and-bar"),
        ("\u0430cme", "acme"),
        ("Пекарня Lisboa", "lisboa"),
        ("x", "x-co"),
        ("日本", ""),
        ("a" * 80, "a" * 32),
    ],
)
def test_a_subdomain_is_made_of_a_business_name(text, made):
    assert slug(text) == made


@pytest.mark.parametrize("wish", ["acme", "Admin", "PayPal", "日本", "", "Globex!", "ac", "a" * 80])
def test_every_refusal_comes_with_a_subdomain_that_is_free(acme, globex, wish):
    check_subdomain(free_subdomain(wish))


def test_the_suggestion_stays_near_the_wish(acme):
    assert free_subdomain("Acme") == "acme-co"
    assert free_subdomain("Corner Café") == "corner-cafe"
