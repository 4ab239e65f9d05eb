import pytest
import stripe

from tests.standin.orders import order


@pytest.fixture
def pay(client, acme):
    def pay(amount=1000, method="pm_card_visa", **more):
        given = {"amount": amount, "currency": "eur", "payment_method": method, "confirm": True, **more}
        return client.v1.payment_intents.create(given, acme)

    return pay


def refusal(call, *args):
    with pytest.raises(stripe.StripeError) as caught:
        call(*args)
    return caught.value


def test_onboarding_opens_the_account_for_payments(browser, client, controls, inbox):
    account = client.v1.accounts.create({"type": "standard", "country": "CH", "email": "ada@example.com"})
    options = {"stripe_account": account.id}
    before = refusal(client.v1.checkout.sessions.create, order(), options)
    urls = {"refresh_url": "http://shop.example/again", "return_url": "http://shop.example/back"}
    link = client.v1.account_links.create({"account": account.id, "type": "account_onboarding", **urls})
    page = browser.open(link.url)
    later = browser.open(link.url, {"outcome": "later"})
    unchanged = client.v1.accounts.retrieve(account.id)
    done = browser.open(link.url, {"outcome": "finish"})
    controls.flush()

    opened = client.v1.accounts.retrieve(account.id)
    assert "cannot currently make charges" in before.user_message
    assert "Finish onboarding" in page.text
    assert (later.location, unchanged.charges_enabled) == ("http://shop.example/back", False)
    assert unchanged.requirements.currently_due != []
    assert (done.location, opened.charges_enabled, opened.payouts_enabled) == ("http://shop.example/back", True, True)
    assert (opened.requirements.currently_due, opened.default_currency) == ([], "chf")
    told = [event for event in inbox.events() if event["type"] == "account.updated" and event.get("account")]
    assert (told[-1]["account"], told[-1]["data"]["object"]["charges_enabled"]) == (account.id, True)


def test_an_old_onboarding_link_leads_to_a_fresh_one(browser, client, controls):
    account = client.v1.accounts.create({"type": "express"})
    urls = {"refresh_url": "http://shop.example/again", "return_url": "http://shop.example/back"}
    link = client.v1.account_links.create({"account": account.id, "type": "account_onboarding", **urls})
    controls.post("clock", advance=301)

    assert browser.open(link.url, {"outcome": "finish"}).location == "http://shop.example/again"
    assert client.v1.accounts.retrieve(account.id).charges_enabled is False


def test_refunds_never_exceed_what_was_captured(client, acme, pay):
    intent = pay(1000)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 400}, acme)
    too_much = refusal(client.v1.refunds.create, {"payment_intent": intent.id, "amount": 601}, acme)
    client.v1.refunds.create({"charge": intent.latest_charge}, acme)
    again = refusal(client.v1.refunds.create, {"charge": intent.latest_charge}, acme)

    charge = client.v1.charges.retrieve(intent.latest_charge, {}, acme)
    assert (too_much.param, again.code) == ("amount", "charge_already_refunded")
    assert (charge.amount_refunded, charge.refunded) == (1000, True)
    assert [each.amount for each in charge.refunds.data] == [600, 400]
    assert [each.amount for each in client.v1.refunds.list({"charge": charge.id}, acme).data] == [600, 400]


def test_a_refund_may_fail_later_and_the_money_is_back(client, acme, controls, pay):
    intent = pay(1000, "pm_card_refundFail")
    refund = client.v1.refunds.create({"payment_intent": intent.id}, acme)
    controls.post("clock", advance=61)

    failed = client.v1.refunds.retrieve(refund.id, {}, acme)
    assert (refund.status, failed.status, failed.failure_reason) == (
        "succeeded",
        "failed",
        "expired_or_canceled_card",
    )
    assert client.v1.charges.retrieve(intent.latest_charge, {}, acme).amount_refunded == 0


@pytest.mark.parametrize(
    ("evidence", "status", "net"), [("winning_evidence", "won", 0), ("losing_evidence", "lost", -2500)]
)
def test_a_dispute_is_decided_by_its_evidence(client, acme, pay, evidence, status, net):
    pay(1000, "pm_card_createDispute")
    dispute = client.v1.disputes.list({}, acme).data[0]
    decided = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": evidence}}, acme)

    assert decided.status == status
    assert sum(each.net for each in decided.balance_transactions) == net
    assert refusal(client.v1.disputes.close, dispute.id, {}, acme).code == "dispute_closed"


def test_a_disputed_payment_cannot_be_refunded(client, acme, controls, pay):
    intent = pay(1000)
    controls.post("disputes", payment_intent=intent.id, amount=300, reason="duplicate")

    assert refusal(client.v1.refunds.create, {"payment_intent": intent.id}, acme).code == "charge_disputed"
    assert client.v1.disputes.list({}, acme).data[0].amount == 300


