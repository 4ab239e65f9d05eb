"""One search over everything: each app says what of its own can be found, pages are found by their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tenants.accounts.models import User
from tenants.navigation import ACCOUNT, ENTRIES, NEW, SETTINGS, Entry, links

PER_SOURCE = 6
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """``find(member, words, limit)`` returns the best hits, in one query, of what this member may see."""

    name: str
    label: str | Promise
    icon: str
    order: int
    action: str
    find: Callable[[User, str, int], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    icon: str
    hits: Sequence[Hit]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add something that can be found; called from an app's ready()."""
    _sources[source.name] = source


def search(member: User, words: str) -> list[Group]:
    """Return what a member finds, in groups, empty ones left out; nothing for no words."""
    sought = words.replace("\0", "").strip()[:LONGEST]
    if not sought:
        return []
    sources = sorted((each for each in _sources.values() if member.may(each.action)), key=lambda each: each.order)
    groups = [Group(each.label, each.icon, each.find(member, sought, PER_SOURCE)) for each in sources]
    return [group for group in [*groups, Group(_("Pages"), "panels-top-left", _pages(member, sought))] if group.hits]


def _pages(member: User, words: str) -> list[Hit]:
    named: dict[str, tuple[Entry, ...]] = {"": ENTRIES, _("New"): NEW, _("Settings"): SETTINGS, _("You"): ACCOUNT}
    wanted = words.casefold().split()
    hits = [
        Hit(str(label), url, where)
        for where, entries in named.items()
        for label, url, _icon in links(entries, member.role, sees_all=member.sees_all_contacts)
        if all(word in f"{where} {label}".casefold() for word in wanted)
    ]
    return list({hit.url: hit for hit in reversed(hits)}.values())[::-1][:PER_SOURCE]
