"""What a new business is asked to do first with its contacts."""

from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from tenants.checklist import Step


def _has_a_contact() -> bool:
    return Contact.objects.exists()


CONTACT = Step(
    name="contact",
    order=20,
    title=_("Your first contact"),
    text=_("With it comes an account in your portal, and the e-mail that says so."),
    url_name="crm:contact_new",
    label=_("Add"),
    action="contacts.create",
    is_done=_has_a_contact,
)
