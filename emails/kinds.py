"""The kinds of mail there are. Each app declares its own when it starts; Settings previews them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of mail.

    ``sample`` is the context of previews and the list of what composing needs. ``subject`` is filled by ``%`` from the
    context and ``business``, the business's name. ``template`` names ``<template>.html`` and ``<template>.txt``, which
    also get ``secret``, a temporary password or a link with a token, when the kind has a ``sample_secret``.
    ``attach`` names providers from emails.attachments. Essential mail is never held back by the daily cap, and what is
    sent ``even_suspended`` does not wait for a suspended business to be restored: it tells of that.
    ``read_anew`` returns, from a message's context, what is read when it is sent rather than kept with every copy; None
    when the mail is no longer wanted: then it is taken back. Previews show ``sample_anew`` for it. An
    ``unsubscribe_url`` among the facts becomes the header with which mail programs offer to unsubscribe. ``action`` is
    what a member must be allowed to do to read its subject among a contact's mails.
    """

    name: str
    title: Text
    subject: Text
    template: str
    reason: Text
    sample: Mapping[str, Any]
    sample_secret: str = ""
    attach: tuple[str, ...] = field(default=())
    essential: bool = False
    even_suspended: bool = False
    read_anew: Callable[[Facts], Facts | None] | None = None
    sample_anew: Facts = field(default_factory=dict)
    action: str = "contacts.view"

    @property
    def has_secret(self) -> bool:
        return bool(self.sample_secret)


class UnknownKind(KeyError):
    """A bug: mail of a kind that nobody declared."""


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Declare a kind; called from an app's ready(). Declaring a name anew replaces it."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def title_of(name: str) -> str:
    """Return what a kind is called, also for mail of a kind that is no longer declared."""
    return str(_kinds[name].title) if name in _kinds else name
