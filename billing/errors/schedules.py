"""What billing will not do with recurring services, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError, NotFound


class NoSuchSchedule(NotFound):
    code = "no_such_schedule"


class StartsInThePast(MangoError):
    code = "starts_in_the_past"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Start today or later. Put what was before on the account by hand. Nothing was saved.")


class EndsBeforeItStarts(MangoError):
    code = "ends_before_it_starts"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("It would end before anything is charged. Choose a later end, or none.")


class ScheduleEnded(MangoError):
    code = "schedule_ended"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” has ended, so nothing was changed. Start it again as a new one.")


class SchedulePaused(MangoError):
    code = "schedule_paused"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” is paused, so no period is to come that could be skipped. Resume it first.")


class ContactArchived(MangoError):
    code = "contact_archived"
    status = HTTPStatus.CONFLICT
    message = _("%(name)s is archived and is not charged. Restore the contact first.")


class NotToCome(MangoError):
    code = "period_not_to_come"
    status = HTTPStatus.CONFLICT
    message = _("The period of %(day)s is not among the next three charges, so nothing was changed.")


class TooLateForThat(MangoError):
    code = "too_late"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose today or a later day. What has been charged stays as it is.")


class MayNotCancel(MangoError):
    code = "may_not_cancel"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” cannot be cancelled here. Write to %(business)s, who can end it for you.")
