"""The receipts of expenses, and the expenses that come again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.expense_rule import ExpenseRuleForm
from billing.selectors.expenses import expense_named, receipt_named, rule_named, rules
from billing.services.expense_receipts import remove_receipt
from billing.services.expense_rules import change_rule, stop_rule
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.files import link
from tenants.kernel.errors import MangoError
from tenants.views.answers import status_of


@allowed("expenses.view")
@require_safe
def expense_receipt(request: MemberRequest, expense_id: int, receipt_id: int) -> HttpResponse:
    """Lead to the paper by a link that is this member's alone and lives a minute."""
    found = receipt_named(expense_named(expense_id, member=request.member), receipt_id)
    return redirect(link(found.storage_key, filename=found.name, person_id=request.member.pk))


@allowed("expenses.change")
@require_POST
def expense_receipt_deletion(request: MemberRequest, expense_id: int, receipt_id: int) -> HttpResponse:
    found = receipt_named(expense_named(expense_id, member=request.member), receipt_id)
    remove_receipt(expense_id, found.pk)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
    return redirect("billing:expense", expense_id)


@allowed("expenses.view")
@require_safe
def expense_rules(request: MemberRequest) -> HttpResponse:
    found = list(rules(member=request.member))
    coming, ended = [rule for rule in found if rule.next_on], [rule for rule in found if not rule.next_on]
    return render(request, "billing/expense_rules.html", {"coming": coming, "ended": ended})


@allowed("expenses.change")
@require_http_methods(["GET", "HEAD", "POST"])
def expense_rule(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Change what is to come of it, such as a rent that goes up."""
    rule = rule_named(rule_id, member=request.member)
    form = ExpenseRuleForm(request.POST if request.method == "POST" else None, member=request.member, rule=rule)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("until", "is_paid_by_itself")}
        try:
            changed = change_rule(rule.pk, draft=form.draft(), **facts)
        except MangoError as refusal:
            form.add_error("amount", str(refusal))
        else:
            messages.success(request, _("The next of %(supplier)s come like this.") % {"supplier": changed.supplier})
            return redirect("billing:expense_rules")
    context = {"rule": rule, "form": form}
    return render(request, "billing/expense_rule_form.html", context, status=status_of(form))


@allowed("expenses.change")
@require_POST
def expense_rule_end(request: MemberRequest, rule_id: int) -> HttpResponse:
    stopped = stop_rule(rule_named(rule_id, member=request.member).pk)
    messages.success(request, _("%(supplier)s does not come again.") % {"supplier": stopped.supplier})
    return redirect("billing:expense_rules")
