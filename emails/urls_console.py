from django.urls import path

from emails.views import console

app_name = "emails_console"
urlpatterns = [
    path("businesses/<int:business_id>/mail/", console.message_list, name="message_list"),
    path("businesses/<int:business_id>/mail/<int:pk>/sending/", console.sending, name="sending"),
]
