"""The API's addresses of recurring services."""

from django.urls import path

from billing.api import schedule_changes, schedules

_ONE = "schedules/<int:schedule_id>/"
urlpatterns = [
    path("schedules/", schedules.Schedules.as_view(), name="schedules"),
    path("contacts/<int:contact_id>/schedules/", schedules.ContactSchedules.as_view(), name="contact_schedules"),
    path(_ONE, schedules.OneSchedule.as_view(), name="schedule"),
    path(_ONE + "pause/", schedule_changes.SchedulePause.as_view(), name="schedule_pause"),
    path(_ONE + "skips/", schedule_changes.ScheduleSkips.as_view(), name="schedule_skips"),
    path(_ONE + "price/", schedule_changes.ScheduleNewPrice.as_view(), name="schedule_price"),
    path(_ONE + "end/", schedule_changes.ScheduleEnd.as_view(), name="schedule_end"),
]
