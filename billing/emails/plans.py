"""The kinds of mail about paying in parts."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

_PARTS = [
    {"day": "1 April 2026", "amount": "€100.85"},
    {"day": "1 May 2026", "amount": "€100.85"},
    {"day": "1 June 2026", "amount": "€100.85"},
]
OFFERED = Kind(
    name="plan_offered",
    action="payments.view",
    title=_("A customer is offered to pay in parts"),
    subject=_("%(business)s offers that you pay %(amount)s in parts"),
    template="emails/plan_offered",
    reason=_("You get this because %(business)s offers you to pay in parts."),
    sample={"name": "Cleo van Dam", "amount": "€302.55", "parts": _PARTS, "link": "https://example.com/plans/7/"},
    essential=True,
)
AGREED = Kind(
    name="plan_agreed",
    action="payments.view",
    title=_("A customer agreed to pay in parts"),
    subject=_("You pay %(amount)s to %(business)s in parts"),
    template="emails/plan_agreed",
    reason=_("You get this because you agreed to pay %(business)s in parts."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€302.55",
        "parts": _PARTS,
        "signer": "Cleo van Dam",
        "agreement": "I pay €302.55 to Acme Bakery in these parts: 1 April 2026: €100.85; 1 May 2026: €100.85; "
        "1 June 2026: €100.85. I may pay early; what I pay settles the next parts.",
        "link": "https://example.com/plans/7/",
    },
    essential=True,
)
ENDED = Kind(
    name="plan_ended",
    action="payments.view",
    title=_("A plan to pay in parts has ended"),
    subject=_("Your plan with %(business)s has ended: %(left)s is due"),
    template="emails/plan_ended",
    reason=_("You get this because you agreed to pay %(business)s in parts."),
    sample={"name": "Cleo van Dam", "amount": "€302.55", "left": "€201.70", "link": "https://example.com/pay/"},
    essential=True,
)


def register() -> None:
    for kind in (OFFERED, AGREED, ENDED):
        register_kind(kind)
