import threading
import urllib.error
import urllib.request

import pytest
import stripe

from tests.patience import PATIENCE, eventually
from tests.standin.conftest import sdk
from tests.standin.orders import line, order


def charge(client, options, amount=1000, **more):
    given = {"amount": amount, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True, **more}
    return client.v1.payment_intents.create(given, options)


def refusal(call, *args):
    with pytest.raises(stripe.StripeError) as caught:
        call(*args)
    return caught.value


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"colour": "green"}, "colour"),
        ({"line_items": [{**line(), "colour": "green"}]}, "line_items[0][colour]"),
        ({"payment_intent_data": {"metadata": {"a": "1"}, "colour": "green"}}, "payment_intent_data[colour]"),
    ],
)
def test_an_unknown_parameter_is_refused(client, acme, wrong, param):
    error = refusal(client.v1.checkout.sessions.create, order(**wrong), acme)

    assert (error.http_status, error.code, error.param) == (400, "parameter_unknown", param)
    assert error.user_message == f"Received unknown parameter: {param}"
    assert client.v1.checkout.sessions.list({}, acme).data == []


@pytest.mark.parametrize(
    ("wrong", "param", "code"),
    [
        ({"mode": "gift"}, "mode", None),
        ({"expires_at": "soon"}, "expires_at", "parameter_invalid_integer"),
        ({"line_items": "one"}, "line_items", None),
        ({"line_items": []}, "line_items", "parameter_missing"),
        ({"line_items": [{**line(), "quantity": 0}]}, "line_items[0][quantity]", "parameter_invalid_integer"),
        ({"line_items": [line(currency="xxx")]}, "currency", None),
        ({"line_items": [line(amount=10)]}, "line_items", "amount_too_small"),
        ({"line_items": [line(), line(currency="usd")]}, "line_items", None),
        ({"success_url": "shop"}, "success_url", "url_invalid"),
        ({"customer": "cus_nobody"}, "customer", "resource_missing"),
        ({"setup_intent_data": {"description": "x"}}, "setup_intent_data", None),
        ({"expires_at": 1}, "expires_at", None),
        ({"shipping_options": [{"shipping_rate": "shr_1"}]}, "shipping_options", None),
        ({"line_items": [{**line(), "tax_rates": ["txr_1"]}]}, "line_items[0][tax_rates]", None),
        ({"metadata": {"k" * 41: "v"}}, "metadata", None),
        ({"metadata": {"k": "v" * 501}}, "metadata[k]", None),
        ({"customer_creation": ""}, "customer_creation", None),
    ],
)
def test_a_wrong_parameter_is_named(client, acme, wrong, param, code):
    error = refusal(client.v1.checkout.sessions.create, order(**wrong), acme)

    assert (error.http_status, error.param, error.code) == (400, param, code)


def test_a_missing_parameter_is_named(client):
    error = refusal(client.v1.payment_intents.create, {"amount": 100})

    assert (error.code, error.param) == ("parameter_missing", "currency")


def test_three_decimal_amounts_end_in_zero(client):
    error = refusal(client.v1.payment_intents.create, {"amount": 1234, "currency": "kwd"})

    assert error.param == "amount"


@pytest.mark.parametrize("key", ["sk_live_x", "nonsense"])
def test_only_test_keys_are_let_in(base_url, key):
    client = stripe.StripeClient(key, base_addresses={"api": base_url})

    assert isinstance(refusal(client.v1.balance.retrieve), stripe.AuthenticationError)


def test_no_key_is_401(base_url):
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{base_url}/v1/balance")

    assert caught.value.status == 401
    caught.value.close()


def test_a_strange_account_is_out_of_reach(client):
    error = refusal(client.v1.balance.retrieve, {}, {"stripe_account": "acct_nobody"})

    assert (error.http_status, type(error)) == (403, stripe.PermissionError)


def test_one_account_never_sees_another(client, acme, controls):
    globex = client.v1.accounts.create({"type": "standard"})
    controls.post("accounts", account=globex.id, do="enable")
    intent = charge(client, acme)

    error = refusal(client.v1.payment_intents.retrieve, intent.id, {}, {"stripe_account": globex.id})
    assert (error.http_status, error.code) == (404, "resource_missing")
    assert client.v1.payment_intents.list({}, {"stripe_account": globex.id}).data == []
    assert client.v1.payment_intents.list().data == []


def test_an_unknown_address_is_404(client):
    assert refusal(client.raw_request, "get", "/v1/nonsense").http_status == 404


def test_lists_come_in_pages_newest_first(client, acme):
    made = [client.v1.customers.create({"name": f"Customer {number}"}, acme).id for number in range(5)]
    first = client.v1.customers.list({"limit": 2}, acme)
    second = client.v1.customers.list({"limit": 2, "starting_after": first.data[-1].id}, acme)
    back = client.v1.customers.list({"limit": 2, "ending_before": second.data[0].id}, acme)

    assert [each.id for each in first.data] == made[:2:-1]
    assert (first.has_more, first.url) == (True, "/v1/customers")
    assert [each.id for each in second.data] == [made[2], made[1]]
    assert [each.id for each in back.data] == [each.id for each in first.data]
    assert [each.id for each in client.v1.customers.list({"limit": 3}, acme).auto_paging_iter()] == made[::-1]


