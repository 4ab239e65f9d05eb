"""A customer at the checkout: pays, proves who they are, or gives up; the session follows."""

from .call import Call
from .cards import DEBIT_TYPES, TestCard
from .errors import ApiError, Json
from .payments import confirm, refuse_authentication, settle_debit
from .resources import customers, methods, payment_intents, setup_intents, subscriptions

DONE = ("succeeded", "processing", "requires_capture")


def pay_by_card(call: Call, session: Json, card: TestCard, *, expiry: tuple[int, int], who: Json) -> Json:
    """Try the session's payment with a card; raises the decline, and the session stays open."""
    method = methods.new_card(call, card, expiry)
    return _pay(call, session, method, who)


def pay_by_debit(call: Call, session: Json, account_number: str, *, who: Json) -> Json:
    kind = DEBIT_TYPES[session["currency"]]
    return _pay(call, session, methods.new_debit(call, kind, account_number), who)


def _pay(call: Call, session: Json, method: Json, who: Json) -> Json:
    if session["status"] != "open":
        raise ApiError("This Checkout Session is no longer open.", code="checkout_session_closed")
    method["billing_details"] |= {name: who.get(name) for name in ("name", "email")}
    call.save(method)
    _know_customer(call, session, who)
    intent = _intent(call, session)
    call.save(session)
    if intent["object"] == "setup_intent":
        setup_intents.set_up(call, intent, method)
    else:
        confirm(call, intent, method)
    return _follow(call, session, intent)


def _know_customer(call: Call, session: Json, who: Json) -> None:
    details = session["customer_details"] or {"address": None, "phone": None, "tax_exempt": "none", "tax_ids": None}
    session["customer_details"] = {**details, **{name: who[name] for name in ("name", "email") if who.get(name)}}
    by_card = session["payment_method_options"].get("card", {}).get("setup_future_usage")
    saves = by_card or session["_data"].get("setup_future_usage") or session["mode"] == "subscription"
    if session["customer"] is None and (saves or session["customer_creation"] == "always"):
        facts = {name: session["customer_details"].get(name) for name in ("name", "email")}
        session["customer"] = customers.new_customer(call, facts)["id"]


def _intent(call: Call, session: Json) -> Json:
    """The one intent of the session, made at the first try."""
    if session["mode"] == "setup":
        if session["setup_intent"]:
            return call.get("setup_intent", session["setup_intent"])
        made = setup_intents.new_intent(call, {**session["_data"], "customer": session["customer"]})
        session["setup_intent"] = made["id"]
    elif session["payment_intent"] or session.get("_payment_intent"):
        return call.get("payment_intent", session["payment_intent"] or session["_payment_intent"])
    else:
        made = _new_payment_intent(call, session)
    return call.save({**made, "_session": session["id"]})


def _new_payment_intent(call: Call, session: Json) -> Json:
    data = session["_data"] if session["mode"] == "payment" else {"setup_future_usage": "off_session"}
    options = session["payment_method_options"]
    given = {
        **data,
        "payment_method_options": options,
        "customer": session["customer"],
        "payment_method_types": session["payment_method_types"],
    }
    made = payment_intents.new_intent(call, session["amount_total"], session["currency"], given)
    session["payment_intent" if session["mode"] == "payment" else "_payment_intent"] = made["id"]
    return made


def authenticated(call: Call, intent: Json) -> Json:
    """The customer completed 3-D Secure: the payment goes on; raises the decline that may still come."""
    method = call.get("payment_method", intent["payment_method"])
    if intent["object"] == "setup_intent":
        setup_intents.set_up(call, intent, method, is_authenticated=True)
    else:
        confirm(call, intent, method, is_authenticated=True)
    return _followed(call, intent)


def not_authenticated(call: Call, intent: Json) -> ApiError:
    return refuse_authentication(call, intent)


def _followed(call: Call, intent: Json) -> Json:
    if "_session" in intent:
        _follow(call, call.get("checkout.session", intent["_session"]), intent)
    return intent


def _follow(call: Call, session: Json, intent: Json) -> Json:
    if intent["status"] not in DONE:
        return session
    waits = intent["status"] == "processing"
    paid = "no_payment_required" if session["mode"] == "setup" else "unpaid" if waits else "paid"
    session |= {"status": "complete", "payment_status": paid, "url": None, "_due": None}
    if session["mode"] == "subscription":
        session |= subscriptions.from_checkout(call, session, intent)
    call.save(session)
    call.emit("checkout.session.completed", session)
    return session


def settle(call: Call, intent: Json, *, succeeds: bool | None = None) -> Json:
    """The bank answers a debit, and the session it paid for hears of it."""
    settle_debit(call, intent, succeeds=succeeds)
    if "_session" in intent:
        session = call.get("checkout.session", intent["_session"])
        is_paid = intent["status"] == "succeeded"
        session["payment_status"] = "paid" if is_paid else "unpaid"
        call.save(session)
        call.emit(f"checkout.session.async_payment_{'succeeded' if is_paid else 'failed'}", session)
    return intent
