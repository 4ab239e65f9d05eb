"""The last of a new business's first steps: to have seen what its customers see."""

from django.utils.translation import gettext_lazy as _

from crm.models import Customer
from tenants.activity.models import Activity
from tenants.activity.record import record
from tenants.checklist import Step

LOOKED = "portal.previewed"


def note_look(customer: Customer) -> None:
    """Record the first time that the team looked at its portal."""
    if not _has_looked():
        record(LOOKED, customer, contact_id=customer.contact_id)


def _has_looked() -> bool:
    return Activity.objects.filter(verb=LOOKED).exists()


PORTAL = Step(
    name="portal",
    order=50,
    title=_("Look at your portal as a customer"),
    text=_("What they see after signing in, in your logo and colours."),
    url_name="portal:preview_latest",
    label=_("Look"),
    action="contacts.view",
    is_done=_has_looked,
)