def test_ids_expand_into_objects(client, acme):
    intent = charge(client, acme)
    found = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge.balance_transaction"]}, acme)
    listed = client.v1.payment_intents.list({"expand": ["data.latest_charge"]}, acme).data[0]

    assert found.latest_charge.balance_transaction.net == 1000 - 29 - 30
    assert listed.latest_charge.id == intent.latest_charge
    assert refusal(client.v1.payment_intents.retrieve, intent.id, {"expand": ["colour"]}, acme).http_status == 400


def test_a_session_shows_its_lines_when_asked(client, acme):
    session = client.v1.checkout.sessions.create(order(expand=["line_items"]), acme)
    lines = client.v1.checkout.sessions.line_items.list(session.id, {}, acme)

    assert [each.amount_total for each in session.line_items.data] == [1250]
    assert lines.data[0].description == "Lawn <mowing>"


def test_metadata_is_merged(client, acme):
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}}, acme)
    merged = client.v1.customers.update(customer.id, {"metadata": {"b": "", "c": "3"}}, acme)
    cleared = client.v1.customers.update(customer.id, {"metadata": ""}, acme)

    assert merged.metadata.to_dict() == {"a": "1", "c": "3"}
    assert cleared.metadata.to_dict() == {}


def test_the_same_key_gives_the_same_answer(client, acme):
    options = {**acme, "idempotency_key": "pay-7"}
    first, second = charge(client, options), charge(client, options)

    assert first.id == second.id
    assert second._last_response.headers["Idempotent-Replayed"] == "true"
    assert second._last_response.headers["Original-Request"] == first._last_response.headers["Request-Id"]
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_the_same_key_with_other_parameters_is_refused(client, acme):
    options = {**acme, "idempotency_key": "pay-7"}
    charge(client, options)
    error = refusal(charge, client, options, 2000)

    assert (error.http_status, type(error)) == (400, stripe.IdempotencyError)
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_a_decline_is_remembered_a_wrong_parameter_is_not(client, acme):
    options = {**acme, "idempotency_key": "pay-8"}
    wrong = refusal(client.v1.payment_intents.create, {"amount": 1000, "currency": "eur", "colour": "x"}, options)
    declined = [refusal(lambda: charge(client, options, payment_method="pm_card_chargeDeclined")) for _ in range(2)]

    assert wrong.code == "parameter_unknown"
    assert [error.http_status for error in declined] == [402, 402]
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_two_at_once_with_one_key_conflict(client, acme, controls):
    """Whichever takes the key first is held until the other one was refused."""
    controls.post("faults", kind="hold", count=2, seconds=PATIENCE, match="POST /v1/payment_intents")
    results = []

    def pay():
        try:
            results.append(charge(client, {**acme, "idempotency_key": "pay-9"}).id)
        except stripe.StripeError as error:
            results.append(error.http_status)

    threads = [threading.Thread(target=pay) for _ in range(2)]
    for thread in threads:
        thread.start()
    eventually(lambda: results)
    controls.post("faults/clear")
    for thread in threads:
        thread.join()

    assert sorted(str(result)[:3] for result in results) == ["409", "pi_"]
    assert len(client.v1.charges.list({}, acme).data) == 1


def test_a_lost_answer_is_found_by_the_retry(base_url, acme, controls):
    patient = sdk(base_url, max_network_retries=1)
    controls.post("faults", kind="lost_answer", match="POST /v1/payment_intents")
    intent = charge(patient, acme)

    assert intent.status == "succeeded"
    assert len(patient.v1.charges.list({}, acme).data) == 1
    posts = [each for each in controls.get("requests")["data"] if each["path"] == "/v1/payment_intents"]
    assert [(each["status"], each["is_lost"]) for each in posts] == [(200, True), (200, False)]


@pytest.mark.parametrize(("kind", "error"), [("429", stripe.RateLimitError), ("500", stripe.APIError)])
def test_refusals_on_demand_leave_no_trace(client, acme, controls, kind, error):
    controls.post("faults", kind=kind, count=2, match="POST /v1/payment_intents")

    assert [type(refusal(charge, client, acme)) for _ in range(2)] == [error, error]
    assert client.v1.payment_intents.list({}, acme).data == []
    assert charge(client, acme).status == "succeeded"


def test_two_hundred_at_once_stay_consistent(client, acme):
    def pay():
        charge(client, acme, metadata={"from": threading.current_thread().name})

    threads = [threading.Thread(target=lambda: [pay() for _ in range(10)]) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    charges = list(client.v1.charges.list({"limit": 100}, acme).auto_paging_iter())
    assert len({each.id for each in charges}) == 200
    assert {each.payment_intent for each in charges} == {
        each.id for each in client.v1.payment_intents.list({"limit": 100}, acme).auto_paging_iter()
    }
    assert client.v1.balance.retrieve({}, acme).pending[0].amount == 200 * (1000 - 59)
