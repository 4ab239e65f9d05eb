"""Reports of customers, for both sides: the team's queue, a contact's history, one report."""

import hashlib
import json
from dataclasses import dataclass

from crm.models import Contact, Correction
from crm.selectors.details import Detail, details_of, missing_of, text_of
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound
from tenants.kernel.models import BusinessQuerySet

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Report:
    """A report in words. ``now`` is what the detail says today, None when it is gone.

    ``seen`` names what a member has before them: that value, and what the customer proposes instead, which they may
    change as long as nobody has decided.
    """

    correction: Correction
    now: Detail | None

    @property
    def old(self) -> str:
        return text_of(self.correction.key, self.correction.held)

    @property
    def new(self) -> str:
        return text_of(self.correction.key, self.correction.proposed)

    @property
    def written(self) -> str:
        """What an acceptance wrote."""
        return text_of(self.correction.key, self.correction.applied or {})

    @property
    def has_moved(self) -> bool:
        """Say whether the team has changed the detail since the customer looked at it."""
        if self.now is None:
            return not self.correction.is_addition
        return bool(dict(self.now.parts) != self.correction.held)

    @property
    def seen(self) -> str:
        held = None if self.now is None else dict(self.now.parts)
        return hashlib.sha256(json.dumps([held, self.correction.proposed], sort_keys=True).encode()).hexdigest()[:16]


def open_corrections(seen_by: User) -> BusinessQuerySet[Correction]:
    """Return what waits for a member, the oldest first; what is about contacts that were put away waits with them."""
    found = Correction.objects.filter(sight.within(seen_by), state=Correction.State.OPEN, contact__archived_at=None)
    return found.order_by("id").select_related("contact", "reported_by")


def queue(seen_by: User) -> list[Report]:
    """Return the first of what waits, each with what the detail says now, in a fixed number of queries."""
    found = open_corrections(seen_by).prefetch_related("contact__emails", "contact__phones", "contact__addresses")
    return [Report(correction, _now(correction)) for correction in found[:SHOWN]]


def report_named(correction_id: int) -> Report:
    """Return one report, decided or not; raises NotFound."""
    found = Correction.objects.filter(pk=correction_id).select_related("contact", "reported_by", "decided_by").first()
    if found is None:
        raise NotFound
    return Report(found, _now(found))


def reports_of(contact: Contact, *, limit: int = SHOWN) -> list[Report]:
    """Return a contact's reports, the latest first."""
    found = Correction.objects.filter(contact=contact).select_related("reported_by", "decided_by").order_by("-id")
    return [Report(correction, None) for correction in found[:limit]]


def own_correction(contact_id: int, correction_id: int) -> Correction:
    """Return a report of a customer's own contact; raises NotFound for anybody else's."""
    found = Correction.objects.filter(pk=correction_id, contact=contact_id).first()
    if found is None:
        raise NotFound
    return found


def detail_named(contact: Contact, key: str) -> Detail:
    """Return a shown or missing detail of a contact; raises NotFound for a key of nobody's or another's."""
    found = next((detail for detail in [*details_of(contact), *missing_of(contact)] if detail.key == key), None)
    if found is None:
        raise NotFound
    return found


def _now(correction: Correction) -> Detail | None:
    return next((detail for detail in details_of(correction.contact) if detail.key == correction.key), None)
