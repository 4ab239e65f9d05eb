"""A customer's word that their card may be charged: given by them alone, kept as they read it, taken back at once."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from billing.errors import AmountNotPositive
from billing.errors.autopay import (
    AutopayOnlyByCustomer,
    ConsentMissing,
    NoCardForAutopay,
    TermsChanged,
)
from billing.models import AutopayConsent
from billing.selectors.autopay import Terms, autopay_rules, consent_of, terms_for
from billing.services.autopay_days import have_day_begun
from billing.services.ledger import lock_account
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a customer sends: whether they agree, to which words (``digest``), and how far; ``limit`` None for all."""

    agrees: bool
    digest: str
    limit: Money | None = None
    address: str | None = None


@transaction.atomic
def give_consent(*, contact_id: int, agreement: Agreement, by: User) -> AutopayConsent:
    """Switch autopay on; one that is on with the same reach stays as it is. Raises a MangoError that says why not."""
    _refuse_unless_it_is_the_customers_word(agreement, by)
    lock_account(contact_id)
    terms = terms_for(contact_id)
    if terms is None:
        raise NoCardForAutopay
    if terms.digest != agreement.digest:
        raise TermsChanged
    known = consent_of(contact_id)
    text = f"{terms.text}\n{scope_text(agreement.limit)}"
    if known is not None and known.text == text:
        return known
    if known is not None:
        _end(known, by)
    return _write_down(contact_id, Terms(text, terms.card), agreement, by)


@transaction.atomic
def withdraw_consent(*, contact_id: int, by: User) -> None:
    """Switch autopay off, from this moment on; one that is off stays off."""
    lock_account(contact_id)
    known = consent_of(contact_id)
    if known is not None:
        _end(known, by)
        record("autopay.off", known, contact_id=contact_id, by=by.name)


def scope_text(limit: Money | None) -> str:
    """Return the words beside the choice that was made."""
    if limit is None:
        return _("Everything that falls due.")
    return _("Up to %(amount)s in a calendar month.") % {"amount": limit.format(require_business().locale)}


def _refuse_unless_it_is_the_customers_word(agreement: Agreement, by: User) -> None:
    if by.is_member:
        raise AutopayOnlyByCustomer
    if not agreement.agrees:
        raise ConsentMissing
    _check_limit(agreement.limit)


def _write_down(contact_id: int, read: Terms, agreement: Agreement, by: User) -> AutopayConsent:
    limit, rules = agreement.limit, autopay_rules()
    given = AutopayConsent.objects.create(
        contact_id=contact_id,
        card=read.card,
        text=read.text,
        scope=AutopayConsent.Scope.ALL if limit is None else AutopayConsent.Scope.CAPPED,
        limit_minor=None if limit is None else limit.minor,
        currency=require_business().currency,
        days_after_due=rules.days_after_due,
        announce_days=rules.announce_days,
        user_id=by.pk,
        user_name=by.name,
        address=agreement.address,
        given_at=clock.now(),
    )
    record("autopay.on", given, contact_id=contact_id, by=by.name)
    have_day_begun(clock.today(require_business().time_zone) + timedelta(days=1))
    return given


def _check_limit(limit: Money | None) -> None:
    if limit is None:
        return
    if limit.currency != require_business().currency:
        raise CurrencyMismatch(one=limit.currency, other=require_business().currency)
    if limit.minor <= 0:
        raise AmountNotPositive


def _end(consent: AutopayConsent, by: User) -> None:
    consent.ended_at, consent.ended_by_name = clock.now(), by.name
    consent.save(update_fields=["ended_at", "ended_by_name"])
