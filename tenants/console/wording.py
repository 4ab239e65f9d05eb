"""The platform's record in words: each verb has a sentence, filled from the row's facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.console.models import PlatformActivity

_WORDS: dict[str, str | Promise] = {
    "operator.created": _("Added the operator %(username)s"),
    "operator.signed_in": _("Signed in (%(way)s)"),
    "operator.second_factor_set_up": _("Set up two-factor for %(username)s"),
    "operator.recovery_code_used": _("Used a recovery code; %(left)s are left"),
    "operator.recovery_codes_made": _("Made new recovery codes"),
    "operator.password_changed": _("Chose a new password"),
    "operator.session_ended": _("Signed out %(count)s other browser(s)"),
    "operator.access_reset": _("Reset the access of %(username)s"),
    "operator.deactivated": _("Deactivated %(username)s"),
    "business.suspended": _("Suspended it, %(state)s: %(reason)s"),
    "business.restored": _("Restored it"),
    "work.retried": _("Had %(name)s tried again"),
    "work.discarded": _("Put away %(name)s: %(error)s"),
    "pool.refilled": _("Asked for the pool to be refilled"),
}

_STATES = {"active": _("active"), "read_only": _("read-only"), "closed": _("closed")}


def register_platform_wording(verb: str, text: str | Promise) -> None:
    """Say how a verb reads; called from an app's ready()."""
    _WORDS[verb] = text


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as the console shows it."""

    id: int
    at: datetime
    text: str
    by: str
    address: str
    business_id: int | None


def entries_of(rows: Iterable[PlatformActivity]) -> list[Entry]:
    return [
        Entry(row.pk, row.at, _filled(row.verb, row.facts), row.operator_name, row.address, row.business_id)
        for row in rows
    ]


def _filled(verb: str, facts: dict[str, object]) -> str:
    text = str(_WORDS.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize())
    if facts.get("state") in _STATES:
        facts = {**facts, "state": _STATES[str(facts["state"])]}
    try:
        return text % facts
    except (KeyError, ValueError):  # a row from an older release, which recorded fewer facts
        return text.split("%(", maxsplit=1)[0].rstrip(" :(")
