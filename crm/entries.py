"""What a person, a form, an import or the API says about a contact, before it is one."""

from dataclasses import dataclass, field

from crm.models import Contact


@dataclass(frozen=True, slots=True)
class EmailEntry:
    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """``street`` may have several lines; ``country`` is an ISO 3166 code of two letters or empty."""

    label: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to sign in."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """The first e-mail address is the primary one: the welcome and all later mail goes there."""

    kind: str = Contact.Kind.PERSON
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    emails: tuple[EmailEntry, ...] = field(default=())
    phones: tuple[PhoneEntry, ...] = field(default=())
    addresses: tuple[AddressEntry, ...] = field(default=())
    tags: tuple[str, ...] = field(default=())
    note: str = ""

    @property
    def person_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def display_name(self) -> str:
        """A company is called by its name, a person by theirs, and either by the other when it is all we have."""
        company_first = self.kind == Contact.Kind.COMPANY
        return (company_first and self.company_name) or self.person_name or self.company_name

    @property
    def person(self) -> Person:
        """Who signs in: the person when one is named, else the company."""
        return Person(self.person_name or self.company_name, self.primary_email)

    @property
    def primary_email(self) -> str:
        return self.emails[0].address if self.emails else ""
