from django.urls import path

from emails.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("latest.json", views.latest, name="latest"),
    path("deletion/", views.deletion, name="deletion"),
    path("<str:name>/", views.message, name="message"),
    path("<str:name>/html/", views.html, name="html"),
    path("<str:name>/source/", views.source, name="source"),
    path("<str:name>/files/<int:number>/", views.file, name="file"),
]
