"""Settings, Team and roles: who is here, who is invited, and what becomes of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.models import User
from tenants.accounts.selectors import team as selectors
from tenants.accounts.selectors.team import Member
from tenants.accounts.services import invitations
from tenants.accounts.services.team import change_member, remove_member, restore_member
from tenants.accounts.team_forms import InviteForm, PlaceForm, RemovalForm
from tenants.kernel.errors import MangoError


@allowed("team.view")
@require_safe
def team(request: MemberRequest) -> HttpResponse:
    everybody = selectors.members()
    context = {
        "members": [member for member in everybody if member.user.suspended_at is None],
        "removed": [member for member in everybody if member.user.suspended_at is not None],
        "invitations": selectors.invitations(),
    }
    return render(request, "accounts/team.html", context)


@allowed("team.change")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, by=request.member)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            invitation = invitations.invite(**form.cleaned_data, by=request.member)
        except MangoError as refusal:
            form.add_error(None if refusal.code == "above_you" else "email", str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The invitation to %(to)s is on its way.") % {"to": invitation.email})
            return redirect("accounts:team")
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@allowed("team.change")
@require_POST
def invitation_sending(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = invitations.send_again(invitation_id, by=request.member)
    said = _("A new invitation to %(to)s is on its way. What was mailed before no longer works.")
    messages.success(request, said % {"to": invitation.email})
    return redirect("accounts:team")


@allowed("team.change")
@require_POST
def invitation_withdrawal(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = invitations.withdraw(invitation_id, by=request.member)
    messages.success(request, _("The invitation to %(to)s is withdrawn.") % {"to": invitation.email})
    return redirect("accounts:team")


@allowed("team.change")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    """Look at one of the team, and give them another role or other contacts to see."""
    found = selectors.member_named(member_id)
    held = {"role": found.user.role, "contact_scope": found.user.contact_scope}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=held, by=request.member)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            changed = change_member(member_id, **form.cleaned_data, by=request.member)
        except MangoError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Saved. It is in force for %(name)s at once.") % {"name": changed.name})
            return redirect("accounts:team")
    return _page(request, found, form, RemovalForm(heirs=_heirs(found)), status=status)


@allowed("team.change")
@require_POST
def removal(request: MemberRequest, member_id: int) -> HttpResponse:
    found = selectors.member_named(member_id)
    form = RemovalForm(request.POST, heirs=_heirs(found))
    held = PlaceForm(initial={"role": found.user.role, "contact_scope": found.user.contact_scope}, by=request.member)
    if not form.is_valid():
        return _page(request, found, held, form, status=422)
    try:
        remove_member(member_id, by=request.member, hand_over_to=form.cleaned_data["hand_over_to"])
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, held, form, status=refusal.status)
    messages.success(request, _removed(found))
    return redirect("accounts:team")


@allowed("team.change")
@require_POST
def restoration(request: MemberRequest, member_id: int) -> HttpResponse:
    restored = restore_member(member_id, by=request.member)
    messages.success(request, _("%(name)s is back on the team, with the password they had.") % {"name": restored.name})
    return redirect("accounts:team")


def _removed(found: Member) -> str:
    said = _("%(name)s is off the team and signed out everywhere.") % {"name": found.user.name}
    if not found.assigned:
        return said
    text = ngettext("%(n)d contact was assigned to them.", "%(n)d contacts were assigned to them.", found.assigned)
    return f"{said} {text % {'n': found.assigned}}"


def _heirs(found: Member) -> list[User]:
    everybody = [other.user for other in selectors.members() if other.user.suspended_at is None]
    return [user for user in everybody if user.pk != found.user.pk]


def _page(
    request: MemberRequest, found: Member, form: PlaceForm, removal_form: RemovalForm, *, status: int
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "removal": removal_form,
        "is_above": found.is_above(request.member),
        "is_self": found.user.pk == request.member.pk,
    }
    return render(request, "accounts/member.html", context, status=status)
