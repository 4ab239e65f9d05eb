"""Autopay on a contact's page: the team sees it, and cannot switch it."""

from django.template.loader import render_to_string

from billing.selectors.autopay import autopay_contact_ids, consent_of
from crm.models import Contact
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel


def register() -> None:
    register_panel("contact.overview", 20, autopay)


def autopay(request: MemberRequest, *, contact: Contact) -> str | None:
    if not request.member.may("payments.view"):
        return None
    consent = consent_of(contact.pk)
    if consent is None:
        return None
    context = {"consent": consent, "is_working": contact.pk in autopay_contact_ids([contact.pk])}
    return render_to_string("billing/panels/autopay.html", context, request)
