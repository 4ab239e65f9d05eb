"""What the /ui/ pages show: a made-up customer of a made-up bakery, and forms in every state."""

from datetime import UTC, datetime
from typing import Any

from django import forms

from tenants.kernel.money import Money

HARD_BRANDS = {
    "Mango": "#1F6F4A",
    "Pure yellow": "#FFFF00",
    "Near black": "#0A0A0A",
    "Mid grey": "#808080",
    "Near white": "#FDFDFD",
    "Pure red": "#FF0000",
    "Neon green": "#39FF14",
    "Navy": "#0B1F4D",
    "Violet": "#6D28D9",
}


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Full name", max_length=80, help_text="As it should stand on invoices.")
    email = forms.EmailField(label="E-mail")
    phone = forms.CharField(label="Phone", required=False)
    amount = forms.CharField(label="Price", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    subdomain = forms.SlugField(label="Address of your portal")
    due_on = forms.DateField(label="Due on", widget=forms.DateInput(attrs={"type": "date"}))
    country = forms.ChoiceField(
        label="Country", choices=[("PT", "Portugal"), ("DE", "Germany"), ("US", "United States")]
    )
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind of contact", choices=[("person", "Person"), ("company", "Company")], widget=forms.RadioSelect
    )
    tags = forms.MultipleChoiceField(
        label="Tags", required=False, choices=[("a", "Wholesale"), ("b", "Weekly")], widget=forms.CheckboxSelectMultiple
    )
    news = forms.BooleanField(label="Send the welcome e-mail now", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    logo = forms.FileField(label="Logo", required=False, help_text="PNG, JPEG or WebP, at most 2 MB.")
    colour = forms.CharField(label="Brand colour", widget=forms.TextInput(attrs={"type": "color"}), initial="#1F6F4A")


TYPED = {"name": "", "email": "cleo(at)example", "subdomain": "admin", "kind": "person", "country": "PT"}


def sample_context() -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "showcases": [_showcase("light"), _showcase("dark")],
        "amount": Money(124000, "EUR"),
        "overdue": Money(38050, "EUR"),
        "credit": Money(-4500, "EUR"),
        "big": Money(123456789000, "EUR"),
        "when": datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
        "items": ITEMS,
        "contacts": CONTACTS,
        "ledger": LEDGER,
        "brands": HARD_BRANDS,
    }


def _showcase(theme: str) -> tuple[str, SampleForm, SampleForm]:
    """A theme, an empty form and one that came back with errors; ids differ, for all stand on one page."""
    return theme, SampleForm(auto_id=f"{theme}-%s"), SampleForm(TYPED, auto_id=f"{theme}-wrong-%s")


def _item(title: str, text: str, due: str, minor: int, state: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "due": due, "amount": Money(minor, "EUR"), "state": state}


ITEMS = [
    _item(
        "Sourdough subscription, February",
        "Added by Ben Okafor · weekly order, 4 loaves",
        "1 Feb 2026",
        38050,
        "overdue",
    ),
    _item("Anniversary cake, three tiers", "Added by Ada Lindqvist · collected on 28 February", "14 Mar 2026", 64000),
    _item("Bread baskets for the spring fair at the old harbour warehouse", "Invoice 2026-0042", "21 Mar 2026", 21950),
]


def _contact(name: str, company: str, minor: int, overdue: int, state: str, **rest: str) -> dict[str, Any]:
    tones = {"signed in": "success", "delivered": "info", "bounced": "danger", "not sent": "", "sent": ""}
    return {
        "name": name,
        "company": company,
        "balance": Money(minor, "EUR"),
        "overdue": Money(overdue, "EUR"),
        "state": state,
        "tone": tones[state],
        "seen": rest.get("seen", "Never"),
        "tag": rest.get("tag", ""),
    }


CONTACTS = [
    _contact("Cleo van Dam", "Harbour Café", 124000, 38050, "signed in", seen="Today, 09:12", tag="Wholesale"),
    _contact("Carl Friis", "", 0, 0, "delivered", tag="Weekly"),
    _contact(
        "Maria do Carmo Albuquerque e Vasconcelos",
        "Quinta das Oliveiras Velhas, Lda.",
        1234567,
        0,
        "signed in",
        seen="3 March",
    ),
    _contact("Wei Zhang", "Lotus Catering", 9900, 9900, "bounced"),
    _contact("Priya Nair", "", -4500, 0, "signed in", seen="Yesterday"),
    _contact("Tomás Ruiz", "Ruiz & Sons", 25000, 0, "not sent"),
]

LEDGER = [
    {
        "on": "28 Feb 2026",
        "text": "Anniversary cake, three tiers",
        "change": Money(64000, "EUR"),
        "balance": Money(124000, "EUR"),
    },
    {
        "on": "12 Feb 2026",
        "text": "Payment by card, thank you",
        "change": Money(-12000, "EUR"),
        "balance": Money(60000, "EUR"),
    },
    {
        "on": "1 Feb 2026",
        "text": "Sourdough subscription, February",
        "change": Money(38050, "EUR"),
        "balance": Money(72000, "EUR"),
    },
]
