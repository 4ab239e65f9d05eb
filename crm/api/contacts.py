"""``/api/v1/contacts/``: edges over the same rules as the pages."""

from dataclasses import replace
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from crm import errors
from crm.api.shapes import ContactChange, ContactDraft, ShownContact, ShownCustomer
from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact
from crm.registry import Condition, filters
from crm.selectors.access import access_of
from crm.selectors.contacts import contact_named, contacts_found
from crm.selectors.paging import is_cursor, page_of
from crm.services.contacts import archive_contact, create_contact, restore_contact, update_contact
from emails.errors import AddressRefused
from tenants.accounts.errors import PasswordRefused, UsernameRefused, UsernameTaken
from tenants.accounts.services.passwords import generate_password
from tenants.api.callers import Caller
from tenants.api.endpoint import Endpoint
from tenants.api.etags import require_current, tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked

ARCHIVED = "archived"
_PAGE = inline_serializer(
    "ContactPage", {"results": ShownContact(many=True), "next": serializers.CharField(allow_null=True)}
)
_CUSTOMERS = inline_serializer("ContactCustomers", {"results": ShownCustomer(many=True)})
_EXAMPLE = OpenApiExample(
    "A café and its owner",
    request_only=True,
    value={
        "kind": "person",
        "first_name": "Cleo",
        "last_name": "van Dam",
        "company_name": "Harbour Café",
        "emails": [{"address": "cleo@example.com"}],
        "phones": [{"number": "+351 912 345 678", "label": "Kitchen"}],
        "tags": ["Wholesale"],
        "username": "cleo",
        "generate_password": True,
    },
)


class ContactQuery(PageQuery):
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")
    tag = serializers.CharField(required=False, max_length=40, help_text="The name of a tag.")
    state = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=20,
        help_text="waiting (not signed in yet), bounced, suspended, overdue or archived.",
    )  # fmt: skip


class Contacts(Endpoint):
    tag = "Contacts"
    actions = {"GET": "contacts.view", "POST": "contacts.create"}
    refusals = (
        errors.NameMissing, errors.EmailTwice, AddressRefused, UsernameTaken, UsernameRefused, PasswordRefused,
    )  # fmt: skip
    fields_of_refusals = {
        "name_missing": "first_name",
        "email_twice": "emails",
        "address_refused": "emails",
        "username_taken": "username",
        "username_refused": "username",
        "password_refused": "password",
    }

    @extend_schema(operation_id="list_contacts", summary="List contacts", parameters=[ContactQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """In the order of their names, without those put away unless asked for."""
        ask = asked(ContactQuery, request)
        if ask["cursor"] and not is_cursor(ask["cursor"]):
            raise serializers.ValidationError({"cursor": ["Send “next” of the page before, as it was."]})
        found = contacts_found(ask["q"], seen_by=self.caller.member, archived=ask["state"] == ARCHIVED)
        found = found.filter(_narrowed(self.caller, ask["state"]))
        if "tag" in ask:
            found = found.filter(contact_tags__tag__name__iexact=ask["tag"])
        rows = found.prefetch_related("emails", "phones", "addresses")
        page = page_of(rows, {"after": ask["cursor"]}, size=ask["limit"])
        return Response({"results": ShownContact(page.rows, many=True).data, "next": page.next or None})

    @extend_schema(
        operation_id="create_contact", summary="Add a contact", request=ContactDraft, responses={201: ShownContact},
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request) -> Response:
        """Contact, account and branded welcome e-mail are made together, or none of them."""
        draft = ContactDraft(data=request.data)
        draft.is_valid(raise_exception=True)
        given = draft.validated_data
        contact = create_contact(
            details=draft.details(),
            username=given["username"],
            password=generate_password() if given["generate_password"] else given["password"],
            created_by=self.caller.member,
        )
        answer = tagged(_shown(contact.pk), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/contacts/{contact.pk}/"
        return answer


class OneContact(Endpoint):
    tag = "Contacts"
    actions = {"GET": "contacts.view", "PATCH": "contacts.change"}
    refusals = (errors.NameMissing, errors.EmailTwice, AddressRefused)
    fields_of_refusals = Contacts.fields_of_refusals

    @extend_schema(operation_id="get_contact", summary="Read a contact", responses=ShownContact)
    def get(self, request: Request, contact_id: int) -> Response:
        return tagged(_shown(contact_id), request)

    @extend_schema(
        operation_id="change_contact", summary="Change a contact", request=ContactChange, responses=ShownContact
    )
    def patch(self, request: Request, contact_id: int) -> Response:
        """What is left out stays. Mail follows a changed primary address while nobody has signed in with the old."""
        change = ContactChange(data=request.data)
        change.is_valid(raise_exception=True)
        with transaction.atomic():
            contact_named(contact_id)
            Contact.objects.select_for_update().get(pk=contact_id)
            require_current(request, _shown(contact_id))
            details = replace(_held(contact_named(contact_id)), **change.told())
            update_contact(contact_id, details=details, by=self.caller.member)
        return tagged(_shown(contact_id))


class ContactArchive(Endpoint):
    """A contact's place among those put away."""

    tag = "Contacts"
    actions = {"POST": "contacts.change", "DELETE": "contacts.change"}

    @extend_schema(operation_id="archive_contact", summary="Archive a contact", request=None, responses=ShownContact)
    @once
    def post(self, _request: Request, contact_id: int) -> Response:
        """It leaves the lists and keeps its account, its history and its books."""
        archive_contact(contact_named(contact_id).pk)
        return tagged(_shown(contact_id))

    @extend_schema(
        operation_id="restore_contact", summary="Restore a contact", request=None, responses={200: ShownContact}
    )
    def delete(self, _request: Request, contact_id: int) -> Response:
        restore_contact(contact_named(contact_id).pk)
        return tagged(_shown(contact_id))


class ContactCustomers(Endpoint):
    tag = "Contacts"
    actions = {"GET": "contacts.view"}

    @extend_schema(operation_id="list_customers", summary="Who signs in for a contact", responses=_CUSTOMERS)
    def get(self, _request: Request, contact_id: int) -> Response:
        """Each with the fate of their welcome e-mail, until they have signed in."""
        found = access_of(contact_named(contact_id))
        return Response({"results": ShownCustomer(found, many=True).data})


def _shown(contact_id: int) -> Any:
    return ShownContact(contact_named(contact_id)).data


def _narrowed(caller: Caller, state: str) -> Condition:
    """Return the condition of a filter of the list's, as far as the caller may use it."""
    request = cast(HttpRequest, SimpleNamespace(member=caller))  # all that a filter asks of a request
    known = {given.name: given.condition(request) for given in filters()}
    usable = {name: condition for name, condition in known.items() if condition is not None}
    if state not in usable:
        raise serializers.ValidationError({"state": [f"Use one of {', '.join(filter(None, usable))}."]})
    return usable[state] or Q()


def _held(contact: Contact) -> NewContact:
    return NewContact(
        kind=contact.kind,
        first_name=contact.first_name,
        last_name=contact.last_name,
        company_name=contact.company_name,
        emails=tuple(EmailEntry(row.address, row.label) for row in contact.emails.all()),
        phones=tuple(PhoneEntry(row.number, row.label) for row in contact.phones.all()),
        addresses=tuple(
            AddressEntry(row.label, row.street, row.postcode, row.city, row.region, row.country)
            for row in contact.addresses.all()
        ),
        tags=tuple(tag.name for tag in contact.tags.all()),
    )
