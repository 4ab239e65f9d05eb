"""Small pages to look through at sessions."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.urls import path

from tenants.accounts.access import anyone


@anyone
def who(request):
    actor = request.user
    return JsonResponse({"user": None if actor is None else actor.username, "member": request.member is not None})


@anyone
def write(request):
    request.session["basket"] = 1
    return HttpResponse("written")


@anyone
def read(request):
    return JsonResponse({"basket": request.session.get("basket")})


@anyone
def say(request):
    messages.info(request, "said")
    return HttpResponse("said")


@anyone
def end(request):
    request.session.flush()
    return HttpResponse("ended")


@anyone
def fail(request):
    request.session["basket"] = 2
    return HttpResponse("broken", status=500)


urlpatterns = [path(f"{view.__name__}/", view) for view in (who, write, read, say, end, fail)]
