from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.expense import ExpenseForm
from billing.models import ExpenseRule
from billing.services.expenses import ExpenseDraft
from tenants.accounts.models import User

NOT_OF_A_RULE = ("spent_on", "paid_on", "due_on", "repeats", "uploads", "request_key")


class ExpenseRuleForm(ExpenseForm):
    """What is to come of an expense that comes again; those that were made stay as they are."""

    is_paid_by_itself = forms.BooleanField(
        required=False, label=_("It pays itself"), help_text=_("By standing order or direct debit, on its day.")
    )

    def __init__(self, *args: Any, member: User, rule: ExpenseRule, **kwargs: Any) -> None:
        initial = {"until": rule.ends_on, "is_paid_by_itself": rule.is_paid_by_itself}
        super().__init__(*args, member=member, expense=rule, initial=initial, **kwargs)
        for name in NOT_OF_A_RULE:
            del self.fields[name]

    def draft(self) -> ExpenseDraft:
        cleaned = self.cleaned_data
        names = ("supplier", "amount", "rate", "category", "note")
        return ExpenseDraft(
            **{name: cleaned[name] for name in names},
            tax=cleaned["tax"] or None,
            product_id=cleaned["product"],
            contact_id=cleaned["contact"],
        )
