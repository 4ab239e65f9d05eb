"""Quotes in the workspace: the list, writing one, sending it and taking it back.

Every button of the editor sends the whole form, so it works without JavaScript and loses nothing.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.quote import LineFormSet, QuoteForm, drafts_of, lines_of
from billing.models import Quote
from billing.quote_paper import quote_pdf
from billing.selectors.invoicing import invoicing_rules
from billing.selectors.quotes import EXPIRED, invoices_of_quote, quote_named, quotes, today
from billing.services.quotes import change_quote, new_quote, price_quote, send_quote, withdraw_quote
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money
from tenants.kernel.pages import newest_first, row_id

GOOD_FOR = timedelta(days=30)
STATES = [*Quote.State.choices, (EXPIRED, gettext_lazy("Expired"))]


@allowed("quotes.view")
@require_safe
def quote_list(request: MemberRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = newest_first(quotes(request.member, state), request.GET)
    return render(request, "billing/quote_list.html", {"page": page, "state": state, "states": STATES})


@allowed("quotes.change")
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {"valid_until": today() + GOOD_FOR, "contact": row_id(request.GET.get("contact", ""))}
        return _form_page(request, QuoteForm(member=request.member, initial=initial), LineFormSet())
    form, lines = QuoteForm(request.POST, member=request.member), LineFormSet(request.POST)
    return _do(request, form, lines, None)


@allowed("quotes.change")
@require_http_methods(["GET", "HEAD", "POST"])
def quote_edit(request: MemberRequest, quote_id: int) -> HttpResponse:
    quote = quote_named(quote_id)
    if quote.is_decided:
        return redirect("billing:quote", quote.pk)
    inside = {"currency": quote.currency}
    if request.method != "POST":
        initial = {"valid_until": max(quote.valid_until, today()), "notes": quote.notes}
        if quote.deposit_minor:
            initial["deposit"] = quote.deposit
        form = QuoteForm(member=request.member, quote=quote, initial=initial)
        return _form_page(request, form, LineFormSet(initial=lines_of(quote), form_kwargs=inside), quote)
    form = QuoteForm(request.POST, member=request.member, quote=quote)
    return _do(request, form, LineFormSet(request.POST, form_kwargs=inside), quote)


@allowed("quotes.view")
@require_safe
def quote(request: MemberRequest, quote_id: int) -> HttpResponse:
    found = quote_named(quote_id)
    context = {
        "quote": found,
        "lines": found.lines.select_related("quote", "charge").order_by("position"),
        "becomes": "" if found.is_decided else invoicing_rules().get_accepted_quote_display(),
        "invoices": invoices_of_quote(found),
        "versions": found.versions.order_by("-version"),
    }
    return render(request, "billing/quote.html", context)


@allowed("quotes.view")
@require_safe
def quote_paper(_request: MemberRequest, quote_id: int) -> HttpResponse:
    return pdf_answer(quote_named(quote_id))


@allowed("quotes.change")
@require_POST
def quote_sending(request: MemberRequest, quote_id: int) -> HttpResponse:
    try:
        sent = send_quote(quote_id=quote_named(quote_id).pk)
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Quote %(number)s is on its way.") % {"number": sent.name})
    return redirect("billing:quote", quote_id)


@allowed("quotes.change")
@require_POST
def quote_withdrawal(request: MemberRequest, quote_id: int) -> HttpResponse:
    try:
        withdraw_quote(quote_id=quote_named(quote_id).pk)
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The quote is withdrawn."))
    return redirect("billing:quote_list")


def pdf_answer(found: Quote) -> HttpResponse:
    answer = HttpResponse(quote_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.name or "quote"}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _do(request: MemberRequest, form: QuoteForm, lines: Any, found: Quote | None) -> HttpResponse:
    """Work out the totals, or save: as the button says."""
    if request.htmx:
        return _totals(request, form, lines)
    if not (form.is_valid() and lines.is_valid()):
        return _form_page(request, form, lines, found, status=422)
    try:
        if "preview" in request.POST:
            return _form_page(request, form, lines, found, sums=_sums(form, lines))
        draft = form.draft(lines)
        if found is not None:
            saved = change_quote(quote_id=found.pk, draft=draft)
        else:
            saved = new_quote(
                contact_id=form.cleaned_data["contact"].pk,
                draft=draft,
                by=request.member,
                request_key=form.cleaned_data["request_key"],
            )
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, lines, found, status=refusal.status)
    return redirect("billing:quote", saved.pk)


def _totals(request: MemberRequest, form: QuoteForm, lines: Any) -> HttpResponse:
    """Say what it comes to as it stands, while it is typed; what is half written is no error yet."""
    context: dict[str, Any] = {}
    form.full_clean()
    if lines.is_valid() and drafts_of(lines):
        try:
            context = _sums(form, lines)
        except MangoError as refusal:
            context["refused"] = refusal
    return render(request, "billing/_quote_totals.html", context)


def _sums(form: QuoteForm, lines: Any) -> dict[str, Any]:
    """Return what would be offered, by the rule that saves it; ``whole`` is with every optional line."""
    priced = Quote()
    rows = price_quote(priced, drafts_of(lines), form.cleaned_data.get("deposit"))
    return {"priced": priced, "whole": sum((row.amount for row in rows), Money.zero(priced.currency))}


def _form_page(
    request: MemberRequest,
    form: QuoteForm,
    lines: Any,
    found: Quote | None = None,
    *,
    sums: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "lines": lines, "quote": found, **(sums or {})}
    return render(request, "billing/quote_form.html", context, status=status)
