from django.urls import path

from billing.views import console

app_name = "billing_console"
urlpatterns = [
    path("events/", console.event_list, name="event_list"),
    path("events/<int:pk>/", console.event, name="event"),
    path("events/<int:pk>/replay/", console.replay, name="replay"),
]
