from django.db import models


class Row(models.Model):
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=10)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