def test_a_card_that_wants_its_owner_is_declined_off_session(client, acme, pay):
    customer = client.v1.customers.create({}, acme)
    error = refusal(lambda: pay(1000, "pm_card_authenticationRequired", customer=customer.id, off_session=True))

    intent = client.v1.payment_intents.list({}, acme).data[0]
    assert (error.http_status, error.code) == (402, "authentication_required")
    assert error.error.payment_intent.id == intent.id
    assert (intent.status, intent.last_payment_error.code) == ("requires_payment_method", "authentication_required")


def test_a_saved_card_belongs_to_its_customer(client, acme, pay):
    cleo = client.v1.customers.create({"name": "Cleo"}, acme).id
    carl = client.v1.customers.create({"name": "Carl"}, acme).id
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": cleo}, acme)
    error = refusal(lambda: pay(1000, method.id, customer=carl))
    client.v1.payment_methods.detach(method.id, {}, acme)

    assert error.param == "payment_method"
    assert client.v1.payment_methods.list({"customer": cleo}, acme).data == []


def test_an_authorised_payment_is_captured_in_part(client, acme, pay):
    intent = pay(1000, capture_method="manual")
    captured = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 700}, acme)

    assert (intent.status, intent.amount_capturable) == ("requires_capture", 1000)
    assert (captured.status, captured.amount_received) == ("succeeded", 700)
    assert client.v1.balance.retrieve({}, acme).pending[0].amount == 700 - 20 - 30


def test_a_paid_intent_is_neither_confirmed_nor_cancelled_again(client, acme, pay):
    intent = pay()

    for call in (client.v1.payment_intents.confirm, client.v1.payment_intents.cancel):
        assert refusal(call, intent.id, {}, acme).code == "payment_intent_unexpected_state"


def test_money_becomes_available_and_is_paid_out(client, acme, controls, pay):
    pay(1000)
    controls.post("clock", advance=3 * 24 * 3600)
    controls.post("payouts", account=acme["stripe_account"])

    balance = client.v1.balance.retrieve({}, acme)
    payout = client.v1.payouts.list({}, acme).data[0]
    assert (payout.amount, payout.status, payout.automatic) == (941, "paid", True)
    assert (balance.available[0].amount, balance.pending[0].amount) == (0, 0)
    assert refusal(client.v1.payouts.create, {"amount": 1, "currency": "eur"}, acme).code == "balance_insufficient"


@pytest.fixture
def subscribed(client, controls):
    price = client.v1.prices.create(
        {"currency": "usd", "unit_amount": 2900, "recurring": {"interval": "month"}, "product_data": {"name": "Plan"}}
    )
    customer = client.v1.customers.create({"email": "ada@example.com"})
    given = order(mode="subscription", customer=customer.id, line_items=[{"price": price.id, "quantity": 1}])
    paid = controls.post("checkout", session=client.v1.checkout.sessions.create(given).id)
    return paid["subscription"]


def test_a_plan_is_paid_at_the_checkout_and_renews(client, controls, subscribed):
    controls.post("clock", advance=32 * 24 * 3600)

    invoices = client.v1.invoices.list({"subscription": subscribed}).data
    subscription = client.v1.subscriptions.retrieve(subscribed, {"expand": ["latest_invoice"]})
    assert subscription.status == "active"
    assert [(each.status, each.amount_paid, each.billing_reason) for each in invoices] == [
        ("paid", 2900, "subscription_cycle"),
        ("paid", 2900, "subscription_create"),
    ]
    assert subscription.latest_invoice.id == invoices[0].id


def test_a_plan_ends_with_its_period_when_cancelled(client, controls, subscribed):
    client.v1.subscriptions.update(subscribed, {"cancel_at_period_end": True})
    controls.post("clock", advance=32 * 24 * 3600)

    assert client.v1.subscriptions.retrieve(subscribed).status == "canceled"
    assert len(client.v1.invoices.list({"subscription": subscribed}).data) == 1


def test_a_plan_whose_card_fails_is_late_and_then_ends(client, controls, subscribed):
    customer = client.v1.subscriptions.retrieve(subscribed).customer
    method = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer})
    client.v1.subscriptions.update(subscribed, {"default_payment_method": method.id})
    controls.post("clock", advance=32 * 24 * 3600)
    late = client.v1.subscriptions.retrieve(subscribed).status
    controls.post("clock", advance=30 * 24 * 3600)

    assert (late, client.v1.subscriptions.retrieve(subscribed).status) == ("past_due", "canceled")
    assert [each.status for each in client.v1.invoices.list({"subscription": subscribed}).data] == ["open", "paid"]


def test_a_deleted_customer_says_so(client, acme):
    customer = client.v1.customers.create({}, acme)
    client.v1.customers.delete(customer.id, {}, acme)

    assert client.v1.customers.retrieve(customer.id, {}, acme).deleted is True
    assert client.v1.customers.list({}, acme).data == []
