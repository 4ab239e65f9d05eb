"""Settings: the business's Stripe account, on which its customers' payments arrive."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from billing.errors import ConnectRefused, ConnectSilent
from billing.forms.connect import ConnectForm
from billing.gateway.protocol import Account
from billing.selectors.connect import last_heard, stage_of
from billing.services.connect import refresh_account, start_onboarding
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError
from tenants.kernel.scope import BusinessSnapshot
from tenants.links import business_url


@allowed("stripe.connect")
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: MemberRequest) -> HttpResponse:
    """Show where things stand, as Stripe says now; go on there once the password has proven right.

    Stripe sends people back here. That they came back says nothing: the account is read again.
    """
    if request.method != "POST":
        return _page(request, ConnectForm())
    form = ConnectForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    here = business_url(reverse("billing:connect"))
    try:
        confirm(request.member, form.cleaned_data["password"], visitor=Visitor.of(request))
        onward = start_onboarding(by=request.member, return_url=here, refresh_url=f"{here}?expired")
    except (ConnectSilent, ConnectRefused) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=refusal.status, ask=False)
    except MangoError as refusal:
        form.add_error("password", str(refusal))
        return _page(request, form, status=refusal.status)
    return HttpResponseRedirect(onward)


def _page(request: MemberRequest, form: ConnectForm, *, status: int = 200, ask: bool = True) -> HttpResponse:
    """Render the page; without ``ask`` Stripe is not called, for it has just failed to answer."""
    account, is_fresh = _account(request.business, ask=ask)
    context = {
        "form": form,
        "account": account,
        "stage": stage_of(account),
        "is_fresh": is_fresh,
        "has_expired": "expired" in request.GET,
    }
    return render(request, "billing/connect.html", context, status=status)


def _account(business: BusinessSnapshot, *, ask: bool) -> tuple[Account | None, bool]:
    """Return the account and whether this is Stripe's word of now; when it is silent, what we heard last."""
    if ask:
        try:
            return refresh_account(), True
        except (ConnectSilent, ConnectRefused):
            pass
    return last_heard(business), False
