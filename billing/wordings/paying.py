"""How what happens to ways of paying, and to transfers, reads in a history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("transfer.", "payments.view")
    register_wording("paying.changed", _("Ways to pay changed"), icon="wallet-cards")
    register_wording("transfer.told", _("%(amount)s is said to be paid by transfer"), icon="landmark", tone="info")
    register_wording(
        "transfer.declined", _("Transfer of %(amount)s not found: %(reason)s"), icon="circle-x", tone="warning"
    )
