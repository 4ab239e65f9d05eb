"""The accuracy ledger read: where each detail of a contact stands, and how much of what is held was checked lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import Contact, Correction, DetailCheck
from crm.selectors.details import Detail, details_of, text_of
from tenants.kernel import clock

FRESH_FOR = timedelta(days=365)
"""How long an answer "this is right" counts: people move about once in several years, and change numbers sooner."""


class DetailState(models.TextChoices):
    NEVER = "never", _("Never checked")
    CONFIRMED = "confirmed", _("Confirmed")
    WRONG = "wrong", _("Reported wrong")
    CORRECTED = "corrected", _("Corrected")
    CHANGED = "changed", _("Changed since")

    @property
    def tone(self) -> str:
        return _TONES.get(self, "")


_TONES = {
    DetailState.CONFIRMED: "success",
    DetailState.CORRECTED: "success",
    DetailState.WRONG: "warning",
}


@dataclass(frozen=True, slots=True)
class CheckedDetail:
    """A detail, where it stands and since when; ``report`` is the latest about it, open or decided."""

    detail: Detail
    state: DetailState
    at: datetime | None = None
    report: Correction | None = None

    @property
    def is_checked(self) -> bool:
        """Say whether it counts as right: confirmed or corrected, and not too long ago."""
        right = self.state in (DetailState.CONFIRMED, DetailState.CORRECTED)
        return right and self.at is not None and self.at >= fresh_since()

    @property
    def is_due(self) -> bool:
        """Say whether the customer should look at it: what they have reported wrong is the team's to answer."""
        return not self.is_checked and self.state != DetailState.WRONG


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of ``shown`` details, how many were ``checked``."""

    shown: int
    checked: int

    @property
    def percent(self) -> int:
        return percent_checked(self.checked, self.shown)


def percent_checked(checked: int, shown: int) -> int:
    """Return the accuracy: of all details that customers are shown, the share that is known to be right.

    Known to be right is what a customer has confirmed, or had corrected, within ``FRESH_FOR``, whose value has not
    changed since and that nobody reports wrong now. Rounded down, so that only all of them make 100.
    """
    return checked * 100 // shown if shown else 0


def fresh_since() -> datetime:
    return clock.now() - FRESH_FOR


def checked_details(contact: Contact) -> list[CheckedDetail]:
    """Return the shown details of a contact with where each stands, in two queries besides the details' own."""
    checks = {check.key: check for check in DetailCheck.objects.filter(contact=contact)}
    reports = latest_reports(contact.pk)
    return [_standing(detail, checks.get(detail.key), reports.get(detail.key)) for detail in details_of(contact)]


def latest_reports(contact_id: int) -> dict[str, Correction]:
    """Return the latest report about each detail; what a customer withdrew says nothing any more."""
    told = Correction.objects.filter(contact=contact_id).exclude(state=Correction.State.WITHDRAWN)
    found = told.select_related("reported_by", "decided_by").order_by("key", "-id").distinct("key")
    return {report.key: report for report in found}


def accuracy_of(details: Sequence[CheckedDetail]) -> Accuracy:
    return Accuracy(len(details), sum(detail.is_checked for detail in details))


def due_count(details: Iterable[CheckedDetail]) -> int:
    return sum(detail.is_due for detail in details)


def report_text(report: Correction, which: str) -> str:
    """Return ``held``, ``proposed`` or ``applied`` of a report for a reader."""
    return text_of(report.key, getattr(report, which) or {})


def _standing(detail: Detail, check: DetailCheck | None, report: Correction | None) -> CheckedDetail:
    if report is not None and report.is_open:
        return CheckedDetail(detail, DetailState.WRONG, report.reported_at, report)
    if check is None:
        return CheckedDetail(detail, DetailState.NEVER, None, report)
    is_same = check.state in DetailCheck.RIGHT and check.parts == detail.parts
    state = DetailState(check.state) if is_same else DetailState.CHANGED
    return CheckedDetail(detail, state, check.checked_at, report)
