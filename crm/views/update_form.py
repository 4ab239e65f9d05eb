"""The composer. Whatever its button says, what was typed is kept first; nothing is published from here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from crm.forms.update import CorrectionForm, TextForm, UpdateForm, called, initial_of
from crm.models import Update
from crm.selectors.audience import reach_of
from crm.selectors.contacts import contact_named
from crm.selectors.updates import contacts_called, update_named
from crm.services.updates import correct_update, draft_update, redraft_update
from tenants import files
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotAllowed
from tenants.kernel.pages import row_id
from tenants.views.answers import status_of


@allowed("updates.draft")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update_new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, UpdateForm(initial=_asked_for(request)))
    form = UpdateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    made = draft_update(text=form.text(), plan=form.plan(), author=request.member, form_token=form.token())
    return _kept(request, made)


@allowed("updates.draft")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def update_edit(request: MemberRequest, update_id: int) -> HttpResponse:
    """Change a draft, or correct what customers already read: the latter is for those who may publish."""
    found = update_named(update_id)
    refuse_beyond_drafts(request, found)
    kind = CorrectionForm if found.has_been_published else UpdateForm
    if request.method != "POST":
        return _page(request, kind(initial=initial_of(found)), found)
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, found)
    try:
        _save(found, form)
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, found)
    return _kept(request, found)


@allowed("updates.draft")
@never_cache
@require_POST
def audience(request: MemberRequest) -> HttpResponse:
    """Say how many people the choice in the composer reaches; nothing is saved."""
    posted = request.POST
    typed = posted.get("contact", "")[:200].replace("\0", "")
    found = contacts_called(typed)
    tried = Update(
        kind=posted.get("kind", ""),
        audience=posted.get("audience", ""),
        tag_id=row_id(posted.get("tag", "")),
        contact_id=found[0].pk if len(found) == 1 else None,
        by_mail="by_mail" in posted,
    )
    context = {"reach": reach_of(tried), "tried": tried, "found": [called(each) for each in found]}
    return render(request, "updates/_reach.html", context)


def refuse_beyond_drafts(request: MemberRequest, found: Update) -> None:
    """Raise NotAllowed for what is scheduled or published, unless the member may publish."""
    if found.state != Update.State.DRAFT and not request.member.may("updates.publish"):
        raise NotAllowed


def _save(found: Update, form: TextForm) -> None:
    if isinstance(form, UpdateForm):
        redraft_update(found.pk, text=form.text(), plan=form.plan())
    else:
        correct_update(found.pk, text=form.text(), mail_again=form.cleaned_data["mail_again"])


def _kept(request: MemberRequest, update: Update) -> HttpResponse:
    if "draft" in request.POST:
        messages.success(request, _("The draft is kept."))
        return redirect("updates:list")
    if update.has_been_published:
        messages.success(request, _("Saved. Customers see the change now."))
    return redirect("updates:update", update.pk)


def _asked_for(request: MemberRequest) -> dict[str, Any]:
    contact_id = row_id(request.GET.get("contact", ""))
    if contact_id is None:
        return {}
    return {"audience": Update.Audience.CONTACT, "contact": called(contact_named(contact_id))}


def _page(request: MemberRequest, form: TextForm, update: Update | None = None) -> HttpResponse:
    status = status_of(form)
    image = form.chosen_image().key if form.is_bound else "".join(map(str, form.initial.get("image_is", ())[:1]))
    context = {
        "form": form,
        "update": update,
        "held": form.held_text(),
        "image_url": files.link(image, person_id=request.user.pk) if image else "",
        "is_correction": isinstance(form, CorrectionForm),
    }
    return render(request, "updates/form.html", context, status=status)
