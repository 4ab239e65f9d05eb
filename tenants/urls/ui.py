"""The development-only catalogue of the design system."""

from django.urls import path

from tenants.views import ui

app_name = "ui"
urlpatterns = [
    path("", ui.page, name="index"),
    path("brand.css", ui.stylesheet, name="stylesheet"),
    path("<slug:name>/", ui.page, name="page"),
]
