from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from crm.models import Tag
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("contacts.view")
def rows(request: MemberRequest) -> HttpResponse:
    return render(request, "rows.html", {"rows": Tag.objects.all()[:25]})


urlpatterns = [path("bench/", rows)]
