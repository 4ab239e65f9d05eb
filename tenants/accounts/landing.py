"""Where people go after signing in."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.kernel.scope import BusinessSnapshot

WORKSPACE, PORTAL = "/workspace/", "/"
_LONGEST = 500
_DOORS = ("/sign-in", "/sign-out", "/password/")


def landing(user: User, wanted: str = "") -> str:
    """Return the page asked for when it is one of ours and this person's, and otherwise their home."""
    if not _is_ours(wanted) or wanted.startswith(_DOORS):
        return home(user)
    in_workspace = wanted.startswith(WORKSPACE)
    if user.is_member and wanted == PORTAL:
        return WORKSPACE
    return wanted if user.is_member or not in_workspace else PORTAL


def safe(wanted: str) -> str:
    """Return a page that may be led to later, or nothing; links in mails carry no address of somebody else's."""
    return wanted if _is_ours(wanted) and len(wanted) <= _LONGEST and not wanted.startswith(_DOORS) else ""


def home(user: User) -> str:
    return WORKSPACE if user.is_member else PORTAL


def has_yet_to_verify(business: BusinessSnapshot, user: User) -> bool:
    """Say whether somebody signed a business up and has not yet shown that the e-mail address is theirs."""
    return business.by_sign_up and user.role == Role.OWNER and user.email_verified_at is None


def with_next(path: str, request: HttpRequest) -> str:
    """Return a path that will lead back to the page that was asked for."""
    wanted = request.get_full_path() if request.method == "GET" else ""
    return f"{path}?{urlencode({'next': wanted})}" if wanted not in ("", PORTAL) else path


def _is_ours(wanted: str) -> bool:
    return wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
