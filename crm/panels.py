"""The accuracy of what is held, where the team looks: the list, a contact's page, the home page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from crm.registry import Cells, Column, register_column
from crm.selectors.accuracy import accuracy_by_contact, accuracy_of_all
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel


def register() -> None:
    register_column(Column(name="accuracy", label=_("Accuracy"), order=50, cells=cells, is_numeric=True))
    register_panel("contact.stats", 50, stat)
    register_panel("workspace.home", 50, at_a_glance)


def cells(_request: HttpRequest, contact_ids: Sequence[int]) -> Cells:
    found = accuracy_by_contact(contact_ids)
    return {pk: render_to_string("crm/panels/accuracy_cell.html", {"accuracy": one}) for pk, one in found.items()}


def stat(request: MemberRequest, *, contact: Contact) -> str:
    (accuracy,) = accuracy_by_contact([contact.pk]).values()
    return render_to_string("crm/panels/accuracy_stat.html", {"accuracy": accuracy, "contact": contact}, request)


def at_a_glance(request: MemberRequest) -> str | None:
    if not request.member.sees_all_contacts:
        return None
    accuracy = accuracy_of_all()
    if not accuracy.shown:
        return None
    return render_to_string("crm/panels/accuracy_home.html", {"accuracy": accuracy}, request)
