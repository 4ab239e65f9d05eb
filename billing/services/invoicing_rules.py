"""How a business invoices, and what is different for one contact."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from billing.errors.invoices import BankNeedsPassword, NumbersGivenOut, PatternsAlike
from billing.models import Automatic, BillingProfile, Invoice, InvoiceCounter, InvoicingRules
from billing.numbering import are_alike, check_pattern
from billing.selectors.invoicing import counter_year
from billing.services.automatic_invoicing import plan_next_month
from billing.services.ledger import lock_account
from billing.services.team import tell_of_bank
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.scope import require_business

BANK = ("bank_holder", "iban", "bic", "bank_other")


@transaction.atomic
def save_rules(
    *,
    first_numbers: Mapping[str, int] | None = None,
    by: User | None = None,
    knows_password: bool = False,
    **said: Any,
) -> InvoicingRules:
    """Put the business's rules in force; what is issued stays as it is. ``said`` are fields of InvoicingRules.

    Where customers are to pay is changed by whom ``knows_password`` is true of alone, and every owner is written to.
    ``first_numbers`` says, by kind, where numbers begin that nobody has been given yet. Raises PatternInvalid,
    PatternWithoutNumber, PatternWithoutYear, PatternsAlike, NumbersGivenOut, BankNeedsPassword.
    """
    rules = InvoicingRules.locked()
    before = _bank(rules)
    for name, value in said.items():
        setattr(rules, name, value)
    if _bank(rules) != before and not knows_password:
        raise BankNeedsPassword
    _check_patterns(rules)
    rules.updated_at = clock.now()
    rules.save()
    for kind, number in (first_numbers or {}).items():
        _begin_at(rules, kind, number)
    if rules.automatic == Automatic.MONTHLY:
        plan_next_month()
    record("invoicing.changed", rules, pattern=rules.pattern)
    if _bank(rules) != before:
        _tell_of_bank(rules, by)
    return rules


@transaction.atomic
def save_profile(*, contact_id: int, **said: Any) -> BillingProfile:
    """Say how one contact is invoiced; ``said`` are fields of BillingProfile."""
    lock_account(contact_id)
    profile, _made = BillingProfile.objects.update_or_create(contact_id=contact_id, defaults=said)
    if profile.automatic == Automatic.MONTHLY:
        plan_next_month()
    record("invoicing.contact_changed", profile, contact_id=contact_id)
    return profile


def _check_patterns(rules: InvoicingRules) -> None:
    for pattern in (rules.pattern, rules.credit_note_pattern):
        check_pattern(pattern, is_reset_yearly=rules.is_reset_yearly)
    if are_alike(rules.pattern, rules.credit_note_pattern):
        raise PatternsAlike


def _tell_of_bank(rules: InvoicingRules, by: User | None) -> None:
    record("bank.changed", rules)
    if by is not None:
        tell_of_bank(by.name, rules)


def _bank(rules: InvoicingRules) -> tuple[str, ...]:
    return tuple(getattr(rules, name) for name in BANK)


def _begin_at(rules: InvoicingRules, kind: str, number: int) -> None:
    """Let a series begin at a number; one of which something is given out only goes on."""
    year = counter_year(rules, clock.today(require_business().time_zone))
    counter, _made = InvoiceCounter.objects.select_for_update().get_or_create(kind=kind, year=year)
    if number == counter.last_number + 1:
        return
    if Invoice.objects.filter(kind=kind, counter_year=year).exists():
        raise NumbersGivenOut
    counter.first_number, counter.last_number = number, number - 1
    counter.save()
