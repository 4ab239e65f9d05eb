import urllib.parse

import pytest
import stripe

from tests.standin.controls import Controls
from tests.standin.orders import line, order


@pytest.fixture
def session(client, acme):
    return client.v1.checkout.sessions.create(order(metadata={"attempt": "7"}), acme)


def intents_of(client, acme):
    return client.v1.payment_intents.list({}, acme).data


def test_the_page_says_test_the_merchant_the_lines_and_the_amount(browser, session):
    page = browser.open(session.url)

    for words in ("TEST", "Acme Gardens", "Lawn &lt;mowing&gt;", "June", "€12.50", "http://shop.example/cart"):
        assert words in page.text
    assert "<script" not in page.text


def test_the_policy_allows_only_the_way_back(browser, session):
    policy = browser.open(session.url).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "form-action 'self' http://shop.example" in policy
    assert "unsafe" not in policy


def test_a_card_pays_and_leads_back_to_the_shop(browser, client, acme, session):
    page = browser.pay(session.url, email="cleo@example.com", billingName="Cleo")

    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]}, acme)
    assert page.location == f"http://shop.example/paid?session={session.id}"
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "cleo@example.com"
    assert (paid.payment_intent.status, paid.payment_intent.amount_received) == ("succeeded", 1250)
    assert paid.payment_intent.latest_charge.billing_details.name == "Cleo"


@pytest.mark.parametrize(
    ("number", "declined_with"),
    [
        ("4000 0000 0000 0002", ("Your card was declined.", "generic_decline")),
        ("4000 0000 0000 9995", ("Your card has insufficient funds.", "insufficient_funds")),
    ],
)
def test_a_declined_card_says_why_and_another_may_be_tried(browser, client, acme, session, number, declined_with):
    declined = browser.pay(session.url, number)
    intent = intents_of(client, acme)[0]
    retried = browser.submit(declined)

    assert declined.status == 402
    assert declined_with[0] in declined.text
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.decline_code == declined_with[1]
    assert retried.location.startswith("http://shop.example/paid")
    assert [each.status for each in intents_of(client, acme)] == ["succeeded"]
    assert [each.status for each in client.v1.charges.list({}, acme).data] == ["succeeded", "failed"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"cardNumber": "4242"}, "Your card number is incomplete."),
        ({"cardNumber": "4242 4242 4242 4241"}, "Your card number is invalid."),
        ({"cardExpiry": "13 / 40"}, "expiration date is incomplete."),
        ({"cardExpiry": "01 / 20"}, "expiration date is in the past."),
        ({"cardCvc": "1"}, "security code is incomplete."),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(browser, client, acme, session, typed, words):
    page = browser.pay(session.url, **typed)

    assert (page.status, words in page.text, 'aria-invalid="true"' in page.text) == (422, True, True)
    assert intents_of(client, acme) == []


def test_a_real_card_is_refused_unseen(browser, client, acme, session):
    page = browser.pay(session.url, "4539 1488 0343 6467")

    assert "Only Stripe&#x27;s test cards work here" in page.text
    assert intents_of(client, acme) == []


def test_3d_secure_completed_pays(browser, client, acme, session):
    question = browser.pay(session.url, "4000 0025 0000 3155")
    waiting = intents_of(client, acme)[0]
    page = browser.open(question.url, {"outcome": "complete"})

    assert (waiting.status, waiting.next_action.type) == ("requires_action", "redirect_to_url")
    assert "TEST" in question.text
    assert page.location.startswith("http://shop.example/paid")
    assert client.v1.checkout.sessions.retrieve(session.id, {}, acme).payment_status == "paid"


def test_3d_secure_failed_charges_nothing_and_the_card_form_is_back(browser, client, acme, session):
    question = browser.pay(session.url, "4000 0025 0000 3155")
    page = browser.open(question.url, {"outcome": "fail"})

    assert "We are unable to authenticate your payment method." in page.text
    assert intents_of(client, acme)[0].status == "requires_payment_method"
    assert client.v1.charges.list({}, acme).data == []
    again = browser.open(urllib.parse.urljoin(session.url, f"/c/pay/{session.id}"))
    assert browser.submit(again).location.startswith("http://shop.example/paid")


def test_the_same_click_twice_pays_once_and_leads_to_the_same_place(browser, client, acme, session):
    page = browser.open(session.url)
    first, second = browser.submit(page), browser.submit(page)

    assert first.location == second.location
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_a_second_tab_is_told_that_it_is_paid(browser, client, acme, session):
    tab = browser.open(session.url)
    browser.pay(session.url)
    late = browser.submit(tab)

    assert (late.location, "already been paid" in late.text) == (None, True)
    assert "already been paid" in browser.open(session.url).text
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_the_intent_of_an_open_checkout_is_left_alone(browser, client, acme, session):
    browser.pay(session.url, "4000 0000 0000 0002")
    intent = intents_of(client, acme)[0]

    for call in (client.v1.payment_intents.cancel, client.v1.payment_intents.confirm):
        with pytest.raises(stripe.InvalidRequestError, match="open Checkout Session"):
            call(intent.id, {}, acme)
    assert intents_of(client, acme)[0].status == "requires_payment_method"


