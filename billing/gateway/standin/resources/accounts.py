"""Connected accounts: created, onboarded through account links, changed."""

from typing import Any

from billing.gateway.standin.call import Call, take, token
from billing.gateway.standin.errors import ApiError, Json, invalid
from billing.gateway.standin.lists import page, whole
from billing.gateway.standin.routing import Route

from .methods import NO_ADDRESS

LINK_SECONDS = 300
NEEDED = [
    "business_profile.product_description",
    "business_profile.support_phone",
    "business_profile.url",
    "external_account",
    "tos_acceptance.date",
    "tos_acceptance.ip",
]
_CURRENCIES = {
    "US": "usd", "GB": "gbp", "CH": "chf", "JP": "jpy", "AU": "aud", "NZ": "nzd", "CA": "cad", "SE": "sek",
    "NO": "nok", "DK": "dkk", "PL": "pln", "CZ": "czk", "HU": "huf", "RO": "ron", "SG": "sgd", "HK": "hkd",
    "MX": "mxn", "BR": "brl", "IN": "inr", "AE": "aed", "KW": "kwd", "IS": "isk",
}  # fmt: skip
_HASHES = {"business_profile", "company", "controller", "individual", "settings", "tos_acceptance"}
_NOTHING_DUE: Json = {
    "alternatives": [],
    "current_deadline": None,
    "currently_due": [],
    "disabled_reason": None,
    "errors": [],
    "eventually_due": [],
    "past_due": [],
    "pending_verification": [],
}


def create(call: Call) -> Json:
    if call.account != call.platform:
        raise ApiError("Only platforms can create accounts.", status=403, code="account_invalid")
    country = call.params.get("country", "US")
    kind = "none" if "controller" in call.params else call.params.get("type", "standard")
    account = new_account(call, kind=kind, country=country)
    _apply(account, call.params)
    call.save(account)
    return account


def new_account(call: Call, *, kind: str, country: str) -> Json:
    account = call.new(
        "account",
        type=kind,
        country=country,
        business_profile=_business_profile(),
        capabilities={"card_payments": "inactive", "transfers": "inactive"},
        charges_enabled=False,
        controller=_controller(kind),
        created=call.now,
        default_currency=_CURRENCIES.get(country, "eur"),
        details_submitted=False,
        future_requirements=_requirements([]),
        metadata={},
        payouts_enabled=False,
        requirements={**_requirements(NEEDED), "disabled_reason": "requirements.past_due"},
        settings=_settings(),
        tos_acceptance={"date": None, "ip": None, "user_agent": None},
    )
    account["id"] = f"acct_{token(16)}"
    account["external_accounts"] = whole([], f"/v1/accounts/{account['id']}/external_accounts")
    return account


def _requirements(due: list[str]) -> Json:
    return {**_NOTHING_DUE, "currently_due": list(due), "eventually_due": list(due), "past_due": list(due)}


def _business_profile() -> Json:
    names = ("mcc", "name", "product_description", "support_email", "support_phone", "support_url", "url")
    return {
        **dict.fromkeys(names),
        "annual_revenue": {"amount": None, "currency": None, "fiscal_year_end": None},
        "estimated_worker_count": None,
        "minority_owned_business_designation": None,
        "support_address": dict(NO_ADDRESS),
    }


def _controller(kind: str) -> Json:
    return {
        "type": "application",
        "is_controller": True,
        "fees": {"payer": "account"},
        "losses": {"payments": "stripe"},
        "requirement_collection": "stripe",
        "stripe_dashboard": {"type": {"standard": "full", "express": "express"}.get(kind, "none")},
    }


def _settings() -> Json:
    kana = ("statement_descriptor_prefix", "statement_descriptor_prefix_kana", "statement_descriptor_prefix_kanji")
    payments = ("statement_descriptor", "statement_descriptor_kana", "statement_descriptor_kanji", *kana[1:])
    tos: Json = {"date": None, "ip": None}
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": dict.fromkeys(("icon", "logo", "primary_color", "secondary_color")),
        "card_issuing": {"tos_acceptance": tos},
        "card_payments": {"decline_on": {"avs_failure": True, "cvc_failure": True}, **dict.fromkeys(kana)},
        "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": None},
        "payments": dict.fromkeys(payments),
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 2, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }


