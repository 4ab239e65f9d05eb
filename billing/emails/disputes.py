"""The kinds of mail that tell how a bank decided; that it wants an answer is in money.DISPUTE_OPENED."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

_OWNERS = _("You get this because you are an owner of %(business)s.")
_SAMPLE: dict[str, Any] = {
    "name": "Ada Lindqvist",
    "contact": "Cleo van Dam",
    "amount": "€302.55",
    "receipt": "R-00042",
    "fee": "",
    "is_due_again": False,
    "taken_twice": "",
    "is_untouched": False,
    "link": "https://example.com/workspace/disputes/7/",
}
WON = Kind(
    name="dispute_won",
    title=_("A dispute is won"),
    subject=_("You won the dispute about %(amount)s of %(contact)s"),
    template="emails/dispute_won",
    reason=_OWNERS,
    sample=_SAMPLE,
    essential=True,
)
LOST = Kind(
    name="dispute_lost",
    title=_("A dispute is lost"),
    subject=_("The bank decided for %(contact)s: %(amount)s stays with them"),
    template="emails/dispute_lost",
    reason=_OWNERS,
    sample={**_SAMPLE, "fee": "€20.00", "is_due_again": True, "taken_twice": "€12.40"},
    essential=True,
)
CLOSED = Kind(
    name="dispute_closed",
    title=_("A bank's question about a payment is over"),
    subject=_("The bank's question about %(amount)s of %(contact)s is over"),
    template="emails/dispute_closed",
    reason=_OWNERS,
    sample={**_SAMPLE, "is_untouched": True},
    essential=True,
)


def register() -> None:
    for kind in (WON, LOST, CLOSED):
        register_kind(kind)
