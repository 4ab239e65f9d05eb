from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.plain.models import Row


def rows(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    return render(request, "rows.html", {"rows": Row.objects.all()[:25]})


urlpatterns = [path("bench/", rows)]
