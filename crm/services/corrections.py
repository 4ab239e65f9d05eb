"""What customers report about their details: wrong, missing, or after all right."""

from django.db import transaction

from crm.errors import CorrectionDecided, NothingToCorrect
from crm.models import Contact, Correction, Customer
from crm.selectors.corrections import detail_named, own_correction
from crm.selectors.details import Parts
from crm.services.checks import note_review
from crm.wordings import decided
from tenants.activity.record import record
from tenants.kernel import clock


@transaction.atomic
def report_detail(customer_id: int, *, key: str, proposed: Parts, why: str = "") -> Correction:
    """Report that a detail is wrong, and what it should say; nothing means that it should not be there.

    A detail has one open report: another one changes it, the same one again changes nothing. Raises NotFound for a
    detail that is not the customer's, NothingToCorrect for what it says already.
    """
    customer = Customer.objects.select_related("user").get(pk=customer_id)
    contact = Contact.objects.select_for_update().get(pk=customer.contact_id)
    detail = detail_named(contact, key)
    if dict(proposed) == dict(detail.parts):
        raise NothingToCorrect
    told = {"proposed": dict(proposed), "why": why.strip(), "held": dict(detail.parts), "label": str(detail.label)[:80]}
    report = Correction.objects.filter(contact=contact, key=key, state=Correction.State.OPEN).first()
    if report is not None and all(getattr(report, name) == value for name, value in told.items()):
        return report
    report = report or Correction(contact=contact, key=key)
    for name, value in told.items():
        setattr(report, name, value)
    report.reported_by, report.reported_at = customer.user, clock.now()
    report.save()
    note_review(customer, contact)
    record("correction.reported", report, contact_id=contact.pk, label=report.label)
    return report


@transaction.atomic
def withdraw_report(customer_id: int, *, correction_id: int) -> Correction:
    """Take a report back; a repeat changes nothing. Raises NotFound, and CorrectionDecided when the team was faster."""
    customer = Customer.objects.select_related("user").get(pk=customer_id)
    contact = Contact.objects.select_for_update().get(pk=customer.contact_id)
    report = own_correction(contact.pk, correction_id)
    if report.state == Correction.State.WITHDRAWN:
        return report
    if not report.is_open:
        raise CorrectionDecided(**decided(report))
    report.state, report.decided_at, report.decided_by = Correction.State.WITHDRAWN, clock.now(), customer.user
    report.save(update_fields=["state", "decided_at", "decided_by"])
    record("correction.withdrawn", report, contact_id=contact.pk, label=report.label)
    return report
