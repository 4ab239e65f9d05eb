"""The two businesses of the demo, invented: what they are called, look like, sell and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A product or service: price and cost in major units as text, tax in per cent."""

    name: str
    description: str
    kind: str
    unit: str
    price: str
    cost: str
    tax: str
    interval: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody of the cast, with the username and password that the demo prints."""

    name: str
    username: str
    password: str
    role: str = ""


@dataclass(frozen=True)
class ContactSketch:
    """A contact to be: a person, or a company with the person who signs in for it."""

    person: str
    city: str
    company: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trade:
    """A business with everything the seed needs to tell its year."""

    name: str
    subdomain: str
    currency: str
    time_zone: str
    country: str
    phone_prefix: str
    phone: str
    address: str
    primary: str
    accent: str
    team: tuple[Person, ...]
    cast: tuple[tuple[Person, ContactSketch], ...]
    contacts: tuple[ContactSketch, ...]
    catalogue: tuple[Item, ...]
    reasons: Mapping[str, tuple[str, ...]]
    """Why an item of the catalogue is ordered, by its name."""
    notes: tuple[str, ...]
    streets: tuple[str, ...]

    @property
    def reply_to(self) -> str:
        return f"hello@{self.subdomain}.example"
