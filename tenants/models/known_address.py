from django.db import models

from tenants.models.business import Business


class KnownAddress(models.Model):
    """That somebody of a business has an e-mail address, which stands here only as a digest under the platform's key.

    It answers "which businesses know this address?" without asking each. The rules that change people keep it.
    """

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="known_addresses")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            # Finding the businesses of one address; each once.
            models.UniqueConstraint(fields=["digest", "business"], name="tenants_known_address_once"),
        ]

    def __str__(self) -> str:
        return f"an address at business {self.business_id}"
