"""The brand page: logo and colours, seen on four kinds of page before they are saved."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants import files
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.brand import Palette, derive
from tenants.brand.colour import NotAColourError
from tenants.brand.page import PageBrand, page_brand
from tenants.brand.picked import colours_from_logo
from tenants.forms.brand import BrandForm
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money
from tenants.services.branding import StoredLogo, change_brand
from tenants.views.answers import status_of

PREVIEW = "[data-brand='preview']"


@allowed("brand.change")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def brand(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form_of(request))
    form = BrandForm(_taken(request), request.FILES)
    if not _is_save(request) or not form.is_valid():
        return _page(request, form)
    change_brand(primary=form.cleaned_data["primary"], accent=form.cleaned_data["accent"], logo=form.chosen_logo())
    messages.success(request, _("Saved. Every page and e-mail wears it from now on."))
    return redirect("tenants:brand")


@allowed("brand.change")
@require_safe
def preview_css(request: MemberRequest) -> HttpResponse:
    """The style sheet of the previews, for colours that are being tried out."""
    try:
        palette = derive(request.GET.get("primary", ""), request.GET.get("accent", ""))
    except NotAColourError as error:
        raise NotFound from error
    response = HttpResponse(palette.css(PREVIEW), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _page(request: MemberRequest, form: BrandForm) -> HttpResponse:
    """Show the form with its previews; htmx gets the part it asked for, and never a status that it would not show."""
    form.is_valid()
    context = {"form": form, **_preview(request, form)}
    if request.htmx:
        part = "_brand.html" if request.htmx.target == "brand" else "_brand_preview.html"
        return render(request, f"tenants/{part}", context | {"in_place": True, "logo_sent": bool(request.FILES)})
    return render(request, "tenants/brand.html", context, status=status_of(form))


def _is_save(request: MemberRequest) -> bool:
    """Only the form itself saves: htmx, asking for a preview just after the button was pressed, names it too."""
    return "save" in request.POST and not request.htmx


def _form_of(request: MemberRequest) -> BrandForm:
    """Return the form as if what is saved had been typed, so that it can be previewed like anything else."""
    saved = request.business.brand
    return BrandForm({"primary": saved.primary, "accent": saved.accent})


def _taken(request: MemberRequest) -> dict[str, Any]:
    """Return what was sent, with the two colours of a pressed "Use these" in place of the typed ones."""
    sent = request.POST.dict()
    primary, _comma, accent = sent.get("take", "").partition(",")
    return sent | ({"primary": primary, "accent": accent} if accent else {})


def _preview(request: MemberRequest, form: BrandForm) -> dict[str, Any]:
    logo = form.chosen_logo()
    palette = _palette(request, form)
    currency = request.business.currency
    return {
        "draft": form.draft_text(),
        "worn": _worn(request, logo),
        "notes": palette.notes(),
        "pairs": _pairs(logo),
        "stylesheet": urlencode({"primary": palette.primary, "accent": palette.accent}),
        "sample_due": Money.of(Decimal(184), currency),
        "sample_items": [
            (_("Two days of work"), Money.of(Decimal(160), currency)),
            (_("Travel"), Money.of(Decimal(24), currency)),
        ],
    }


def _worn(request: MemberRequest, logo: StoredLogo) -> PageBrand:
    """Return the brand as pages would show it with this logo."""
    address = files.link(logo.logo_key) if logo.logo_key else ""
    saved = page_brand(request.business)
    return replace(saved, logo_url=address, logo_width=logo.logo_width, logo_height=logo.logo_height)


def _palette(request: MemberRequest, form: BrandForm) -> Palette:
    """Return the palette of what was typed, colour by colour; one that cannot be read leaves the saved one."""
    saved = request.business.brand
    return derive(form.cleaned_data.get("primary", saved.primary), form.cleaned_data.get("accent", saved.accent))


def _pairs(logo: StoredLogo) -> list[tuple[str, str]]:
    if not logo.logo_key:
        return []
    with files.open_key(logo.logo_key) as file:
        found = colours_from_logo(file.read())
    orders = [(0, 1), (1, 0), (0, 2)] if len(found) > 1 else []
    pairs = [(found[one], found[other]) for one, other in orders if max(one, other) < len(found)]
    return pairs or [(colour, colour) for colour in found]
