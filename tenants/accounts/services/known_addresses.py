"""The public index from e-mail addresses to businesses: digests only, kept in the transaction that changes people."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Lower

from tenants.accounts.models import User
from tenants.kernel.scope import require_business
from tenants.kernel.signing import fingerprint
from tenants.models import KnownAddress

_BATCH = 5_000


def digest_of(email: str) -> str:
    """Return what stands for an address, however it is capitalised, in every business alike."""
    return fingerprint(_folded(email), purpose="known_address", in_public=True)


def refresh(emails: Iterable[str]) -> None:
    """Have the index say of these addresses what is so in the business in scope: in the caller's transaction.

    Safe to repeat. People who are suspended are not found by their address.
    """
    asked = {_folded(email) for email in emails} - {""}
    if not asked:
        return
    business_id = require_business().id
    people = User.objects.alias(folded=Lower("email")).filter(folded__in=asked, suspended_at=None)
    here = {_folded(email) for email in people.values_list("email", flat=True)}
    gone = [digest_of(email) for email in asked - here]
    if gone:
        KnownAddress.objects.filter(business_id=business_id, digest__in=gone).delete()
    _add(business_id, here)


@transaction.atomic
def rebuild() -> int:
    """Make the index of the business in scope anew; return how many addresses it has."""
    business_id = require_business().id
    people = User.objects.filter(suspended_at=None).exclude(email="")
    here = {_folded(email) for email in people.values_list("email", flat=True).iterator()}
    KnownAddress.objects.filter(business_id=business_id).delete()
    _add(business_id, here)
    return len(here)


def _add(business_id: int, emails: Iterable[str]) -> None:
    rows = [KnownAddress(business_id=business_id, digest=digest_of(email)) for email in emails]
    KnownAddress.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _folded(email: str) -> str:
    return email.strip().lower()
