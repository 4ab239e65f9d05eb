from django.urls import path

from crm.views import files

app_name = "files"
urlpatterns = [
    path("", files.all_files, name="all_files"),
]
