"""The record in words: each verb has a sentence, filled from the row's facts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.activity.models import Activity
from tenants.activity.sight import Reader, readable_by


@dataclass(frozen=True, slots=True)
class Wording:
    text: str | Promise
    icon: str = "circle"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A row as a timeline shows it."""

    id: int
    text: str
    icon: str
    tone: str
    at: datetime
    by: str
    about: str = ""
    """The contact that it happened around, where that does not go without saying."""
    about_url: str = ""


Namer = Callable[[Iterable[int]], Mapping[int, tuple[str, str]]]
"""From contacts' ids to their names and addresses: the record knows neither."""

_namers: list[Namer] = []
_wordings: dict[str, Wording] = {
    "business.signed_up": Wording(_("Signed up"), "sprout", "success"),
    "business.branded": Wording(_("Logo and colours changed"), "palette"),
    "business.changed": Wording(_("Business details changed"), "store"),
    "business.suspended": Wording(_("Suspended by the platform: %(reason)s"), "lock", "warning"),
    "business.restored": Wording(_("Restored by the platform"), "lock-open", "success"),
    "user.signed_in": Wording(_("Signed in"), "log-in", "success"),
    "user.suspended": Wording(_("Access suspended"), "lock", "warning"),
    "user.restored": Wording(_("Access restored"), "lock-open", "success"),
    "user.role_changed": Wording(_("Role of %(name)s changed from %(before)s to %(after)s"), "shield"),
    "member.scope_changed": Wording(_("%(name)s now sees these contacts: %(scope)s"), "eye"),
    "member.invited": Wording(_("%(email)s invited to the team as %(role)s"), "mail"),
    "member.invited_again": Wording(_("%(email)s invited again"), "mail"),
    "member.invitation_withdrawn": Wording(_("Invitation of %(email)s withdrawn"), "mail-x"),
    "member.joined": Wording(_("%(name)s joined the team as %(role)s"), "user-plus", "success"),
    "member.removed": Wording(_("%(name)s removed from the team"), "user-minus", "warning"),
    "member.restored": Wording(_("%(name)s restored to the team"), "user-check", "success"),
    "member.contacts_handed_over": Wording(_("Contacts of %(name)s handed over to %(to)s: %(count)s"), "arrow-right"),
    "sign_in_link.mailed": Wording(_("A link to sign in was asked for and mailed"), "mail"),
    "password.reset_mailed": Wording(_("A link to choose a new password was asked for and mailed"), "mail"),
    "password.changed": Wording(_("Password chosen"), "key-round"),
    "password.issued": Wording(_("New temporary password"), "key-round"),
    "second_factor.on": Wording(_("Two-factor sign-in turned on"), "shield-check", "success"),
    "second_factor.off": Wording(_("Two-factor sign-in turned off"), "shield-off", "warning"),
    "second_factor.taken_away": Wording(_("Two-factor sign-in reset by the team"), "shield-off", "warning"),
    "recovery_code.used": Wording(_("Signed in with a recovery code; %(left)s left"), "life-buoy", "warning"),
    "recovery_codes.renewed": Wording(_("New recovery codes"), "life-buoy"),
    "session.ended": Wording(_("Signed out on one device"), "log-out"),
    "session.others_ended": Wording(_("Signed out on all other devices"), "log-out"),
}


def register_wording(verb: str, text: str | Promise, *, icon: str = "circle", tone: str = "") -> None:
    """Say how a verb reads; called from an app's ready()."""
    _wordings[verb] = Wording(text, icon, tone)


def register_namer(namer: Namer) -> None:
    """Say what contacts are called; called from an app's ready()."""
    _namers.append(namer)


def latest(*, reader: Reader, seen: Q | None = None, limit: int = 8) -> list[Event]:
    """Return what happened last in the business that a reader may know of; that the team signs in is no news to it.

    Newest first. ``seen`` narrows it to the contacts that whoever looks may see.
    """
    news = Activity.objects.exclude(verb="user.signed_in", contact_id=None).filter(readable_by(reader), seen or Q())
    rows = list(news.order_by("-id")[:limit])
    ids = {row.contact_id for row in rows if row.contact_id is not None}
    named = {key: names for namer in _namers for key, names in namer(ids).items()} if ids else {}
    return [_about(event_of(row), named.get(row.contact_id or 0)) for row in rows]


def _about(event: Event, named: tuple[str, str] | None) -> Event:
    if named is None:
        return event
    name, url = named
    return replace(event, about=name, about_url=url, by="" if event.by == name else event.by)


def event_of(row: Activity) -> Event:
    wording = _wordings.get(row.verb) or Wording(row.verb.replace(".", " ").replace("_", " ").capitalize())
    return Event(row.pk, _filled(str(wording.text), row.facts), wording.icon, wording.tone, row.at, row.actor_name)


def _filled(text: str, facts: dict[str, object]) -> str:
    try:
        return text % facts
    except (KeyError, ValueError):  # a row from an older release, which recorded fewer facts
        return text.split("%(", maxsplit=1)[0].rstrip(" :,“")
