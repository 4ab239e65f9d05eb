"""How what happens to recurring services reads in a contact's history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.wording import register_wording


def register() -> None:
    _running()
    _prices()
    _ending()


def _running() -> None:
    register_wording("schedule.started", _("%(description)s: %(amount)s %(rhythm)s from now on"), icon="repeat")
    register_wording("schedule.changed", _("%(description)s described anew"), icon="repeat")
    register_wording("schedule.paused", _("%(description)s paused"), icon="pause", tone="warning")
    register_wording(
        "schedule.held", _("%(description)s paused: the contact is archived"), icon="pause", tone="warning"
    )
    register_wording("schedule.resumed", _("%(description)s goes on"), icon="play", tone="success")
    register_wording("schedule.skipped", _("%(description)s left out on %(day)s"), icon="skip-forward")
    register_wording("schedule.unskipped", _("%(description)s charged on %(day)s after all"), icon="undo-2")


def _prices() -> None:
    register_wording("schedule.price_changed", _("%(description)s: %(amount)s from %(day)s"), icon="tag")
    register_wording("schedule.price_kept", _("%(description)s keeps its price"), icon="undo-2")


def _ending() -> None:
    register_wording("schedule.ending", _("%(description)s to end with %(day)s"), icon="calendar-x")
    register_wording("schedule.kept", _("%(description)s goes on after all"), icon="undo-2")
    register_wording("schedule.ended", _("%(description)s has ended"), icon="calendar-x")
    register_wording(
        "schedule.cancelled", _("%(description)s cancelled by the customer; it runs until %(day)s"),
        icon="calendar-x", tone="warning",
    )  # fmt: skip
    register_wording(
        "schedule.cancellation_taken_back", _("%(description)s: the customer took the cancellation back"),
        icon="undo-2", tone="success",
    )  # fmt: skip
