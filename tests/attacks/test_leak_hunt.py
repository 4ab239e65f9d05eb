"""Markers in every text of one customer and of the team: nobody who must not have one finds it wherever they look."""

import io
from dataclasses import replace

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from billing.models import Product
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.scope import business_scope
from tests.attacks.markers import COST, COSTS, HERS, TEAMS, marked_customer, unmarked_columns
from tests.permission_answers import Row, Scene, told
from tests.permission_table import BUSINESS
from tests.signing_in import sign_in

NOBODY_TYPES = {
    "accounts.Invitation": ("digest",),
    "accounts.RecoveryCode": ("digest",),
    "accounts.RememberedDevice": ("digest",),
    "accounts.Session": ("data", "digest", "user_agent"),
    "accounts.Token": ("digest", "email"),
    "accounts.User": ("password",),
    "accounts.WrongGuess": ("key",),
    "activity.Activity": ("subject_type", "verb"),
    "activity.Seal": ("digest",),
    "api.ApiKey": ("digest", "prefix", "scopes"),
    "api.CallCount": ("caller",),
    "api.StoredAnswer": ("body", "caller", "fingerprint", "key", "location"),
    "billing.BillingProfile": ("country", "currency"),
    "billing.AutopayConsent": ("currency", "text"),
    "billing.AutopayRules": ("retry_days",),
    "billing.Charge": ("currency",),
    "billing.Difference": ("currency", "intent"),
    "billing.ExchangeRate": ("currency",),
    "billing.Reconciliation": ("failure",),
    "billing.BankBalance": ("currency",),
    "billing.Expense": ("currency",),
    "billing.ExpenseReceipt": ("content_type", "sha256", "storage_key"),
    "billing.ExpenseRule": ("currency",),
    "billing.Invoice": ("automatic_key", "currency", "frozen_sha256", "pdf_key", "pdf_sha256", "verify_code"),
    "billing.Dispute": ("answer_failure", "answer_state", "currency", "fee_currency", "reason", "stripe_dispute"),
    "billing.InstalmentPlan": ("agreed_text", "currency"),
    "billing.LedgerEntry": ("currency", "key"),
    "billing.Payment": ("currency", "failure", "fee_currency", "receipt_key", "stripe_payment_intent"),
    "billing.PaymentAttempt": (
        "checkout_session",
        "checkout_url",
        "currency",
        "decline_code",
        "idempotency_key",
        "stripe_account",
    ),
    "billing.Payout": ("currency", "stripe_payout"),
    "billing.Product": ("currency",),
    "billing.Promise": ("currency",),
    "billing.RefundOrder": ("failure", "stripe_refund"),
    "billing.Schedule": ("currency",),
    "billing.Quote": ("currency",),
    "billing.TransferNotice": ("currency",),
    "billing.ReminderRules": ("quiet_weekdays", "steps"),
    "billing.SavedCard": ("brand", "last4", "method", "stripe_account", "told_of"),
    "billing.StripeCustomer": ("customer", "stripe_account"),
    "crm.Address": ("country",),
    "crm.ContactPhone": ("e164",),
    "crm.Correction": ("key",),
    "crm.Customer": ("scopes",),
    "crm.DetailCheck": ("key",),
    "crm.StoredFile": ("content_type", "sha256", "storage_key"),
    "crm.Update": ("image_key",),
    "emails.Message": ("key", "kind", "message_id"),
    "emails.MessageEvent": ("name",),
}
"""Columns of codes, digests and addresses of machines. What a person writes is never listed here."""

PAGES = [row for row in BUSINESS if row.get]
ALL = (HERS, TEAMS, *COSTS)


@pytest.fixture
def scene(acme, ada, ben, carl, gus, media) -> Scene:
    """Cleo's place is taken by her whose every word is a marker."""
    with business_scope(acme):
        hers = marked_customer()
    return Scene(acme, owner=ada, assistant=ben, customer=hers, other_customer=carl, stranger=gus)


def read(response: HttpResponse) -> str:
    """Return all the text of an answer, on paper too, with where it leads and what its cookies say."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.get("Content-Type") == "application/pdf":
        body = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    return f"{body.decode(errors='replace')} {dict(response.items())} {response.cookies}".lower()


def found(scene: Scene, row: Row, who, markers) -> list[str]:
    client = Client()
    if who is not None:
        sign_in(client, who)
    with business_scope(scene.acme):
        address = row.address(told(row.args, scene))
    asked = [{}, {"q": HERS[:-1]}]
    hosts = {f"acme.{settings.BASE_DOMAIN}", client.defaults.get("HTTP_HOST", f"globex.{settings.BASE_DOMAIN}")}
    pages = "".join(read(client.get(address, query, HTTP_HOST=host)) for query in asked for host in hosts)
    return [marker for marker in markers if marker in pages]


@pytest.mark.parametrize("who", ["other_customer", "stranger", "anonymous"])
def test_neither_another_customer_nor_a_stranger_finds_a_marker(scene, who):
    leaks = {row.route: found(scene, row, getattr(scene, who, None), ALL) for row in PAGES}

    assert {route: markers for route, markers in leaks.items() if markers} == {}


def test_she_finds_nothing_that_the_team_keeps_to_itself(scene):
    hers = [row for row in PAGES if row.get.kind != "member"]
    leaks = {row.route: found(scene, row, scene.customer, (TEAMS, *COSTS)) for row in hers}

    assert {route: markers for route, markers in leaks.items() if markers} == {}


def test_the_owner_and_she_herself_do_find_them(scene):
    """Or the tests above would see nothing."""
    rows = {row.route: row for row in PAGES}
    contact, product = "workspace/contacts/<int:contact_id>/", "workspace/products/<int:product_id>/"
    hers = replace(rows[product], args=lambda _scene: {"product_id": Product.objects.get(cost_minor=COST).pk})

    assert found(scene, rows["information/"], scene.customer, (HERS,)) == [HERS]
    assert found(scene, rows["files/"], scene.customer, (HERS,)) == [HERS]
    assert found(scene, hers, scene.owner, COSTS) != []
    assert found(scene, rows[contact], scene.owner, (HERS, TEAMS)) == [HERS, TEAMS]


def test_her_mails_and_papers_hold_nothing_of_the_teams(scene):
    for work in DueWork.objects.filter(name="emails.deliver").values_list("pk", flat=True):
        perform(work)

    members = (scene.owner.email, f"{TEAMS}keeper@")  # who are told what she answered
    hers = [letter for letter in mail.outbox if not any(address in letter.to[0] for address in members)]
    assert hers
    for letter in hers:
        source = f"{letter.message()} {letter.subject} {letter.body} {letter.alternatives[0].content}".lower()
        assert [marker for marker in (TEAMS, *COSTS) if marker in source] == []
        assert all(HERS in to for to in letter.to), "a mail that somebody else gets"


def test_every_text_that_a_person_writes_holds_a_marker(scene):
    with business_scope(scene.acme):
        unmarked = set(unmarked_columns())

    listed = {f"{model}.{name}" for model, names in NOBODY_TYPES.items() for name in names}
    assert unmarked - listed == set(), "let markers.py write a marker there, or list it if nobody's words stand there"
    assert listed - unmarked == set(), "these hold a marker, or are gone: take them off the list"
