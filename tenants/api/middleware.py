"""The one shape of refusals, also for what never reaches an endpoint: a wrong host, a full disk, a page's own gate."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from tenants.api.errors import BodyTooLarge, Malformed, MethodRefused, PageFirst, ServerFault
from tenants.kernel.errors import MangoError, NotAllowed, NotFound, TooMany, Unavailable

_PREFIX = "/api/"
_JSON = "application/json"
_OURS: dict[int, type[MangoError]] = {
    error.status: error
    for error in (Malformed, NotAllowed, NotFound, MethodRefused, BodyTooLarge, TooMany, ServerFault, Unavailable)
}
_KEPT = ("Retry-After", "Allow")


class ProblemMiddleware:
    """Puts an error page that was meant for people into the shape that programs read.

    A redirect to a page (sign in, verify your address, choose a password) is no answer to a program, either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(_PREFIX) or response.get("Content-Type", "").startswith(_JSON):
            return response
        if response.status_code == HTTPStatus.FOUND:
            return _told(PageFirst(), response)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            return _told(_OURS.get(response.status_code, _of_class(response.status_code))(), response)
        return response


def _of_class(status: int) -> type[MangoError]:
    return ServerFault if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Malformed


def _told(error: MangoError, page: HttpResponse) -> HttpResponse:
    answer = JsonResponse(error.as_json(), status=error.status)
    for name in _KEPT:
        if name in page:
            answer[name] = page[name]
    return answer
