"""Private files, by links that tenants.files has signed."""

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tenants import files
from tenants.accounts.access import anyone
from tenants.accounts.http import BusinessRequest
from tenants.kernel.errors import Unavailable

_SHOWN_IN_PLACE = {"image/png", "image/jpeg", "image/webp", "image/gif"}


@anyone
@require_safe
def media(request: BusinessRequest, ticket: str) -> HttpResponseBase:
    """Answer a signed link; the right to the file was checked when the link was made, at most a minute ago."""
    person_id = request.user.pk if request.user else None
    admitted = files.read_ticket(ticket, person_id=person_id)
    key, name = admitted["key"], admitted["name"]
    content_type = files.content_type_of(key)
    disposition = _disposition(content_type, name)
    if settings.S3_BUCKET:
        asked = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
        return _elsewhere(key, asked, seconds=admitted["seconds"])
    response = FileResponse(files.open_key(key), content_type=content_type)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=60"
    return response


def _elsewhere(key: str, asked: dict[str, str], *, seconds: int) -> HttpResponse:
    """Lead to the object storage; the address there dies with the link that led to it."""
    try:
        # S3Storage.url takes more than Storage.url.
        address = default_storage.url(key, parameters=asked, expire=seconds)  # type: ignore[call-arg]
    except (BotoCoreError, ClientError) as error:
        raise Unavailable from error
    response = redirect(address)
    response["Cache-Control"] = "private, no-store"
    return response


def _disposition(content_type: str, name: str) -> str:
    in_place = content_type in _SHOWN_IN_PLACE and not name
    return content_disposition_header(not in_place, name) or "inline"