def _apply(account: Json, given: Json) -> None:
    take(account, given, "email", "business_type", "default_currency")
    for name in given.keys() & _HASHES:
        account[name] = _merged(account.get(name) or {}, given[name] or {})
    state = "active" if account["charges_enabled"] else "inactive"
    account["capabilities"] = {**dict.fromkeys(given.get("capabilities") or {}, state), **account["capabilities"]}


def _merged(current: Json, given: Any) -> Json:
    nested = {name: _merged(current.get(name) or {}, value) for name, value in given.items() if isinstance(value, dict)}
    return {**current, **given, **nested}


def retrieve(call: Call, object_id: str) -> Json:
    found = call.store.get(call.platform, object_id, "account")
    if found is None or call.account not in (call.platform, object_id):
        raise ApiError(
            f"The provided key does not have access to account '{object_id}' (or that account does not exist)."
            " Application access may have been revoked.",
            status=403,
            code="account_invalid",
        )
    return found


def retrieve_own(call: Call) -> Json:
    return retrieve(call, call.account)


def update(call: Call, object_id: str) -> Json:
    account = retrieve(call, object_id)
    _apply(account, call.params)
    return save_and_tell(call, account)


def save_and_tell(call: Call, account: Json) -> Json:
    """Accounts belong to the platform; their events carry the account itself."""
    call.store.put(call.platform, account)
    told = Call(**{**vars(call), "account": account["id"]})
    told.emit("account.updated", account)
    return account


def finish_onboarding(call: Call, account: Json) -> Json:
    account |= {"charges_enabled": True, "payouts_enabled": True, "details_submitted": True}
    account |= {"requirements": _requirements([]), "capabilities": dict.fromkeys(account["capabilities"], "active")}
    account["tos_acceptance"] |= {"date": call.now, "ip": "127.0.0.1"}
    return save_and_tell(call, account)


def restrict(call: Call, account: Json) -> Json:
    """Stripe wants more papers and takes no payments meanwhile."""
    account |= {"charges_enabled": False, "payouts_enabled": False}
    account["requirements"] = {
        **_requirements(["individual.verification.document"]),
        "disabled_reason": "requirements.past_due",
    }
    account["capabilities"] = dict.fromkeys(account["capabilities"], "inactive")
    return save_and_tell(call, account)


def delete(call: Call, object_id: str) -> Json:
    retrieve(call, object_id)
    told = Call(**{**vars(call), "account": object_id})
    told.emit("account.application.deauthorized", {"id": "ca_standin", "object": "application", "name": "Stand-in"})
    call.store.remove(object_id)
    return {"id": object_id, "object": "account", "deleted": True}


def create_link(call: Call) -> Json:
    account = retrieve(call, call.params["account"])
    for name in ("refresh_url", "return_url"):
        if not str(call.params.get(name, "")).startswith(("http://", "https://")):
            raise invalid(f"You must provide a valid `{name}`.", name, "url_invalid")
    link = call.new("account_link", created=call.now, expires_at=call.now + LINK_SECONDS)
    secret = token(20)
    link["url"] = f"{call.base_url}/setup/s/{account['id']}/{secret}"
    kept = {name: call.params[name] for name in ("refresh_url", "return_url")}
    call.store.put(call.platform, {**link, "id": f"link_{secret}", "_account": account["id"], "_urls": kept})
    return link


def list_accounts(call: Call) -> Json:
    return page(call, [each for each in call.select("account") if each["id"] != call.platform])


ROUTES = [
    Route("POST", "/v1/accounts", create, "AccountCreateParams"),
    Route("GET", "/v1/accounts", list_accounts, "AccountListParams"),
    Route("GET", "/v1/account", retrieve_own, "AccountRetrieveCurrentParams"),
    Route("GET", "/v1/accounts/{object_id}", retrieve, "AccountRetrieveParams"),
    Route("POST", "/v1/accounts/{object_id}", update, "AccountUpdateParams"),
    Route("DELETE", "/v1/accounts/{object_id}", delete, "AccountDeleteParams"),
    Route("POST", "/v1/account_links", create_link, "AccountLinkCreateParams"),
]
