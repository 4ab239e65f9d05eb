"""How invoices read in a contact's history and on the home page."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("invoice.", "invoices.view")
    register_wording("invoice.issued", _("Invoice %(number)s over %(amount)s issued"), icon="receipt-text")
    register_wording(
        "invoice.credited",
        _("%(amount)s of invoice %(corrects)s credited by %(number)s: %(reason)s"),
        icon="file-minus",
        tone="warning",
    )
    register_wording("invoice.voided", _("Invoice %(number)s is void: %(reason)s"), icon="file-x", tone="warning")
    register_wording("invoicing.changed", _("Tax and numbering changed, invoices: %(pattern)s"), icon="hash")
    register_wording("bank.changed", _("Bank details changed"), icon="landmark", tone="warning")
    register_wording("invoicing.contact_changed", _("How they are invoiced changed"), icon="hash")
