"""The cards that a contact has saved with Stripe."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from billing.errors.autopay import NoSuchCard
from billing.models import SavedCard
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def cards_of(contact_id: int) -> list[SavedCard]:
    """Return what a contact can be charged on, the default card first, then the newest."""
    return list(_kept().filter(contact_id=contact_id).order_by("-is_default", "-pk"))


def card_of(contact_id: int, card_id: int) -> SavedCard:
    """Return one of a contact's cards; another contact's is as unknown as one that never was."""
    card = _kept().filter(contact_id=contact_id, pk=card_id).first()
    if card is None:
        raise NoSuchCard
    return card


def usable_cards(contact_ids: Iterable[int] | None = None) -> QuerySet[SavedCard]:
    """Return the default cards that have not expired."""
    today = clock.today(require_business().time_zone)
    in_time = Q(exp_year__gt=today.year) | Q(exp_year=today.year, exp_month__gte=today.month)
    cards = _kept().filter(in_time, is_default=True)
    return cards if contact_ids is None else cards.filter(contact_id__in=list(contact_ids))


def expiring_cards(by: date) -> QuerySet[SavedCard]:
    """Return the default cards whose last month is over by a day, those that have expired among them."""
    over = Q(exp_year__lt=by.year) | Q(exp_year=by.year, exp_month__lt=by.month)
    return _kept().filter(over, is_default=True)


def _kept() -> QuerySet[SavedCard]:
    """Cards on the account that is connected now: what was saved on another one cannot be charged here."""
    return SavedCard.objects.filter(removed_at=None, stripe_account=require_business().stripe_account)
