import pytest
import stripe

from tests.patience import eventually
from tests.standin.conftest import SECRET


@pytest.fixture
def quiet(controls, inbox, acme):
    """The account's own onboarding is over and forgotten."""
    controls.flush()
    inbox.received.clear()
    return controls


def make(client, options, count=1):
    return [client.v1.customers.create({"name": f"Customer {number}"}, options).id for number in range(count)]


def ids(inbox):
    return [event["data"]["object"]["id"] for event in inbox.events()]


def test_the_sdk_accepts_the_signature(client, acme, quiet, inbox):
    make(client, acme)
    quiet.flush()

    body, signature, host = inbox.received[0]
    event = stripe.Webhook.construct_event(body, signature, SECRET)
    assert (event.type, event.account, event.livemode) == ("customer.created", acme["stripe_account"], False)
    assert event.data.object.name == "Customer 0"
    assert host == "localhost:8000"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", signature, SECRET)


def test_the_platforms_own_events_name_no_account(client, quiet, inbox):
    make(client, {})
    quiet.flush()

    assert "account" not in inbox.events()[0]


def test_an_event_says_which_request_made_it(client, acme, quiet, inbox):
    made = client.v1.customers.create({"name": "Cleo"}, {**acme, "idempotency_key": "make-cleo"})
    quiet.flush()

    request = inbox.events()[0]["request"]
    assert request == {"id": made._last_response.headers["Request-Id"], "idempotency_key": "make-cleo"}


def test_a_refused_delivery_is_tried_again(client, acme, quiet, inbox):
    inbox.refuse = 2
    make(client, acme)

    eventually(lambda: inbox.received)
    eventually(lambda: client.v1.events.list({}, acme).data[0].pending_webhooks == 0)
    last = quiet.get("deliveries")["data"][-1]
    assert (last["state"], last["attempts"]) == ("delivered", 3)


def test_each_event_comes_as_often_as_asked(client, acme, quiet, inbox):
    quiet.post("webhooks", duplicates=3)
    made = make(client, acme, 2)
    quiet.flush()

    assert sorted(ids(inbox)) == sorted(made * 3)
    assert len({event["id"] for event in inbox.events()}) == 2


def test_events_come_in_disorder_when_shuffled(client, acme, quiet, inbox):
    quiet.post("webhooks", shuffle=0.5, hold=True)
    made = make(client, acme, 30)
    eventually(lambda: quiet.get("state")["deliveries"].get("held") == 30)
    quiet.post("webhooks/release")
    quiet.flush()

    assert sorted(ids(inbox)) == sorted(made)
    positions = [made.index(each) for each in ids(inbox)]
    assert max(abs(came - sent) for came, sent in enumerate(positions)) > 5


def test_held_events_wait_for_their_release(client, acme, quiet, inbox):
    quiet.post("webhooks", hold=True)
    made = make(client, acme)
    quiet.flush()
    before = list(inbox.received)
    quiet.post("webhooks/release")
    quiet.flush()

    assert (before, ids(inbox)) == ([], made)


def test_dropped_events_never_come_but_can_be_sent_again(client, acme, quiet, inbox):
    quiet.post("webhooks", drop=1)
    made = make(client, acme, 2)
    quiet.flush()
    came = ids(inbox)
    lost = client.v1.events.list({"type": "customer.created"}, acme).data[1]
    quiet.post("webhooks/resend", event=lost.id)
    quiet.flush()

    assert came == made[1:]
    assert ids(inbox) == [made[1], made[0]]


def test_an_endpoint_hears_what_it_asked_for(client, acme, quiet, inbox):
    endpoint = {"url": inbox.url, "enabled_events": ["customer.deleted"], "connect": True}
    made = client.v1.webhook_endpoints.create(endpoint)
    customer = make(client, acme)[0]
    client.v1.customers.delete(customer, {}, acme)
    quiet.flush()

    assert sorted(inbox.types()) == ["customer.created", "customer.deleted", "customer.deleted"]
    signed = [signature for body, signature, _ in inbox.received if _accepts(body, signature, made.secret)]
    assert len(signed) == 1
    assert "secret" not in client.v1.webhook_endpoints.retrieve(made.id)


def _accepts(body, signature, secret):
    try:
        return stripe.Webhook.construct_event(body, signature, secret)
    except stripe.SignatureVerificationError:
        return None


def test_a_paid_checkout_tells_the_whole_story(client, acme, quiet, inbox):
    given = {"amount": 1000, "currency": "eur", "payment_method": "pm_card_createDispute", "confirm": True}
    client.v1.payment_intents.create(given, acme)
    quiet.flush()

    assert sorted(inbox.types()) == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.succeeded",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]
