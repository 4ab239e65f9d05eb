"""What the business spends, as its team writes it down and looks for it."""

from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.expense_files import expenses_csv
from billing.forms.expense import ExpenseForm
from billing.models import Expense
from billing.selectors.expenses import ExpenseQuery, categories, expense_named, expenses, seen_by, total_of
from billing.services.expense_receipts import add_receipt
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import delete_expense, pay_expense, restore_expense, save_expense
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import newest_first, row_id
from tenants.uploads import examined


@allowed("expenses.view")
@require_safe
def expense_list(request: MemberRequest) -> HttpResponse:
    query = asked(request)
    found = expenses(query, seen_by_member=request.member)
    gone = row_id(request.GET.get("gone", ""))
    context = {
        "page": newest_first(found, request.GET),
        "query": query,
        "total": total_of(found),
        "categories": categories(),
        "gone": Expense.objects.exclude(deleted_at=None).filter(seen_by(request.member), pk=gone).first()
        if gone
        else None,
        "today": clock.today(request.business.time_zone),
        "search": _without(request, "before", "gone"),
    }
    template = "billing/_expense_rows.html" if request.htmx else "billing/expense_list.html"
    return render(request, template, context)


@allowed("expenses.view")
@require_safe
def expense_csv(request: MemberRequest) -> HttpResponse:
    found = expenses(asked(request), seen_by_member=request.member).order_by("spent_on", "pk")
    answer = HttpResponse(expenses_csv(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="expenses.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed("expenses.change")
@require_http_methods(["GET", "HEAD", "POST"])
def expense_new(request: MemberRequest) -> HttpResponse:
    """Write down what was spent, once or as one that comes again, with a photo of its receipt."""
    if request.method != "POST":
        return _page(request, None, ExpenseForm(member=request.member))
    form = ExpenseForm(request.POST, request.FILES, member=request.member)
    return _saved(request, None, form)


@allowed("expenses.change")
@require_http_methods(["GET", "HEAD", "POST"])
def expense(request: MemberRequest, expense_id: int) -> HttpResponse:
    found = expense_named(expense_id, member=request.member)
    if request.method != "POST":
        return _page(request, found, ExpenseForm(member=request.member, expense=found))
    form = ExpenseForm(request.POST, request.FILES, member=request.member, expense=found)
    return _saved(request, found, form)


@allowed("expenses.change")
@require_POST
def expense_payment(request: MemberRequest, expense_id: int) -> HttpResponse:
    paid = pay_expense(expense_named(expense_id, member=request.member).pk)
    messages.success(request, _("The bill of %(supplier)s is paid.") % {"supplier": paid.supplier})
    return redirect("billing:expense_list")


@allowed("expenses.change")
@require_POST
def expense_deletion(request: MemberRequest, expense_id: int) -> HttpResponse:
    gone = delete_expense(expense_named(expense_id, member=request.member).pk)
    answer = redirect("billing:expense_list")
    answer["Location"] += f"?gone={gone.pk}"
    return answer


@allowed("expenses.change")
@require_POST
def expense_restoration(request: MemberRequest, expense_id: int) -> HttpResponse:
    back = restore_expense(expense_named(expense_id, member=request.member).pk)
    messages.success(request, _("The expense of %(supplier)s is back.") % {"supplier": back.supplier})
    return redirect("billing:expense_list")


def asked(request: MemberRequest) -> ExpenseQuery:
    """Return what an address looks for; what is no month or category counts as none."""
    said = request.GET
    return ExpenseQuery(
        words=said.get("q", "")[:100].replace("\0", ""),
        month=_month(said.get("month", "")),
        category_id=row_id(said.get("category", "")),
        state=said.get("state", ""),
    )


def _saved(request: MemberRequest, found: Expense | None, form: ExpenseForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        saved = _save(request, found, form)
    except MangoError as refusal:
        form.add_error("amount", str(refusal))
        return _page(request, found, form, status=refusal.status)
    if _keep(request, saved, form.cleaned_data["uploads"]):
        return redirect("billing:expense", saved.pk)
    messages.success(request, _("The expense of %(supplier)s is saved.") % {"supplier": saved.supplier})
    return redirect("billing:expense_list")


def _save(request: MemberRequest, found: Expense | None, form: ExpenseForm) -> Expense:
    cleaned, who = form.cleaned_data, request.member
    if found is not None:
        return save_expense(draft=form.draft(), expense_id=found.pk, by=who)
    key = cleaned["request_key"]
    if not cleaned["repeats"]:
        return save_expense(draft=form.draft(), by=who, request_key=key)
    return repeat_expense(
        draft=form.draft(), interval=cleaned["repeats"], until=cleaned["until"], by=who, request_key=key
    )


def _keep(request: MemberRequest, saved: Expense, uploads: "list[UploadedFile[bytes] | None]") -> bool:
    """Keep the papers; say of each refused one why, and return whether there was one."""
    refused = False
    for file in uploads:
        try:
            if file is not None:
                add_receipt(saved.pk, upload=examined(file))
        except MangoError as refusal:
            refused = True
            messages.error(request, _("The expense is saved. %(why)s") % {"why": refusal})
    return refused


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:  # no month that any calendar has
        return None


def _without(request: MemberRequest, *names: str) -> str:
    wanted = request.GET.copy()
    for name in names:
        wanted.pop(name, None)
    return wanted.urlencode()


def _page(request: MemberRequest, found: Expense | None, form: ExpenseForm, *, status: int = 200) -> HttpResponse:
    context = {"expense": found, "form": form, "receipts": found.receipts.order_by("pk") if found else []}
    return render(request, "billing/expense_form.html", context, status=status)
