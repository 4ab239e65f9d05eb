from django.db import models
from django.db.models.functions import Lower

from crm.models.contact import Contact
from tenants.kernel.models import BusinessModel


class Tag(BusinessModel):
    """A word that gathers contacts: "Wholesale", "Thursdays"."""

    class Colour(models.TextChoices):
        GREY = "grey"
        RED = "red"
        ORANGE = "orange"
        YELLOW = "yellow"
        GREEN = "green"
        TEAL = "teal"
        BLUE = "blue"
        VIOLET = "violet"
        PINK = "pink"

    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=10, choices=Colour, default=Colour.GREY)

    class Meta(BusinessModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="crm_tag_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="crm_tag_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactTag(BusinessModel):
    """A tag on a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="contact_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="contact_tags")

    class Meta(BusinessModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "tag"], name="crm_contact_tag_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.tag_id}"
