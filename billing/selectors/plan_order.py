"""In which order charges are paid that are under plans to pay in parts: as their parts fall due."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from billing.models import InstalmentPart, InstalmentPlan

Item = TypeVar("Item")


def in_order_of_parts(items: Sequence[Item], charge_of: Callable[[Item], int | None]) -> list[Item]:
    """Return the same, those under plans in the order of their parts, each in the place of another; one query.

    An invoice may have moved the due day of one of them since; the parts stay as they were laid.
    """
    ids = [charge_of(item) for item in items]
    parts = InstalmentPart.objects.filter(charge__in=ids, plan__state=InstalmentPlan.State.ACTIVE)
    place: dict[int | None, int] = {}
    for charge_id in parts.order_by("due_on", "pk").values_list("charge_id", flat=True):
        place.setdefault(charge_id, len(place))
    planned = [item for item in items if charge_of(item) in place]
    in_turn = iter(sorted(planned, key=lambda item: place[charge_of(item)]))
    return [next(in_turn) if charge_of(item) in place else item for item in items]
