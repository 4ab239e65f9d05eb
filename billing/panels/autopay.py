"""Autopay and payment plans on a contact's page; autopay the team sees, and cannot switch."""

from django.template.loader import render_to_string

from billing.selectors.autopay import autopay_contact_ids, consent_of
from billing.selectors.instalments import plans_of
from crm.models import Contact
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel


def register() -> None:
    register_panel("contact.overview", 20, autopay)
    register_panel("contact.overview", 21, plans)


def autopay(request: MemberRequest, *, contact: Contact) -> str | None:
    if not request.member.may("payments.view"):
        return None
    consent = consent_of(contact.pk)
    if consent is None:
        return None
    is_working = contact.pk in autopay_contact_ids([contact.pk])
    context = {"consent": consent, "is_working": is_working, "is_resting": contact.is_archived}
    return render_to_string("billing/panels/autopay.html", context, request)


def plans(request: MemberRequest, *, contact: Contact) -> str | None:
    """List what is paid in parts; the offer of a plan stands with it and is not shown to those who may not charge."""
    member = request.member
    if not member.may("payments.view"):
        return None
    context = {"contact": contact, "plans": plans_of(contact.pk), "can_offer": member.may("charges.create")}
    return render_to_string("billing/panels/plans.html", context, request)
