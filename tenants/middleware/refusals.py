from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tenants.kernel.errors import MangoError


class RefusalMiddleware:
    """Turns a refusal that no view has shown in its form into a page, or JSON for the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MangoError):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(error.as_json(), status=error.status)
        if error.status == HTTPStatus.NOT_FOUND:
            return render(request, "404.html", status=404)
        return render(request, "errors/refusal.html", {"refusal": error}, status=error.status)
