"""The kinds of mail about what is charged again and again."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

_TO_CUSTOMERS = _("You get this because %(business)s charges you for it regularly.")
_SAMPLE = {"name": "Cleo van Dam", "what": "Sourdough, every morning"}

PRICE = Kind(
    name="schedule_price",
    title=_("A recurring service costs something else"),
    subject=_("%(what)s: %(new)s from %(day)s"),
    template="emails/schedule_price",
    reason=_TO_CUSTOMERS,
    sample={**_SAMPLE, "old": "€96.00", "new": "€104.00", "day": "1 March 2027"},
    essential=True,
)
PRICE_KEPT = Kind(
    name="schedule_price_kept",
    title=_("A recurring service keeps its price"),
    subject=_("%(what)s stays at %(price)s"),
    template="emails/schedule_price_kept",
    reason=_TO_CUSTOMERS,
    sample={**_SAMPLE, "price": "€96.00"},
    essential=True,
)
ENDED = Kind(
    name="schedule_ended",
    title=_("A recurring service has ended"),
    subject=_("%(what)s has ended"),
    template="emails/schedule_ended",
    reason=_TO_CUSTOMERS,
    sample={**_SAMPLE, "day": "31 March 2027", "why": "You are moving away. Thank you for two good years"},
    essential=True,
)
CANCELLED = Kind(
    name="service_cancelled",
    title=_("A customer cancelled a service"),
    subject=_("%(contact)s cancelled %(what)s"),
    template="emails/service_cancelled",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={
        "name": "Ada Lindqvist",
        "contact": "Cleo van Dam",
        "what": "Sourdough, every morning",
        "day": "31 March 2027",
        "link": "https://example.com/workspace/recurring/7/",
    },
)


def register() -> None:
    for kind in (PRICE, PRICE_KEPT, ENDED, CANCELLED):
        register_kind(kind)
