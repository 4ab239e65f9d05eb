from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tenants.accounts.access import anyone
from tenants.kernel.errors import NotFound


@csrf_exempt
@anyone
def nothing_here(_request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Say in the API's one shape that there is nothing, whatever the method."""
    return JsonResponse(NotFound().as_json(), status=NotFound.status)
