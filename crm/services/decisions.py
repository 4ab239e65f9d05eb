"""The team's answer to a report: written through the rule that changes contacts, or declined with a reason."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse

from crm.errors import AcceptanceStands, CorrectionDecided, DetailMoved, ReasonMissing
from crm.models import Contact, Correction, DetailCheck
from crm.selectors.corrections import Report, report_named
from crm.selectors.details import Detail, Parts, details_of, text_of
from crm.services.amending import amended
from crm.services.checks import put_checks
from crm.services.contacts import update_contact
from crm.wordings import decided
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.mail import Recipient, compose
from tenants.links import business_url

State = Correction.State


@transaction.atomic
def accept_correction(correction_id: int, *, seen: str, by: User, instead: Parts | None = None) -> Correction:
    """Write what a customer proposes, or ``instead`` of it, and mark the detail as corrected, together or not at all.

    ``seen`` names what the member had before them, the value and the proposal: when either is another by now nothing is
    written. What is written instead is the team's word and not the customer's, so it waits to be confirmed. A repeat by
    the same member changes nothing. Raises NotFound, CorrectionDecided, DetailMoved, and what ``update_contact``
    refuses.
    """
    report = _locked(correction_id)
    correction = report.correction
    if not correction.is_open:
        return _same_again(correction, State.ACCEPTED, by)
    if report.seen != seen:
        raise DetailMoved(label=correction.label)
    parts = dict(correction.proposed if instead is None else instead)
    written = _write(correction, report.now, parts, by)
    correction.applied = parts
    _close(correction, State.ACCEPTED, by)
    if written is not None:
        is_theirs = parts == correction.proposed
        state = DetailCheck.State.CORRECTED if is_theirs else DetailCheck.State.CHANGED
        put_checks(correction.contact, [written], by=correction.reported_by, state=state)
        correction.key = written.key
        correction.save(update_fields=["key"])
    record("correction.accepted", correction, contact_id=correction.contact_id, label=correction.label)
    return correction


@transaction.atomic
def decline_correction(correction_id: int, *, reason: str, by: User) -> Correction:
    """Leave a detail as it is, and tell the customer why; the detail waits to be checked anew.

    A repeat by the same member changes nothing. Raises NotFound, ReasonMissing and CorrectionDecided.
    """
    if not reason.strip():
        raise ReasonMissing
    correction = _locked(correction_id).correction
    if not correction.is_open:
        return _same_again(correction, State.DECLINED, by)
    correction.reason = reason.strip()
    _close(correction, State.DECLINED, by)
    DetailCheck.objects.filter(contact=correction.contact, key=correction.key).delete()
    record("correction.declined", correction, contact_id=correction.contact_id, label=correction.label)
    _tell_reporter(correction)
    return correction


def accept_many(wanted: Mapping[int, str], *, by: User) -> tuple[list[int], list[str]]:
    """Accept several reports, each for itself; return the ids of those accepted and a sentence for each that was not.

    ``wanted`` maps ids to the values seen, as ``accept_correction`` asks for.
    """
    done, refused = [], []
    for correction_id, seen in wanted.items():
        try:
            done.append(accept_correction(correction_id, seen=seen, by=by).pk)
        except NotFound:
            continue
        except MangoError as refusal:
            refused.append(str(refusal))
    return done, refused


@transaction.atomic
def undo_acceptance(correction_id: int, *, by: User) -> Correction:
    """Write what was there before an acceptance, and open the report again; a repeat changes nothing.

    Raises NotFound for what this member may not see, CorrectionDecided when somebody else has decided since, and
    AcceptanceStands when the detail has been changed since, or when nothing stood there before.
    """
    report = _locked(correction_id)
    correction = report.correction
    sight.check(by, {"contact_id": correction.contact_id})
    if correction.is_open:
        return correction
    if correction.decided_by_id != by.pk:
        raise CorrectionDecided(**decided(correction))
    is_as_written = report.now is not None and dict(report.now.parts) == correction.applied
    if correction.state != State.ACCEPTED or correction.is_addition or correction.is_removal or not is_as_written:
        raise AcceptanceStands(label=correction.label)
    _write(correction, report.now, correction.held, by)
    correction.state, correction.applied = State.OPEN, None
    correction.decided_at, correction.decided_by = None, None
    correction.save(update_fields=["state", "applied", "decided_at", "decided_by"])
    record("correction.reopened", correction, contact_id=correction.contact_id, label=correction.label, by=by.name)
    return correction


def _locked(correction_id: int) -> Report:
    """Lock the contact first, as everybody does who says something about its details, and read the report after it."""
    contact_id = report_named(correction_id).correction.contact_id
    Contact.objects.select_for_update().get(pk=contact_id)
    return report_named(correction_id)


def _same_again(correction: Correction, state: str, by: User) -> Correction:
    if (correction.state, correction.decided_by_id) == (state, by.pk):
        return correction
    raise CorrectionDecided(**decided(correction))


def _write(correction: Correction, now: Detail | None, parts: Parts, by: User) -> Detail | None:
    """Write through the one rule; return the detail as it is then, None when it was taken away."""
    if now is None and not parts:
        return None  # somebody took it away already
    before = {detail.key for detail in details_of(correction.contact)}
    contact = update_contact(correction.contact_id, details=amended(correction.contact, correction.key, parts), by=by)
    after = details_of(Contact.objects.get(pk=contact.pk))
    same = [detail for detail in after if detail.key == correction.key]
    new = [detail for detail in after if detail.key not in before and dict(detail.parts) == dict(parts)]
    return next(iter(same + new), None)


def _close(correction: Correction, state: State, by: User) -> None:
    correction.state, correction.decided_by, correction.decided_at = state, by, clock.now()
    correction.save()


def _tell_reporter(correction: Correction) -> None:
    to = correction.reported_by
    if to is None or not to.email:
        return
    compose(
        "correction_declined",
        to=Recipient(to.email, to.name, contact_id=correction.contact_id, user_id=to.pk),
        context={
            "name": to.name,
            "label": correction.label,
            "stays": text_of(correction.key, correction.held),
            "proposed": text_of(correction.key, correction.proposed),
            "answer": correction.reason,
            "link": business_url(reverse("portal:information")),
        },
        key=f"correction_declined.{correction.pk}",
    )
