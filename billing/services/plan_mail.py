"""Mails about paying in parts: what the team offers, what was agreed to, and that a plan has ended."""

from collections.abc import Mapping

from billing.models import InstalmentPlan
from billing.selectors.instalments import PlanView, view_of
from billing.services.receipts import main_recipient
from tenants.kernel.dates import long_date
from tenants.kernel.mail import compose
from tenants.kernel.scope import require_business
from tenants.links import business_url


def tell_of_offer(plan: InstalmentPlan) -> int | None:
    """Compose the mail once for each plan that the team offers; None when there is no address."""
    view = view_of(plan)
    return _compose("plan_offered", plan, {"parts": _parts(view), "link": business_url(f"/plans/{plan.pk}/")})


def tell_of_agreement(plan: InstalmentPlan) -> int | None:
    """Compose the customer's copy of what they agreed to, word by word."""
    more = {
        "parts": _parts(view_of(plan)),
        "signer": plan.agreed_name,
        "agreement": plan.agreed_text,
        "link": business_url(f"/plans/{plan.pk}/"),
    }
    return _compose("plan_agreed", plan, more)


def tell_of_end(plan: InstalmentPlan) -> int | None:
    """Compose the mail that a plan ended because a part was missed: what is left is due."""
    left = view_of(plan).left.format(require_business().locale)
    return _compose("plan_ended", plan, {"left": left, "link": business_url("/pay/")})


def _compose(kind: str, plan: InstalmentPlan, more: Mapping[str, object]) -> int | None:
    recipient = main_recipient(plan.contact_id)
    if recipient is None:
        return None
    context = {"name": recipient.name, "amount": plan.amount.format(require_business().locale), **more}
    return compose(kind, to=recipient, context=context, key=f"{kind}:{plan.pk}")


def _parts(view: PlanView) -> list[dict[str, str]]:
    locale = require_business().locale
    days = [(long_date(each.due_on, locale=locale), each.amount.format(locale)) for each in view.instalments]
    return [{"day": day, "amount": amount} for day, amount in days]
