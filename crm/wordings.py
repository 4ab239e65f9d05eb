"""How what crm and the layers below it record reads in a contact's history."""

from django.utils.translation import gettext_lazy as _

from crm.models import Correction
from tenants.activity.wording import register_wording

_STATES = {
    Correction.State.ACCEPTED: _("accepted"),
    Correction.State.DECLINED: _("declined"),
    Correction.State.WITHDRAWN: _("withdrawn"),
}


def decided(correction: Correction) -> dict[str, object]:
    """Return what became of a report, and by whom, for a sentence."""
    by = correction.decided_by
    return {"state": _STATES[Correction.State(correction.state)], "by": by.name if by else _("a former member")}


def register() -> None:
    _contacts()
    _access()
    _files()
    _updates()
    _corrections()


def _contacts() -> None:
    register_wording("contact.created", _("Contact added"), icon="user-plus")
    register_wording("contact.changed", _("Details changed"), icon="pencil")
    register_wording("contact.archived", _("Contact archived"), icon="archive")
    register_wording("contact.restored", _("Contact restored"), icon="archive-restore")
    register_wording("contact.assigned", _("Assigned to %(names)s"), icon="user-check")
    register_wording("contact.unassigned", _("Assigned to nobody"), icon="user-x")
    register_wording("note.added", _("Note added"), icon="sticky-note")
    register_wording("details.reviewed", _("Looked over their details"), icon="circle-check", tone="success")


def _access() -> None:
    register_wording("customer.added", _("Portal account %(username)s opened for %(name)s"), icon="key-round")
    register_wording("access.resent", _("New welcome e-mail sent to %(to)s"), icon="send", tone="info")
    register_wording("mail.sent_again", _("E-mail sent again"), icon="send", tone="info")


def _files() -> None:
    register_wording("file.added", _("File %(name)s added"), icon="paperclip")
    register_wording("file.renamed", _("File %(before)s renamed to %(name)s"), icon="pencil")
    register_wording("file.shown", _("File %(name)s shown to the customer"), icon="eye", tone="info")
    register_wording("file.hidden", _("File %(name)s hidden from the customer"), icon="eye-off")
    register_wording("file.deleted", _("File %(name)s deleted"), icon="trash-2", tone="warning")
    register_wording("file.restored", _("File %(name)s restored"), icon="archive-restore")


def _updates() -> None:
    register_wording("update.drafted", _("Update drafted: %(title)s"), icon="square-pen")
    register_wording("update.scheduled", _("Update scheduled: %(title)s"), icon="calendar-clock")
    register_wording("update.unscheduled", _("Update no longer scheduled: %(title)s"), icon="calendar-x")
    register_wording("update.published", _("Update published: %(title)s"), icon="megaphone", tone="info")
    register_wording("update.edited", _("Update edited: %(title)s"), icon="pencil")
    register_wording("update.withdrawn", _("Update withdrawn: %(title)s"), icon="undo-2", tone="warning")
    register_wording("update.restored", _("Update published again: %(title)s"), icon="megaphone")
    register_wording("update.deleted", _("Draft thrown away: %(title)s"), icon="trash-2")
    register_wording("update.pinned", _("Update pinned: %(title)s"), icon="pin")
    register_wording("update.unpinned", _("Update no longer pinned: %(title)s"), icon="pin-off")
    register_wording("update.reminded", _("%(count)s reminded of: %(title)s"), icon="bell-ring", tone="info")
    register_wording("update.read", _("Read: %(title)s"), icon="eye")
    register_wording("update.acknowledged", _("Said “I have read this”: %(title)s"), icon="check-check", tone="success")
    register_wording("updates.mail_off", _("Turned e-mails about updates off"), icon="bell-off")
    register_wording("updates.mail_on", _("Turned e-mails about updates on"), icon="bell")


def _corrections() -> None:
    register_wording("detail.confirmed", _("%(label)s confirmed"), icon="circle-check", tone="success")
    register_wording("correction.reported", _("%(label)s reported wrong"), icon="user-round-pen", tone="warning")
    register_wording("correction.withdrawn", _("Correction withdrawn: %(label)s"), icon="undo-2")
    register_wording("correction.accepted", _("Correction accepted: %(label)s"), icon="check", tone="success")
    register_wording("correction.declined", _("Correction declined: %(label)s"), icon="x")
    register_wording("correction.reopened", _("Acceptance taken back: %(label)s"), icon="undo-2")
    register_wording("details.asked", _("Asked to check their details: %(audience)s"), icon="mail-question-mark")
