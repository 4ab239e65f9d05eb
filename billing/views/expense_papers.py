"""The receipts of expenses, and the expenses that come again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.selectors.expenses import expense_named, receipt_named, rule_named, rules
from billing.services.expense_receipts import remove_receipt
from billing.services.expense_rules import stop_rule
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.files import link


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
@require_POST
def expense_rule_end(request: MemberRequest, rule_id: int) -> HttpResponse:
    stopped = stop_rule(rule_named(rule_id, member=request.member).pk)
    messages.success(request, _("%(supplier)s does not come again.") % {"supplier": stopped.supplier})
    return redirect("billing:expense_rules")
