"""Addresses that are not written to any more."""

from emails.models import Suppression


def suppress(address: str, reason: Suppression.Reason, detail: str = "") -> None:
    """Write nothing more to an address; a complaint outweighs a bounce, never the other way round."""
    Suppression.objects.bulk_create([Suppression(address=address, reason=reason, detail=detail)], ignore_conflicts=True)
    if reason == Suppression.Reason.COMPLAINED:
        Suppression.objects.filter(address__iexact=address).update(reason=reason, detail=detail)


def suppression_of(address: str) -> Suppression | None:
    return Suppression.objects.filter(address__iexact=address).first()


def lift(address: str) -> None:
    """Write to an address again."""
    Suppression.objects.filter(address__iexact=address).delete()
