from django.urls import path

from tenants.views import media

app_name = "tenants"
urlpatterns = [
    path("media/<str:ticket>/", media.media, name="media"),
]
