"""How disputes read in a contact's history and on the home page."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.sight import keep_for
from tenants.activity.wording import register_wording


def register() -> None:
    keep_for("dispute.", "payments.view")
    register_wording("dispute.opened", _("The bank disputes %(amount)s of %(receipt)s"), icon="gavel", tone="danger")
    register_wording("dispute.answered", _("Evidence about %(amount)s of %(receipt)s on its way"), icon="send")
    register_wording("dispute.claimed_again", _("%(amount)s of %(receipt)s is asked for again"), icon="undo-2")
    for state, words in _STATES.items():
        tone = {"won": "success", "warning_closed": "success", "prevented": "success", "lost": "danger"}.get(state, "")
        register_wording(f"dispute.{state}", words, icon="gavel", tone=tone)


_STATES = {
    "warning_needs_response": _("The bank asks about %(amount)s of %(receipt)s"),
    "warning_under_review": _("The bank looks at the answer about %(amount)s of %(receipt)s"),
    "warning_closed": _("The bank's question about %(amount)s of %(receipt)s is over"),
    "needs_response": _("The bank wants evidence about %(amount)s of %(receipt)s"),
    "under_review": _("The bank looks at the evidence about %(amount)s of %(receipt)s"),
    "appeal_needs_response": _("The payer's bank appeals about %(amount)s of %(receipt)s"),
    "appeal_under_review": _("The appeal about %(amount)s of %(receipt)s is with the bank"),
    "prevented": _("The dispute about %(amount)s of %(receipt)s was prevented"),
    "won": _("The dispute about %(amount)s of %(receipt)s is won"),
    "lost": _("The dispute about %(amount)s of %(receipt)s is lost"),
}
