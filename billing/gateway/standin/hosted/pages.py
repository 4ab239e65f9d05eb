"""Addresses of the hosted pages."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from billing.gateway.standin import checkout
from billing.gateway.standin.call import Call
from billing.gateway.standin.currency import words
from billing.gateway.standin.errors import ApiError, Json
from billing.gateway.standin.exchange import Request, Response, redirect
from billing.gateway.standin.resources import accounts
from billing.gateway.standin.store import Store

from . import checkout_page
from .render import Markup, fragment, page, stylesheet

_KINDS = {"cs": "checkout.session", "pi": "payment_intent", "seti": "setup_intent", "ch": "charge"}


class Pages:
    def __init__(self, store: Store, call_for: Callable[[str], Call]) -> None:
        self.store = store
        self.call_for = call_for

    def answer(self, request: Request) -> Response:
        form = dict(parse_qsl(request.body, keep_blank_values=True))
        match request.path.strip("/").split("/"):
            case ["c", "pay", session_id]:
                return self._checkout(request, session_id, form)
            case ["authenticate", intent_id]:
                return self._authenticate(request, intent_id, form)
            case ["setup", "s", account_id, secret]:
                return self._onboarding(request, account_id, secret, form)
            case ["receipts", charge_id]:
                return self._receipt(charge_id)
        return _FILES.get(request.path, _not_found)()

    def _find(self, object_id: str) -> tuple[Call, Json] | None:
        owner, kind = self.store.owner_of(object_id), _KINDS.get(object_id.partition("_")[0])
        body = self.store.get(owner, object_id, kind) if owner and kind else None
        return (self.call_for(str(owner)), body) if body else None

    def _checkout(self, request: Request, session_id: str, form: dict[str, str]) -> Response:
        with self.store.transaction():
            if (found := self._find(session_id)) is None:
                return _not_found()
            call, session = found
            if request.method == "POST":
                return checkout_page.submit(call, session, form)
            return checkout_page.show(call, session)

    def _authenticate(self, request: Request, intent_id: str, form: dict[str, str]) -> Response:
        with self.store.transaction():
            if (found := self._find(intent_id)) is None:
                return _not_found()
            call, intent = found
            if intent["status"] != "requires_action":
                return _after(call, intent, None)
            if request.method != "POST":
                return _question(call, intent)
            if form.get("outcome") != "complete":
                return _after(call, intent, checkout.not_authenticated(call, intent))
            try:
                checkout.authenticated(call, intent)
            except ApiError as error:
                return _after(call, intent, error)
            return _after(call, intent, None)

    def _onboarding(self, request: Request, account_id: str, secret: str, form: dict[str, str]) -> Response:
        with self.store.transaction():
            owner = self.store.owner_of(account_id)
            link = self.store.get(owner, f"link_{secret}", "account_link") if owner else None
            if owner is None or link is None or link["_account"] != account_id:
                return _not_found()
            call, urls = self.call_for(owner), link["_urls"]
            if link["expires_at"] <= call.now:
                return redirect(urls["refresh_url"])
            account = call.get("account", account_id)
            if request.method != "POST":
                return _onboarding_form(call, account, request.path, urls["return_url"])
            if form.get("outcome") == "finish":
                accounts.finish_onboarding(call, account)
            return redirect(urls["return_url"])

    def _receipt(self, charge_id: str) -> Response:
        if (found := self._find(charge_id)) is None:
            return _not_found()
        call, charge = found
        details = charge["payment_method_details"]
        content = fragment(
            "receipt",
            merchant=checkout_page.name_of(call.merchant()),
            amount=words(charge["amount"], charge["currency"]),
            refunded=words(charge["amount_refunded"], charge["currency"]),
            status=charge["status"],
            method=f"{details['type']} ending in {details[details['type']]['last4']}",
            charge=charge["id"],
        )
        return page("Receipt", content)


def _question(call: Call, intent: Json) -> Response:
    method = call.get("payment_method", intent["payment_method"])
    is_setup = intent["object"] == "setup_intent"
    content = fragment(
        "authenticate",
        what="saving your card" if is_setup else f"a payment of {words(intent['amount'], intent['currency'])}",
        merchant=checkout_page.name_of(call.merchant()),
        last4=method["card"]["last4"],
        action=f"/authenticate/{intent['id']}",
    )
    return page("3-D Secure", content, leads_to=(_leads_to(call, intent),))


def _leads_to(call: Call, intent: Json) -> str | None:
    if "_session" in intent:
        return str(call.get("checkout.session", intent["_session"])["success_url"])
    return intent.get("_return_url")


def _after(call: Call, intent: Json, error: ApiError | None) -> Response:
    if "_session" in intent:
        return checkout_page.after_authentication(call, intent, error)
    if return_url := intent.get("_return_url"):
        facts = {intent["object"]: intent["id"], "redirect_status": "failed" if error else "succeeded"}
        return redirect(f"{return_url}{'&' if '?' in return_url else '?'}{urlencode(facts)}")
    text = error.message if error else "Thank you. You can close this page."
    content = fragment(
        "message", heading="Authentication failed" if error else "Authenticated", text=text, link=Markup()
    )
    return page("3-D Secure", content)


def _onboarding_form(call: Call, account: Json, action: str, return_url: str) -> Response:
    content = fragment(
        "onboarding",
        merchant=checkout_page.name_of(call.get("account", call.platform)),
        name=checkout_page.name_of(account),
        account=account["id"],
        country=account["country"],
        currency=account["default_currency"].upper(),
        action=action,
    )
    return page("Onboarding", content, leads_to=(return_url,))


def _not_found() -> Response:
    content = fragment("message", heading="Not found", text="There is no such page here.", link=Markup())
    return page("Not found", content, status=HTTPStatus.NOT_FOUND)


_FILES: dict[str, Callable[[], Response]] = {
    "/standin.css": stylesheet,
    "/favicon.ico": lambda: Response(HTTPStatus.NO_CONTENT, b""),
    "/healthz": lambda: Response(HTTPStatus.OK, b"ok\n", {"Content-Type": "text/plain"}),
}
