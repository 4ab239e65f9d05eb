from django.db import models


class Canary(models.Model):
    """The one row that says whose schema this is, and which generation of the business's snapshot is current."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    business_id = models.BigIntegerField()
    generation = models.BigIntegerField()

    class Meta:
        db_table = "canary"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="canary_single_row")]

    def __str__(self) -> str:
        return f"business {self.business_id}"
