"""What a contact's folder holds: an offer, photos, notes, and what the customers of the cast have sent."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact, Customer
from crm.services.files import add_file
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.uploads import examined

FURNISHED = 6
"""Contacts beyond the cast with something in their folder."""


def keep_files(trade: Trade) -> None:
    """Put everybody's files into their folders, the oldest first, as it happened."""
    kept: list[tuple[int, int, User, tuple[str, bytes, bool]]] = []
    owner = User.objects.get(username=trade.team[0].username)
    for person, _sketch in trade.cast:
        customer = Customer.objects.select_related("user").get(user__username=person.username)
        for days, (name, content, shown) in zip((41, 12, 3), _papers(trade), strict=True):
            kept.append((days, customer.contact_id, owner, (name, content, shown)))
        kept.append((2, customer.contact_id, customer.user, ("Where to deliver.png", _plan(trade), True)))
    for number, contact in enumerate(Contact.objects.order_by("pk")[:FURNISHED]):
        kept.append((20 + 9 * number, contact.pk, owner, _papers(trade)[number % 3]))
    for days, contact_id, sender, (name, content, shown) in sorted(kept, key=lambda one: -one[0]):
        _keep(contact_id, sender, name, content, is_shown=shown, days=days)


def _keep(contact_id: int, sender: User, name: str, content: bytes, *, is_shown: bool, days: int) -> None:
    with happening_at(clock.now() - timedelta(days=days)), acting(sender):
        upload = examined(ContentFile(content, name=name))
        add_file(contact_id, upload=upload, added_by=sender, is_shown=is_shown)


def _papers(trade: Trade) -> list[tuple[str, bytes, bool]]:
    prices = "\n".join(f"{item.name};{item.unit};{item.price} {trade.currency}" for item in trade.catalogue)
    agreed = f"{trade.name}\n\nAs agreed: the prices of the year hold until December. Changes a week ahead.\n"
    return [
        ("What we agreed.txt", agreed.encode(), True),
        ("Prices of the year.csv", prices.encode(), True),
        ("Notes of the call.md", b"Called about the new address; will confirm in writing.\n", False),
    ]


def _plan(trade: Trade) -> bytes:
    """A door on a street, in the business's colours."""
    drawing = Image.new("RGB", (320, 200), "#F6F1EA")
    pen = ImageDraw.Draw(drawing)
    pen.rectangle((0, 150, 320, 200), fill="#D8D2C8")
    pen.rectangle((90, 40, 230, 150), fill=trade.accent)
    pen.rectangle((140, 80, 180, 150), fill=trade.primary)
    out = io.BytesIO()
    drawing.save(out, "PNG", optimize=True)
    return out.getvalue()
