"""Contacts as the API shows them and takes them."""

from typing import Any

from rest_framework import serializers

from crm.countries import country_choices
from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Address, Contact, ContactEmail, ContactPhone
from crm.selectors.access import PortalState
from tenants.api.fields import StrictSerializer

MOST_ROWS = 20


class ShownEmail(serializers.ModelSerializer[ContactEmail]):
    class Meta:
        model = ContactEmail
        fields = read_only_fields = ["address", "label", "is_primary"]


class ShownPhone(serializers.ModelSerializer[ContactPhone]):
    class Meta:
        model = ContactPhone
        fields = read_only_fields = ["number", "e164", "label"]


class ShownAddress(serializers.ModelSerializer[Address]):
    class Meta:
        model = Address
        fields = read_only_fields = ["label", "street", "postcode", "city", "region", "country"]


class ShownContact(serializers.ModelSerializer[Contact]):
    """A contact, without what only the team knows: notes are not among it."""

    emails = ShownEmail(many=True, read_only=True)
    phones = ShownPhone(many=True, read_only=True)
    addresses = ShownAddress(many=True, read_only=True)
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Contact
        fields = read_only_fields = [
            "id", "kind", "display_name", "first_name", "last_name", "company_name", "emails", "phones", "addresses",
            "tags", "created_at", "updated_at", "archived_at",
        ]  # fmt: skip


class ShownCustomer(serializers.Serializer[Any]):
    """One of a contact's people, and how far they have come: from the welcome e-mail to the portal."""

    id = serializers.IntegerField(source="customer.pk")
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.name")
    email = serializers.CharField(source="user.email")
    portal_state = serializers.ChoiceField(source="state", choices=PortalState.choices)
    last_seen_at = serializers.DateTimeField(source="seen_at", allow_null=True)


class GivenEmail(StrictSerializer):
    address = serializers.EmailField(max_length=254)
    label = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]


class GivenPhone(StrictSerializer):
    number = serializers.CharField(max_length=40)
    label = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]


class GivenAddress(StrictSerializer):
    label = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]
    street = serializers.CharField(max_length=300, required=False, allow_blank=True)
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True)
    city = serializers.CharField(max_length=100, required=False, allow_blank=True)
    region = serializers.CharField(max_length=100, required=False, allow_blank=True)
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False, allow_blank=True, help_text="ISO 3166: PT, DE, US.")

    def validate_country(self, code: str) -> str:
        if code not in dict(country_choices("en")):
            raise serializers.ValidationError("There is no such country.")
        return code


def _rows(row: Any, **more: bool) -> Any:
    return row(many=True, max_length=MOST_ROWS, **more)


class ContactChange(StrictSerializer):
    """What is sent replaces what was there; what is left out stays. Lists are replaced as a whole."""

    kind = serializers.ChoiceField(choices=Contact.Kind.choices, required=False)
    first_name = serializers.CharField(max_length=70, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=70, required=False, allow_blank=True)
    company_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    emails = _rows(GivenEmail, required=False, allow_empty=False)
    phones = _rows(GivenPhone, required=False)
    addresses = _rows(GivenAddress, required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=MOST_ROWS)

    def told(self) -> dict[str, Any]:
        """Return what was sent as entries of crm."""
        given = {name: self.validated_data[name] for name in _PLAIN if name in self.validated_data}
        for name, entry in _ENTRIES.items():
            if name in self.validated_data:
                given[name] = tuple(entry(**row) for row in self.validated_data[name])
        if "tags" in self.validated_data:
            given["tags"] = tuple(self.validated_data["tags"])
        return given


class ContactDraft(ContactChange):
    """A new contact. Username and password are required: the account and its welcome e-mail are made with it.

    With ``generate_password`` we make the password; the welcome e-mail carries it, and nobody of the team sees it.
    """

    emails = _rows(GivenEmail, allow_empty=False)
    note = serializers.CharField(
        max_length=5000, required=False, allow_blank=True, help_text="For the team only; it is never shown again here."
    )
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(
        max_length=128, required=False, trim_whitespace=False, help_text="Temporary: at least 12 characters."
    )
    generate_password = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("password")) is attrs["generate_password"]:
            raise serializers.ValidationError({"password": ["Send a password, or generate_password, and not both."]})
        return attrs

    def details(self) -> NewContact:
        return NewContact(**self.told(), note=self.validated_data.get("note", ""))


_PLAIN = ("kind", "first_name", "last_name", "company_name")
_ENTRIES: dict[str, Any] = {"emails": EmailEntry, "phones": PhoneEntry, "addresses": AddressEntry}