def test_sessions_are_found_by_their_customers_email(browser, client, acme, session):
    browser.pay(session.url, email="cleo@example.com")

    found = client.v1.checkout.sessions.list({"customer_details": {"email": "cleo@example.com"}}, acme).data
    others = client.v1.checkout.sessions.list({"customer_details": {"email": "carl@example.com"}}, acme).data
    assert ([each.id for each in found], others) == ([session.id], [])


def test_an_expired_session_cannot_be_paid(browser, client, acme, session):
    page = browser.open(session.url)
    client.v1.checkout.sessions.expire(session.id, {}, acme)
    late = browser.submit(page)

    assert (late.status, "has expired" in late.text) == (410, True)
    assert intents_of(client, acme) == []


def test_an_abandoned_session_expires_by_itself(browser, client, acme, controls, inbox, session):
    browser.pay(session.url, "4000 0000 0000 0002")
    controls.post("clock", advance=24 * 3600 + 1)
    controls.flush()

    assert client.v1.checkout.sessions.retrieve(session.id, {}, acme).status == "expired"
    assert intents_of(client, acme)[0].status == "canceled"
    assert inbox.types().count("checkout.session.expired") == 1


@pytest.mark.parametrize(("account", "ends"), [("000123456789", "paid"), ("000111111113", "unpaid")])
def test_a_bank_debit_is_processing_until_the_bank_answers(browser, client, acme, session, account, ends):
    page = browser.open(session.url)
    debit = {"method": "debit", "accountNumber": account, "attempt": page.hidden("attempt")}
    location = browser.open(page.url, debit).location
    waiting = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}, acme)
    Controls(page.url.partition("/c/")[0]).post("settle")

    settled = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}, acme)
    assert location.startswith("http://shop.example/paid")
    assert (waiting.status, waiting.payment_status, waiting.payment_intent.status) == (
        "complete",
        "unpaid",
        "processing",
    )
    assert (settled.payment_status, settled.payment_intent.status == "succeeded") == (ends, ends == "paid")


def test_a_bank_debit_settles_with_time(controls, client, acme, session):
    controls.post("checkout", session=session.id, debit="000123456789")
    controls.post("clock", advance=61)

    assert client.v1.checkout.sessions.retrieve(session.id, {}, acme).payment_status == "paid"


def test_the_disputed_card_opens_a_dispute(browser, client, acme, session):
    browser.pay(session.url, "4000 0000 0000 0259")

    dispute = client.v1.disputes.list({}, acme).data[0]
    assert (dispute.reason, dispute.amount, dispute.status) == ("fraudulent", 1250, "needs_response")
    assert client.v1.charges.retrieve(dispute.charge, {}, acme).disputed is True


def test_a_card_is_saved_for_later_and_pays_off_session(browser, client, acme):
    customer = client.v1.customers.create({"email": "cleo@example.com"}, acme)
    setup = {"mode": "setup", "customer": customer.id, "currency": "eur", "success_url": "http://shop.example/saved"}
    session = client.v1.checkout.sessions.create(setup, acme)
    question = browser.pay(session.url, "4000 0025 0000 3155")
    browser.open(question.url, {"outcome": "complete"})
    method = client.v1.customers.payment_methods.list(customer.id, {"type": "card"}, acme).data[0]
    off_session = {"customer": customer.id, "payment_method": method.id, "confirm": True, "off_session": True}
    intent = client.v1.payment_intents.create({"amount": 900, "currency": "eur", **off_session}, acme)

    saved = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]}, acme)
    assert (saved.status, saved.payment_status, saved.amount_total) == ("complete", "no_payment_required", None)
    assert saved.setup_intent.payment_method == method.id
    assert intent.status == "succeeded"


@pytest.mark.parametrize(
    ("currency", "amount", "words"), [("jpy", 1500, "¥1,500"), ("kwd", 1230, "KWD 1.230"), ("usd", 150000, "$1,500.00")]
)
def test_amounts_have_the_decimals_of_their_currency(browser, client, acme, currency, amount, words):
    session = client.v1.checkout.sessions.create(order(line_items=[line(amount, currency)]), acme)

    assert words in browser.open(session.url).text.replace("\xa0", " ")


def test_a_checkout_nobody_made_is_not_found(browser, base_url):
    assert browser.open(f"{base_url}/c/pay/cs_test_nothing").status == 404
