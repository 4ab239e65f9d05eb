from django.urls import path

from billing.views import promises, queries, reminder_settings

urlpatterns = [
    path("workspace/queries/<int:query_id>/answer/", queries.query_answer, name="query_answer"),
    path("workspace/promises/<int:promise_id>/ending/", promises.promise_ending, name="promise_ending"),
    path("workspace/settings/reminders/", reminder_settings.reminder_settings, name="reminder_settings"),
]
