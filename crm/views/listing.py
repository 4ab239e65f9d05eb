"""What stands in the list of contacts: one page of rows, with the columns and filters that other layers add."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.models import Contact, Tag
from crm.registry import Column, Condition, columns, filters
from crm.selectors.access import Access, access_by_contact
from crm.selectors.contacts import contacts_found
from crm.selectors.paging import ContactPage, page_of
from crm.views.asked import Asked
from tenants.accounts.http import MemberRequest

ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    html: str


@dataclass(frozen=True, slots=True)
class Row:
    """``access`` is the first customer's: the one made with the contact."""

    contact: Contact
    access: Access | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str | Promise
    address: str
    is_current: bool


def listing(request: MemberRequest, asked: Asked) -> dict[str, Any]:
    """Return the list's part of the page's context."""
    found = contacts_found(asked.words, seen_by=request.member, tag=asked.tag, archived=asked.show == ARCHIVED)
    page = page_of(found.filter(_narrowed(request, asked.show)), request.GET)
    shown = _columns(request, page)
    access = access_by_contact([contact.pk for contact in page.rows])
    return {
        "asked": asked,
        "rows": [_row(contact, access.get(contact.pk, []), shown) for contact in page.rows],
        "columns": [column for column, _cells in shown],
        "previous": asked.address(before=page.previous) if page.previous else "",
        "next": asked.address(after=page.next) if page.next else "",
    }


def chips(request: MemberRequest, asked: Asked) -> list[Chip]:
    """Return the filters that whoever asks may use."""
    return [
        Chip(given.label, asked.address(show=given.name), asked.show == given.name)
        for given in filters()
        if given.condition(request) is not None
    ]


def tag_links(asked: Asked, tags: list[Tag]) -> list[Chip]:
    any_tag = Chip(_("Any tag"), asked.address(tag=""), asked.tag is None)
    return [any_tag, *(Chip(tag.name, asked.address(tag=str(tag.pk)), asked.tag == tag.pk) for tag in tags)]


def _narrowed(request: MemberRequest, show: str) -> Condition:
    conditions = [given.condition(request) for given in filters() if given.name == show]
    return next((condition for condition in conditions if condition is not None), Q())


def _columns(request: MemberRequest, page: ContactPage) -> list[tuple[Column, dict[int, str]]]:
    ids = [contact.pk for contact in page.rows]
    read = [(column, column.cells(request, ids)) for column in columns()]
    return [(column, dict(cells)) for column, cells in read if cells is not None]


def _row(contact: Contact, access: list[Access], shown: list[tuple[Column, dict[int, str]]]) -> Row:
    cells = [Cell(column, found.get(contact.pk, "")) for column, found in shown]
    return Row(contact, access[0] if access else None, cells)
