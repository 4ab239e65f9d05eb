from collections.abc import Iterable

from django.db.models import Value
from django.db.models.functions import Lower

from crm.models import Contact, ContactTag, Tag


def put_tags(contact: Contact, names: Iterable[str]) -> None:
    """Leave a contact with exactly the tags named, in any case; a new name makes a new tag."""
    wanted: dict[str, str] = {}
    for name in (" ".join(raw.split())[:40] for raw in names):
        if name:
            wanted.setdefault(name.casefold(), name)
    held = {link.tag.name.casefold(): link for link in contact.contact_tags.select_related("tag")}
    ContactTag.objects.filter(pk__in=[link.pk for name, link in held.items() if name not in wanted]).delete()
    ContactTag.objects.bulk_create(
        [ContactTag(contact=contact, tag=tag_named(name)) for folded, name in wanted.items() if folded not in held],
        ignore_conflicts=True,
    )


def tag_named(name: str) -> Tag:
    """Return the tag of this name, whatever its case, made when there is none yet."""
    # Compared as the unique index compares: iexact takes capitals, and "İ" and "i" share only their small letter.
    same = Tag.objects.alias(folded=Lower("name")).filter(folded=Lower(Value(name)))
    found = same.first()
    if found is not None:
        return found
    Tag.objects.bulk_create([Tag(name=name, colour=_next_colour())], ignore_conflicts=True)
    return same.get()  # ours, or the one that somebody made in the same moment


def _next_colour() -> str:
    colours = [colour for colour in Tag.Colour if colour != Tag.Colour.GREY]
    return colours[Tag.objects.count() % len(colours)]
