"""How what happens to quotes reads in a history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("quote.", "quotes.view")
    register_wording("quote.drafted", _("Quote over %(amount)s drafted"), icon="file-pen")
    register_wording("quote.sent", _("Quote %(number)s over %(amount)s sent"), icon="send")
    register_wording("quote.withdrawn", _("Quote %(number)s withdrawn"), icon="file-x")
    register_wording(
        "quote.accepted", _("Quote %(number)s over %(amount)s accepted by %(name)s"), icon="file-check", tone="success"
    )
    register_wording("quote.declined", _("Quote %(number)s declined: %(reason)s"), icon="file-x", tone="warning")
