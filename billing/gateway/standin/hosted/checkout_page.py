"""The checkout page: what is paid, to whom, and the ways to pay."""

from http import HTTPStatus

from billing.gateway.standin import checkout
from billing.gateway.standin.call import Call, token
from billing.gateway.standin.cards import DEBIT_TYPES
from billing.gateway.standin.currency import words
from billing.gateway.standin.errors import ApiError, Json
from billing.gateway.standin.exchange import Response, redirect
from billing.gateway.standin.resources.sessions import expire_now

from .forms import CardForm, read_card
from .render import Markup, fragment, joined, page

_TEST_CARDS = {
    "4242 4242 4242 4242": "succeeds",
    "4000 0000 0000 0002": "is declined",
    "4000 0000 0000 9995": "is declined, insufficient funds",
    "4000 0025 0000 3155": "asks for 3-D Secure",
    "4000 0000 0000 0259": "succeeds and is disputed later",
}
_FIELDS = (
    ("email", "Email", "email", "email", "email", "you@example.com"),
    ("cardNumber", "Card number", "text", "numeric", "cc-number", "1234 1234 1234 1234"),
    ("cardExpiry", "Expiry date", "text", "numeric", "cc-exp", "MM / YY"),
    ("cardCvc", "Security code (CVC)", "text", "numeric", "cc-csc", "CVC"),
    ("billingName", "Name on card", "text", "text", "cc-name", "Full name"),
)
_KEPT = ("email", "billingName")


def show(call: Call, session: Json) -> Response:
    return closed(call, session) or form_page(call, session)


def closed(call: Call, session: Json) -> Response | None:
    """The page of a session that can no longer be paid."""
    if session["status"] == "open" and session["expires_at"] <= call.now:
        expire_now(call, session)
    if session["status"] == "expired":
        text = "This checkout session has expired. Nothing was charged. Go back and start again."
        return _notice("This checkout has expired", text, url=session["cancel_url"], status=HTTPStatus.GONE)
    if session["status"] == "complete":
        done = "saved your card" if session["mode"] == "setup" else "been paid"
        text = f"This checkout session has already {done}. Nothing more will be charged."
        return _notice("Already complete", text, url=_success_url(session), status=HTTPStatus.OK)
    return None


def _notice(heading: str, text: str, *, url: str | None, status: HTTPStatus) -> Response:
    link = fragment("link", url=url, text="Back to the shop") if url else ""
    return page(heading, fragment("message", heading=heading, text=text, link=Markup(link)), status=status)


def form_page(call: Call, session: Json, *, read: CardForm | None = None, form: Json | None = None) -> Response:
    read = read or CardForm()
    heading, submit, total = _words(session, name_of(call.merchant()))
    content = fragment(
        "checkout",
        heading=heading,
        amount=fragment("amount", amount=total),
        lines=_lines(session, total),
        error=_alert(read.declined),
        fields=_fields(session, read, form or {}),
        submit=submit,
        cancel=_cancel(session),
        cards=joined([fragment("card", number=number, meaning=text) for number, text in _TEST_CARDS.items()]),
        **_where_to(session),
    )
    leads_to = (session["success_url"], session["cancel_url"])
    return page(heading, content, status=_status(read), leads_to=leads_to)


def _words(session: Json, merchant: str) -> tuple[str, str, str]:
    """Heading, button and amount."""
    if session["mode"] == "setup":
        return f"Save a card for {merchant}", "Save card", ""
    total = words(session["amount_total"], session["currency"])
    return f"Pay {merchant}", f"Pay {total}", total


def _where_to(session: Json) -> dict[str, str]:
    """Where the forms go, with a mark by which a second click on the same page is known."""
    action, attempt = f"/c/pay/{session['id']}", token()
    return {"action": action, "attempt": attempt, "debit": _debit(session, action, attempt)}


def _alert(message: str | None) -> Markup:
    return fragment("error", message=message) if message else Markup()


def _status(read: CardForm) -> HTTPStatus:
    if read.errors:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.PAYMENT_REQUIRED if read.declined else HTTPStatus.OK


def name_of(account: Json) -> str:
    profile, settings = account.get("business_profile") or {}, account.get("settings") or {}
    dashboard = (settings.get("dashboard") or {}).get("display_name")
    return str(profile.get("name") or dashboard or account.get("email") or account["id"])


def _lines(session: Json, total: str) -> Markup:
    if session["mode"] == "setup":
        return Markup()
    rows = [
        fragment(
            "line",
            name=line["description"] if line["quantity"] == 1 else f"{line['description']} x {line['quantity']}",
            details=line["_details"] or "",
            amount=words(line["amount_total"], line["currency"]),
        )
        for line in session["_line_items"]["data"]
    ]
    return fragment("lines", rows=joined(rows), total=total)


def _fields(session: Json, read: CardForm, form: Json) -> Markup:
    email = (session["customer_details"] or {}).get("email") or ""
    values = {"email": email, **{name: form[name] for name in _KEPT if name in form}}
    return joined(
        [
            fragment(
                "field",
                name=name,
                label=label,
                type=kind,
                inputmode=mode,
                autocomplete=autocomplete,
                placeholder=placeholder,
                value=values.get(name, ""),
                error=read.errors.get(name, ""),
                invalid="true" if name in read.errors else "false",
            )
            for name, label, kind, mode, autocomplete, placeholder in _FIELDS
        ]
    )


def _debit(session: Json, action: str, attempt: str) -> Markup:
    if DEBIT_TYPES.get(session["currency"]) not in session["payment_method_types"] or session["mode"] != "payment":
        return Markup()
    return fragment("debit", action=action, attempt=attempt)


def _cancel(session: Json) -> Markup:
    if not session["cancel_url"]:
        return Markup()
    return fragment("link", url=session["cancel_url"], text="Cancel and go back")


def submit(call: Call, session: Json, form: dict[str, str]) -> Response:
    """Pay once: the same click twice leads to the same place, another tab is told."""
    attempt = form.get("attempt")
    if session["status"] == "complete" and attempt and attempt == session.get("_paid_by"):
        return redirect(_success_url(session))
    if (notice := closed(call, session)) is not None:
        return notice
    read = CardForm() if form.get("method") == "debit" else read_card(form, call.now)
    if read.errors:
        return form_page(call, session, read=read, form=form)
    try:
        session = _pay(call, session, form, read)
    except ApiError as error:
        return form_page(call, session, read=CardForm(declined=error.message), form=form)
    call.save({**session, "_paid_by": attempt})
    return _onward(session)


def _pay(call: Call, session: Json, form: dict[str, str], read: CardForm) -> Json:
    who: Json = {"email": form.get("email", "").strip(), "name": form.get("billingName", "").strip()}
    who = {name: value or None for name, value in who.items()}
    if read.card is None:
        return checkout.pay_by_debit(call, session, form.get("accountNumber", ""), who=who)
    return checkout.pay_by_card(call, session, read.card, expiry=read.expiry, who=who)


def _onward(session: Json) -> Response:
    if session["status"] == "complete":
        return redirect(_success_url(session))
    return redirect(
        f"/authenticate/{session['payment_intent'] or session['setup_intent'] or session['_payment_intent']}"
    )


def _success_url(session: Json) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def after_authentication(call: Call, intent: Json, error: ApiError | None) -> Response:
    """Back from the bank: to the shop when it worked, to the card form when it did not."""
    session = call.get("checkout.session", intent["_session"])
    if error is not None:
        return form_page(call, session, read=CardForm(declined=error.message))
    return _onward(session)
