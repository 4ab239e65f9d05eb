"""The words of an agreement to pay in parts, as the customer reads and signs them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.selectors.instalments import PlanView
from tenants.kernel.dates import long_date
from tenants.kernel.scope import require_business


def text_of(view: PlanView) -> str:
    """Return the whole agreement; each instalment stands in it with its day and amount."""
    business = require_business()
    days = "; ".join(
        f"{long_date(each.due_on, locale=business.locale)}: {each.amount.format(business.locale)}"
        for each in view.instalments
    )
    grace = ngettext(
        "If a part is still open %(days)d day after its day, this plan ends and what is left is due at once.",
        "If a part is still open %(days)d days after its day, this plan ends and what is left is due at once.",
        view.plan.grace_days,
    ) % {"days": view.plan.grace_days}
    whole = _("I pay %(amount)s to %(business)s in these parts: %(days)s.") % {
        "amount": view.plan.amount.format(business.locale),
        "business": business.name,
        "days": days,
    }
    early = _("I may pay early; what I pay settles the next parts.")
    return f"{whole} {early} {grace}"
