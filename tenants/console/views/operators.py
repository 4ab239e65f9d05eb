"""Who runs the platform. Whatever changes that asks for the password again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tenants.accounts.visitor import Visitor
from tenants.console.access import operators
from tenants.console.forms import ConfirmForm, OperatorForm
from tenants.console.http import OperatorRequest
from tenants.console.models import Operator
from tenants.console.services import operators as rules
from tenants.console.services.sign_in import confirm
from tenants.kernel.errors import MangoError


@operators
@require_safe
def operator_list(request: OperatorRequest) -> HttpResponse:
    return render(request, "console/operators.html", {"operators": Operator.objects.order_by("deactivated_at", "pk")})


@operators
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def operator_new(request: OperatorRequest) -> HttpResponseBase:
    form = OperatorForm(request.POST if request.method == "POST" else None)
    page = {"title": _("Add an operator"), "action": _("Add operator")}

    def add(facts: dict[str, Any]) -> HttpResponseBase:
        operator, password = rules.create_operator(**facts)
        return _one_time_password(request, operator, password)

    return _confirmed(request, form, page, add)


@operators
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def access_reset(request: OperatorRequest, operator_id: int) -> HttpResponseBase:
    """For a lost phone: a one-time password, and two-factor set up anew."""
    operator = get_object_or_404(Operator, pk=operator_id)
    page = {
        "title": _("Reset the access of %(name)s") % {"name": operator.name},
        "text": _("Their second factor, recovery codes, password and sessions end. They begin anew."),
        "action": _("Reset access"),
        "variant": "danger",
    }

    def reset(_facts: dict[str, Any]) -> HttpResponseBase:
        return _one_time_password(request, *rules.reset_access(operator.pk))

    return _confirmed(request, ConfirmForm(request.POST if request.method == "POST" else None), page, reset)


@operators
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def deactivation(request: OperatorRequest, operator_id: int) -> HttpResponseBase:
    operator = get_object_or_404(Operator, pk=operator_id)
    page = {
        "title": _("Deactivate %(name)s") % {"name": operator.name},
        "text": _("They are signed out at once and cannot come in again. What they did stays in the audit."),
        "action": _("Deactivate"),
        "variant": "danger",
    }

    def deactivate(_facts: dict[str, Any]) -> HttpResponseBase:
        rules.deactivate(operator.pk)
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": operator.name})
        return redirect("console:operator_list")

    return _confirmed(request, ConfirmForm(request.POST if request.method == "POST" else None), page, deactivate)


def _confirmed(
    request: OperatorRequest,
    form: ConfirmForm,
    page: dict[str, Any],
    act: Callable[[dict[str, Any]], HttpResponseBase],
) -> HttpResponseBase:
    """Show a form that asks for the operator's password, and act once it was right."""
    context = {"form": form, "back": reverse("console:operator_list"), **page}
    if not form.is_valid():
        return render(request, "console/confirm.html", context, status=422 if form.is_bound else 200)
    facts = dict(form.cleaned_data)
    try:
        confirm(request.operator, facts.pop("password"), visitor=Visitor.of(request))
        return act(facts)
    except MangoError as refusal:
        return render(request, "console/confirm.html", {**context, "refusal": refusal}, status=refusal.status)


def _one_time_password(request: OperatorRequest, operator: Operator, password: str) -> HttpResponse:
    return render(request, "console/one_time_password.html", {"shown": operator, "password": password})
