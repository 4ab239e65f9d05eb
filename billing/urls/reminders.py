from django.urls import path

from billing.views import ageing, promises, queries, reminder_settings, reminders

_CONTACT = "workspace/reminders/contacts/<int:contact_id>/"
urlpatterns = [
    path("workspace/ageing/", ageing.ageing, name="ageing"),
    path("workspace/reminders/", reminders.reminder_list, name="reminder_list"),
    path(_CONTACT, reminders.reminder, name="reminder"),
    path(_CONTACT + "mail/", reminders.reminder_mail, name="reminder_mail"),
    path(_CONTACT + "sending/", reminders.reminder_sending, name="reminder_sending"),
    path(_CONTACT + "omission/", reminders.reminder_omission, name="reminder_omission"),
    path(_CONTACT + "choice/", reminders.reminder_choice, name="reminder_choice"),
    path("workspace/queries/<int:query_id>/answer/", queries.query_answer, name="query_answer"),
    path("workspace/promises/<int:promise_id>/ending/", promises.promise_ending, name="promise_ending"),
    path("workspace/settings/reminders/", reminder_settings.reminder_settings, name="reminder_settings"),
]
