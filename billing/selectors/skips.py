"""Why a contact is not reminded, in the words that the team reads."""

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from billing.selectors.reminders import Skip

WORDS: dict[Skip, str | Text] = {
    Skip.EXCLUDED: _("Reminders are off for this contact"),
    Skip.LEFT_OUT: _("Left out this time"),
    Skip.PUT_AWAY: _("The contact is archived"),
    Skip.NO_ADDRESS: _("No e-mail address"),
    Skip.SUPPRESSED: _("Mail to their address came back or was reported as unwanted"),
    Skip.AUTOPAY: _("Paid automatically"),
    Skip.QUERIED: _("The customer does not recognise it"),
    Skip.PROMISED: _("Promised"),
    Skip.IN_PARTS: _("Paid in parts, and none is late"),
    Skip.ON_ITS_WAY: _("A payment is on its way"),
    Skip.TOLD: _("They say that they have sent it by transfer, and nobody has checked yet"),
    Skip.DISPUTED: _("Disputed at the bank"),
    Skip.HELD: _(
        "All of it is promised, in question, disputed, paid in parts or automatically, on its way or to check"
    ),
    Skip.REMINDED: _("Reminded on this day already"),
    Skip.NO_STEP: _("No step of the schedule is due"),
}


def skip_in_words(skip: Skip | None) -> str:
    """Return the reason; without one there is nothing that could be reminded of."""
    return str(_("Nothing is due") if skip is None else WORDS[skip])
