from django.urls import path

from crm.views import update_actions, update_form, updates

app_name = "updates"
urlpatterns = [
    path("", updates.update_list, name="list"),
    path("new/", update_form.update_new, name="new"),
    path("audience/", update_form.audience, name="audience"),
    path("<int:update_id>/", updates.update, name="update"),
    path("<int:update_id>/edit/", update_form.update_edit, name="edit"),
    path("<int:update_id>/mail/", updates.mail_preview, name="mail"),
    path("<int:update_id>/progress/", updates.progress, name="progress"),
    path("<int:update_id>/publication/", update_actions.publication, name="publication"),
    path("<int:update_id>/schedule/", update_actions.scheduling, name="schedule"),
    path("<int:update_id>/schedule/end/", update_actions.unscheduling, name="unschedule"),
    path("<int:update_id>/withdrawal/", update_actions.withdrawal, name="withdrawal"),
    path("<int:update_id>/pin/", update_actions.pinning, name="pin"),
    path("<int:update_id>/reminder/", update_actions.reminder, name="reminder"),
    path("<int:update_id>/deletion/", update_actions.deletion, name="deletion"),
]
