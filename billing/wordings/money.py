"""How charges, payments, credit and the catalogue read in a history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("payment.", "payments.view")
    keep_for("refund.", "payments.view")
    keep_for("difference.", "payments.view")
    keep_for("credit.", "ledger.view")
    _account()
    _money_back()
    _given()
    _stripe()
    _products()


def _account() -> None:
    register_wording("charge.added", _("%(description)s: %(amount)s put on the account"), icon="file-plus")
    register_wording(
        "charge.voided", _("%(description)s taken off the account: %(reason)s"), icon="file-x", tone="warning"
    )
    register_wording("payment.received", _("%(amount)s paid, receipt %(receipt)s"), icon="check", tone="success")
    register_wording("payment.started", _("Bank payment of %(amount)s is on its way"), icon="landmark", tone="info")
    register_wording("payment.failed", _("Payment of %(amount)s did not go through"), icon="circle-x", tone="danger")
    register_wording("payment.surplus", _("%(amount)s was paid twice and is credit now"), icon="scale", tone="warning")


def _money_back() -> None:
    register_wording("refund.ordered", _("%(amount)s of %(receipt)s to be given back: %(reason)s"), icon="undo-2")
    register_wording("refund.failed", _("%(amount)s of %(receipt)s did not go back"), icon="circle-x", tone="danger")
    register_wording("refund.let_be", _("%(amount)s of %(receipt)s need not go back any more"), icon="check")
    register_wording("payment.refund", _("%(amount)s of %(receipt)s given back"), icon="undo-2")
    register_wording("payment.refund_failed", _("%(amount)s could not be given back"), icon="circle-x", tone="warning")
    register_wording("payment.dispute", _("%(amount)s disputed and taken back"), icon="gavel", tone="danger")
    register_wording("payment.dispute_won", _("Dispute over %(amount)s won"), icon="gavel", tone="success")


def _given() -> None:
    register_wording(
        "charge.written_off", _("%(amount)s of %(description)s written off: %(reason)s"), icon="eraser", tone="warning"
    )
    register_wording("charge.due_again", _("%(amount)s of %(description)s is due again"), icon="undo-2")
    register_wording("credit.given", _("%(amount)s of credit given: %(reason)s"), icon="gift", tone="success")
    register_wording("credit.taken_back", _("%(amount)s of credit taken back: %(reason)s"), icon="undo-2")


def _stripe() -> None:
    register_wording("stripe.connected", _("Stripe account connected"), icon="plug")
    register_wording("stripe.enabled", _("Stripe takes payments now"), icon="credit-card", tone="success")
    register_wording("stripe.paused", _("Stripe takes no payments for now"), icon="credit-card", tone="danger")


def _products() -> None:
    register_wording("product.added", _("%(name)s added to the catalogue at %(price)s"), icon="package-plus")
    register_wording("product.changed", _("%(name)s changed, now %(price)s"), icon="package")
    register_wording("product.archived", _("%(name)s taken off the catalogue"), icon="archive")
    register_wording("difference.explained", _("Difference with Stripe explained: %(explanation)s"), icon="scale")
    register_wording("rate.set", _("1 %(currency)s is worth %(rate)s from now on"), icon="coins")
    register_wording("product.restored", _("%(name)s put back in the catalogue"), icon="archive-restore")
