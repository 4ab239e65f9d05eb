"""How queries, promises and reminders read in a contact's history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.wording import register_wording


def register() -> None:
    register_wording("query.asked", _("%(description)s is not recognised"), icon="circle-question-mark", tone="warning")
    register_wording("query.withdrawn", _("%(description)s is recognised after all"), icon="undo-2")
    register_wording("query.explained", _("%(description)s explained to the customer"), icon="message-circle")
    register_wording("query.granted", _("%(description)s taken off, as the customer asked"), icon="circle-check")
    register_wording("reminders.changed", _("What happens about what is due was changed"), icon="bell-ring")
    register_wording("promise.made", _("%(amount)s for %(description)s promised by %(day)s"), icon="handshake")
    register_wording("promise.ended", _("The promise to pay %(description)s was ended"), icon="undo-2")
    register_wording("reminder.sent", _("Reminded of %(amount)s"), icon="bell-ring")
    register_wording("reminders.stopped", _("Reminders turned off"), icon="bell-off")
    register_wording("reminders.chosen", _("Reminders turned on"), icon="bell")
