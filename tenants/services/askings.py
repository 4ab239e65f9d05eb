"""How often somebody may ask on the base domain: counted in the database, alike for what is known and what is not."""

from datetime import timedelta

from django.db.models import Count

from tenants.kernel import clock
from tenants.kernel.errors import TooMany
from tenants.models import AddressGuess

WINDOW = timedelta(minutes=15)
PER_NETWORK, PER_DIGEST = 10, 5
_DIGITS = 48


def count(*, network: str, digest: str) -> None:
    """Count an asking, before it is answered; raises TooMany for one too many, which then does not count."""
    limits = {f"find:{network}": PER_NETWORK, f"find:{digest[:_DIGITS]}": PER_DIGEST}
    now = clock.now()
    AddressGuess.objects.filter(at__lt=now - WINDOW).delete()
    rows = AddressGuess.objects.bulk_create([AddressGuess(address=key, at=now) for key in limits])
    recent = AddressGuess.objects.filter(address__in=limits, at__gt=now - WINDOW)
    asked = dict(recent.values_list("address").annotate(Count("pk")))
    if any(asked.get(key, 0) > limit for key, limit in limits.items()):
        AddressGuess.objects.filter(pk__in=[row.pk for row in rows]).delete()
        raise TooMany
