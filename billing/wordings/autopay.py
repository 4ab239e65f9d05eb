"""How saved cards and autopay read in a contact's history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    for verbs in ("card.", "autopay.", "instalments."):
        keep_for(verbs, "payments.view")
    register_wording("card.saved", _("A %(brand)s card saved"), icon="credit-card")
    register_wording("card.default", _("A %(brand)s card made the default"), icon="credit-card")
    register_wording("card.removed", _("A %(brand)s card removed"), icon="credit-card", tone="warning")
    register_wording("autopay.changed", _("Autopay settings changed"), icon="zap")
    register_wording("autopay.on", _("%(by)s switched autopay on"), icon="zap", tone="success")
    register_wording(
        "autopay.failed", _("Autopay of %(amount)s did not go through: %(why)s"), icon="circle-x", tone="danger"
    )
    register_wording("autopay.off", _("%(by)s switched autopay off"), icon="zap-off", tone="warning")
    _instalments()


def _instalments() -> None:
    register_wording("instalments.changed", _("What customers may pay in parts changed"), icon="calendar-range")
    register_wording(
        "instalments.offered", _("%(by)s offered to pay %(amount)s in %(parts)s parts"), icon="calendar-range"
    )
    register_wording(
        "instalments.agreed", _("%(name)s agreed to pay %(amount)s in parts"), icon="calendar-range", tone="success"
    )
    register_wording("instalments.paid", _("The plan over %(amount)s is paid"), icon="check", tone="success")
    register_wording(
        "instalments.missed", _("The plan over %(amount)s ended: a part was missed"), icon="circle-x", tone="danger"
    )
    register_wording("instalments.canceled", _("%(by)s ended the plan over %(amount)s"), icon="calendar-x")
