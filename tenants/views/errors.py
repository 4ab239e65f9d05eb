from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has grown old, in words rather than in a code."""
    return render(request, "errors/csrf.html", {"reason": reason}, status=403)
