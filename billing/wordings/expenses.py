"""How expenses read in the history: for those who may see them."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("expense.", "expenses.view")
    keep_for("bank_balance.", "expenses.view")
    register_wording("bank_balance.set", _("Bank balance typed in"), icon="landmark")
    register_wording("expense.added", _("Expense %(supplier)s, %(amount)s written down"), icon="receipt")
    register_wording("expense.came", _("Expense %(supplier)s, %(amount)s came again"), icon="repeat")
    register_wording("expense.changed", _("Expense %(supplier)s changed, now %(amount)s"), icon="receipt")
    register_wording("expense.paid", _("Expense %(supplier)s, %(amount)s paid"), icon="check", tone="success")
    register_wording("expense.deleted", _("Expense %(supplier)s, %(amount)s deleted"), icon="trash-2")
    register_wording("expense.restored", _("Expense %(supplier)s, %(amount)s is back"), icon="archive-restore")
    register_wording("expense.rule_changed", _("Expense %(supplier)s comes as %(amount)s from now on"), icon="repeat")
    register_wording("expense.stopped", _("Expense %(supplier)s does not come again"), icon="repeat-off")
