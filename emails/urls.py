from django.urls import path

from emails.views import outbox, previews

app_name = "emails"
urlpatterns = [
    path("workspace/mail/", outbox.message_list, name="message_list"),
    path("workspace/mail/<int:pk>/", outbox.message, name="message"),
    path("workspace/mail/<int:pk>/sending/", outbox.sending, name="sending"),
    path("workspace/settings/mail/", previews.kind_list, name="kind_list"),
    path("workspace/settings/mail/<slug:name>/", previews.kind, name="kind"),
    path("workspace/settings/mail/<slug:name>/html/", previews.html, name="kind_html"),
]
