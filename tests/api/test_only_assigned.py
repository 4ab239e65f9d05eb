"""A manager who sees only assigned contacts, at the API by key and by session: the others are not there."""

import pytest
from django.test import Client

from billing.models import Charge, Payment, Schedule
from crm.models import Correction
from crm.services.assignments import assign
from crm.services.corrections import report_detail
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.api.conftest import Program, secret_of
from tests.cast import member
from tests.permission_billing import charge_of, payment_of
from tests.permission_schedules import schedule_of
from tests.signing_in import sign_in

SCOPES = ("contacts:write", "contacts:read", "charges:read", "charges:write", "payments:read", "payments:write")
OWNERS = {"contacts/": "id", **dict.fromkeys(("charges/", "payments/", "corrections/", "schedules/"), "contact_id")}
BODY = {"description": "Cake", "unit_price": {"amount_minor": 5}}


@pytest.fixture
def max_(acme, cleo, carl) -> User:
    """Carl is his to look after, Cleo is not; both have a charge, a payment and a report."""
    with business_scope(acme):
        made = member("max", "Max Adler", "manager")
        User.objects.filter(pk=made.pk).update(contact_scope="assigned")
        assign(carl.customer.contact_id, member_ids=[made.pk])
        for user in (cleo, carl):
            charge_of(user.customer.contact_id)
            payment_of(user.customer.contact_id)
            schedule_of(user.customer.contact_id)
            report_detail(user.customer.pk, key="first_name", proposed={"first_name": "Other"}, why="")
        return User.objects.get(pk=made.pk)


@pytest.fixture
def program(max_) -> Program:
    return Program(
        secret_of(
            max_, *SCOPES, "corrections:read", "corrections:write", "updates:read", "schedules:read", "schedules:write"
        )
    )


@pytest.fixture
def hers(acme, cleo, max_) -> list[str]:
    """Every address that names something of Cleo's."""
    with business_scope(acme):
        contact_id = cleo.customer.contact_id
        charge = Charge.objects.filter(contact=contact_id).earliest("pk").pk
        payment = Payment.objects.get(contact=contact_id).pk
        correction = Correction.objects.get(contact=contact_id).pk
        schedule = Schedule.objects.get(contact=contact_id).pk
    contact = f"contacts/{contact_id}/"
    money = [f"charges/{charge}/", f"payments/{payment}/", f"schedules/{schedule}/"]
    return [contact, f"{contact}customers/", *money, f"corrections/{correction}/"]


def test_the_lists_hold_what_is_assigned(carl, max_, program):
    browser = Client()
    sign_in(browser, max_)

    for path, owner in OWNERS.items():
        for answer in (program.get(path), browser.get(f"/api/v1/{path}")):
            assert {row[owner] for row in answer.json()["results"]} == {carl.customer.contact_id}, path


def test_another_contacts_addresses_answer_like_nobodys(program, hers):
    for path in hers:
        kind, _slash, rest = path.partition("/")
        nobodys = f"{kind}/987654321/{rest.partition('/')[2]}"
        theirs, random = program.get(path), program.get(nobodys)
        assert (theirs.status_code, theirs.json()["code"]) == (404, random.json()["code"]), path


def test_nothing_is_put_on_another_contacts_account(acme, cleo, program, hers):
    for path, body in (("charges/", BODY), ("schedules/", {**BODY, "each": "month"})):
        assert program.post(f"{hers[0]}{path}", body).status_code == 404

    with business_scope(acme):
        theirs = Charge.objects.filter(contact=cleo.customer.contact_id)
        assert (theirs.count(), Schedule.objects.filter(contact=cleo.customer.contact_id).count()) == (2, 1)


def test_what_reaches_everybody_is_not_theirs_to_read(program):
    assert program.get("updates/").status_code == 403
