"""What becomes of a run when one of its tries has ended."""

from datetime import datetime, timedelta
from enum import Enum

from billing.models import AutopayRun, PaymentAttempt
from billing.selectors.autopay import autopay_rules
from billing.services.autopay_days import morning_of
from billing.services.autopay_mail import tell_of_confirmation, tell_of_failure
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business


class Verdict(Enum):
    """What a bank's refusal means for the next try."""

    AGAIN = "again"
    CONFIRM = "confirm"
    NEVER = "never"


_NEVER = frozenset({
    "", "lost_card", "stolen_card", "pickup_card", "restricted_card", "expired_card", "fraudulent", "incorrect_number",
    "invalid_number", "invalid_account", "new_account_information_available", "card_not_supported",
    "currency_not_supported", "not_permitted", "security_violation", "stop_payment_order", "merchant_blacklist",
    "revocation_of_authorization", "revocation_of_all_authorizations", "transaction_not_allowed", "do_not_try_again",
})  # fmt: skip
"""https://docs.stripe.com/declines/codes: trying again cannot help, or is not allowed. No code: Stripe refused."""


def verdict_on(decline_code: str) -> Verdict:
    if decline_code == "authentication_required":
        return Verdict.CONFIRM
    return Verdict.NEVER if decline_code in _NEVER else Verdict.AGAIN


def note_end(attempt: PaymentAttempt) -> None:
    """Bring the run to where its latest try has ended; the account is locked, and each end is told of once."""
    run = attempt.autopay_run
    assert run is not None  # noqa: S101 for the type checker: only runs' attempts come here
    if attempt.state == PaymentAttempt.State.SUCCEEDED:
        _save(run, AutopayRun.State.PAID)
    elif run.state != AutopayRun.State.OPEN:
        return
    elif attempt.state == PaymentAttempt.State.EXPIRED:  # it never reached Stripe: that was no try
        enqueue("billing.autopay_try", contact_id=run.contact_id)
    else:
        _failed(run, attempt)


def _failed(run: AutopayRun, attempt: PaymentAttempt) -> None:
    run.tries += 1
    run.first_failed_on = run.first_failed_on or clock.today(require_business().time_zone)
    verdict, again_at = verdict_on(attempt.decline_code), _next_try(run)
    amount = attempt.amount.format(require_business().locale)
    record("autopay.failed", run, contact_id=run.contact_id, amount=amount, why=attempt.failure)
    if verdict is Verdict.CONFIRM:
        _save(run, AutopayRun.State.CONFIRM)
        tell_of_confirmation(run, attempt)
    elif verdict is Verdict.AGAIN and again_at is not None:
        run.next_try_at = again_at
        _save(run, AutopayRun.State.OPEN)
        enqueue("billing.autopay_try", due_at=again_at, contact_id=run.contact_id)
        tell_of_failure(run, attempt)
    else:
        run.next_try_at = None
        _save(run, AutopayRun.State.FAILED)
        tell_of_failure(run, attempt)


def _next_try(run: AutopayRun) -> datetime | None:
    """Return the morning of the next try, or None after the last one."""
    days = autopay_rules().retry_days
    if run.tries > len(days) or run.first_failed_on is None:
        return None
    day = run.first_failed_on + timedelta(days=days[run.tries - 1])
    return morning_of(day)


def _save(run: AutopayRun, state: str) -> None:
    run.state = state
    run.save(update_fields=["state", "tries", "first_failed_on", "next_try_at"])
