"""Mail about autopay: what is going to be charged, what could not be, and cards that come to their end."""

from collections.abc import Mapping
from datetime import date, timedelta

from billing.models import AutopayConsent, AutopayRun, PaymentAttempt, SavedCard
from billing.selectors.cards import cards_of
from crm.models import ContactEmail
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url

SOON = timedelta(days=31)


def tell_of_charge(consent: AutopayConsent, day: date) -> None:
    """Announce one day's charge, once; how much it is is worked out when the mail is sent."""
    recipient = _recipient(consent)
    if recipient is None:
        return
    locale = require_business().locale
    context = {
        "name": recipient.name,
        "contact_id": consent.contact_id,
        "day": day.isoformat(),
        "charged_on": long_date(day, locale=locale),
    }
    compose("autopay_soon", to=recipient, context=context, key=f"autopay_soon:{consent.contact_id}:{day}")


def tell_of_failure(run: AutopayRun, attempt: PaymentAttempt) -> None:
    """Say that a charge did not go through, and when it is tried again, if it is."""
    again = run.next_try_at.date() if run.next_try_at else None
    context = {
        "amount": attempt.amount.format(require_business().locale),
        "card": run.card.label,
        "why": attempt.failure,
        "again_on": long_date(again, locale=require_business().locale) if again else "",
        "link": business_url("/pay/"),
    }
    _tell(run.consent, "autopay_failed", context, key=f"autopay_failed:{attempt.pk}")


def tell_of_confirmation(run: AutopayRun, attempt: PaymentAttempt) -> None:
    """Ask the customer to confirm the payment themselves, as their bank wants it."""
    context = {
        "amount": attempt.amount.format(require_business().locale),
        "card": run.card.label,
        "link": business_url("/pay/"),
    }
    _tell(run.consent, "autopay_confirm", context, key=f"autopay_confirm:{attempt.pk}")


def tell_of_cards(consent: AutopayConsent) -> None:
    """Write once a month before the default card expires, and once when it has."""
    today = clock.today(require_business().time_zone)
    for card in cards_of(consent.contact_id):
        if not card.is_default:
            continue
        has_expired = card.has_expired(require_business().time_zone)
        if has_expired or card.has_expired_on(today + SOON):
            _tell_of_card(consent, card, "over" if has_expired else "soon")


def _tell_of_card(consent: AutopayConsent, card: SavedCard, when: str) -> None:
    told = f"{card.exp_year}-{card.exp_month:02} {when}"
    if card.told_of == told:
        return
    SavedCard.objects.filter(pk=card.pk).update(told_of=told)
    context = {
        "card": card.label,
        "expiry": card.expiry,
        "has_expired": when == "over",
        "link": business_url("/methods/"),
    }
    _tell(consent, "card_expiring", context, key=f"card_expiring:{card.pk}:{told}")


def _tell(consent: AutopayConsent, kind: str, context: Mapping[str, object], *, key: str) -> None:
    recipient = _recipient(consent)
    if recipient is not None:
        compose(kind, to=recipient, context={"name": recipient.name, **context}, key=key)


def _recipient(consent: AutopayConsent) -> Recipient | None:
    """Return whoever agreed, or the contact's main address."""
    person = User.objects.filter(pk=consent.user_id).exclude(email="").first()
    if person is not None:
        return Recipient(person.email, name=person.name, contact_id=consent.contact_id, user_id=person.pk)
    main = ContactEmail.objects.filter(contact_id=consent.contact_id).order_by("-is_primary", "pk").first()
    if main is None:
        return None
    return Recipient(main.address, name=consent.contact.display_name, contact_id=consent.contact_id)
