"""Joining the team through the link of an invitation. Looking changes nothing; the button makes the account."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone
from tenants.accounts.errors import LinkDead
from tenants.accounts.http import BusinessRequest
from tenants.accounts.models import Invitation, User
from tenants.accounts.services import invitations
from tenants.accounts.services.users import suggest_username
from tenants.accounts.team_forms import JoinForm
from tenants.accounts.views.door import let_in
from tenants.accounts.views.links import dead
from tenants.accounts.wording import ROLES
from tenants.kernel.errors import MangoError

_FIELDS = {"username_taken": "username", "username_refused": "username", "password_refused": "new_password"}


@anyone
@never_cache
@sensitive_post_parameters("new_password", "repeat_password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: BusinessRequest, secret: str) -> HttpResponseBase:
    """Let somebody who is invited say who they are and choose a password, and sign them in."""
    try:
        invitation = invitations.find(secret)
        form = _form(request, invitation)
        user = _accept(form, secret) if form.is_valid() else None
    except LinkDead as refusal:
        return dead(request, refusal)
    if user is not None:
        return let_in(request, user, way="link")
    context = {"form": form, "invitation": invitation, "role": str(ROLES[invitation.role]).lower()}
    return render(request, "accounts/join.html", context, status=422 if form.is_bound else 200)


def _form(request: BusinessRequest, invitation: Invitation) -> JoinForm:
    typed = request.POST if request.method == "POST" else None
    somebody = User(email=invitation.email, username=request.POST.get("username", ""))
    return JoinForm(typed, user=somebody, initial={"username": suggest_username(invitation.email)})


def _accept(form: JoinForm, secret: str) -> User | None:
    given = form.cleaned_data
    try:
        return invitations.accept(
            secret, name=given["name"], username=given["username"], password=given["new_password"]
        )
    except LinkDead:
        raise
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return None
