"""Settings: the keys that programs come in with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenants.accounts.access import allowed
from tenants.accounts.errors import WrongPassword
from tenants.accounts.http import MemberRequest
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.visitor import Visitor
from tenants.api.forms import KeyForm
from tenants.api.selectors.keys import keys
from tenants.api.services.keys import make_key, revoke_key
from tenants.kernel.errors import MangoError, TooMany
from tenants.links import business_url


@allowed("api_keys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def key_list(request: MemberRequest) -> HttpResponse:
    """List the keys; make one and show its secret on the answer, once and nowhere else."""
    if request.method != "POST":
        return _page(request, KeyForm(maker=request.member))
    form = KeyForm(request.POST, maker=request.member)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        confirm(request.member, form.cleaned_data["password"], visitor=Visitor.of(request))
        made = make_key(**form.key(), maker=request.member)
    except MangoError as refusal:
        form.add_error("password" if isinstance(refusal, WrongPassword | TooMany) else None, str(refusal))
        return _page(request, form, status=refusal.status)
    return render(request, "api/key_made.html", {"made": made, "address": business_url("/api/v1/")})


@allowed("api_keys.manage")
@require_POST
def key_revocation(request: MemberRequest, key_id: int) -> HttpResponse:
    key = revoke_key(key_id)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("api:key_list")


def _page(request: MemberRequest, form: KeyForm, *, status: int = 200) -> HttpResponse:
    return render(request, "api/key_list.html", {"form": form, "keys": keys()}, status=status)
