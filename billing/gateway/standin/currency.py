"""Currencies as Stripe counts them: how many decimals, the least that can be charged, and the words for an amount."""

from decimal import Decimal

from .errors import ApiError, RefusedParamsError

_SUPPORTED = """
    usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf
    chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg
    huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt
    mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar
    sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd
    xof xpf yer zar zmw
"""
SUPPORTED = frozenset(_SUPPORTED.split())
_ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
ZERO_DECIMAL = frozenset(_ZERO_DECIMAL.split())
THREE_DECIMAL = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
_NO_FRACTION_IN_TWO_DECIMALS = {"isk", "ugx"}
_LEAST = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50,
    "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50,
    "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
_MOST = 99_999_999


def decimals(currency: str) -> int:
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2


def words(amount: int, currency: str) -> str:
    """For people: "€12.50", "¥500", "KWD 1.230"."""
    from babel.numbers import format_currency, get_currency_symbol

    value, code = Decimal(amount).scaleb(-decimals(currency)), currency.upper()
    text = str(format_currency(value, code, locale="en_US"))
    return text.replace(code, f"{code} ") if get_currency_symbol(code, locale="en_US") == code else text


def supported(currency: str, param: str = "currency") -> str:
    """In lower case, or refused."""
    lowered = currency.lower()
    if lowered not in SUPPORTED:
        raise RefusedParamsError(f"Invalid currency: {currency}. Stripe does not support it.", param=param)
    return lowered


def check_amount(amount: int, currency: str, *, param: str = "amount") -> None:
    if amount < 1:
        raise RefusedParamsError("Invalid positive integer", param=param, code="parameter_invalid_integer")
    if amount < _LEAST.get(currency, 1):
        least = words(_LEAST[currency], currency)
        raise ApiError(f"Amount must be at least {least} {currency}", code="amount_too_small", param=param)
    if amount > _MOST:
        raise ApiError(
            f"Amount must be no more than {words(_MOST, currency)} {currency}", code="amount_too_large", param=param
        )
    _check_last_digits(amount, currency, param)


def _check_last_digits(amount: int, currency: str, param: str) -> None:
    """Three-decimal currencies end in 0, ISK and UGX in 00 (https://docs.stripe.com/currencies)."""
    step = 10 if currency in THREE_DECIMAL else 100 if currency in _NO_FRACTION_IN_TWO_DECIMALS else 1
    if amount % step:
        raise ApiError(
            f"Invalid amount: amounts in {currency} must be divisible by {step}",
            code="parameter_invalid_integer",
            param=param,
        )


def fee(amount: int, currency: str) -> int:
    """What a payment costs the merchant: 2.9 % and 30 hundredths of the unit, never more than the amount."""
    fixed = {0: 0, 2: 30, 3: 300}[decimals(currency)]
    return min(amount, (amount * 29 + 500) // 1000 + fixed)
