from django.urls import path

from billing.views import schedule_changes, schedules

_ONE = "workspace/recurring/<int:schedule_id>/"
urlpatterns = [
    path("workspace/recurring/", schedules.schedule_list, name="schedule_list"),
    path("workspace/contacts/<int:contact_id>/recurring/new/", schedules.schedule_new, name="schedule_new"),
    path(_ONE, schedules.schedule, name="schedule"),
    path(_ONE + "edit/", schedules.schedule_edit, name="schedule_edit"),
    path(_ONE + "pause/", schedule_changes.schedule_pause, name="schedule_pause"),
    path(_ONE + "resumption/", schedule_changes.schedule_resumption, name="schedule_resumption"),
    path(_ONE + "skips/", schedule_changes.schedule_skips, name="schedule_skips"),
    path(_ONE + "price/", schedule_changes.schedule_price, name="schedule_price"),
    path(_ONE + "price/withdrawal/", schedule_changes.schedule_price_withdrawal, name="schedule_price_withdrawal"),
    path(_ONE + "end/", schedule_changes.schedule_end, name="schedule_end"),
    path(_ONE + "continuation/", schedule_changes.schedule_continuation, name="schedule_continuation"),
]
