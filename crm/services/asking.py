"""Asking customers to check their details: one contact, a tag or everyone, a few contacts at a time."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from crm.errors import NobodyToAsk
from crm.models import Contact, Customer, DetailsRequest
from crm.selectors.accuracy import Audience, to_be_checked
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.mail import Recipient, compose
from tenants.links import business_url

REST = timedelta(days=30)
"""How long a contact is left in peace after having been asked, unless a member insists."""

BATCH = 100


def audience(*, tag_id: int | None = None, contact_id: int | None = None, is_forced: bool = False) -> Audience:
    """Return the contacts that would be asked: not put away, somebody can sign in, and something is to be checked.

    Whoever was asked within ``REST`` is left out unless ``is_forced``.
    """
    inside = Customer.objects.filter(user__suspended_at=None).exclude(user__email="").values("contact")
    found = Contact.objects.active().filter(pk__in=inside)
    if tag_id is not None:
        found = found.filter(contact_tags__tag=tag_id)
    if contact_id is not None:
        found = found.filter(pk=contact_id)
    if not is_forced:
        found = found.filter(Q(details_asked_at=None) | Q(details_asked_at__lt=clock.now() - REST))
    return to_be_checked(found)


@transaction.atomic
def ask_to_check(
    *, token: UUID, name: str, by: User, tag_id: int | None = None, contact_id: int | None = None, is_forced: bool
) -> DetailsRequest:
    """Begin to ask an audience, called ``name``; the same form sent twice is one request. Raises NobodyToAsk."""
    first = DetailsRequest.objects.filter(token=token).first()
    if first is not None:
        return first
    expected = audience(tag_id=tag_id, contact_id=contact_id, is_forced=is_forced).count()
    if not expected:
        raise NobodyToAsk
    request = DetailsRequest(
        token=token, tag_id=tag_id, contact_id=contact_id, audience=name[:160], is_forced=is_forced, created_by=by
    )
    request.expected = expected
    DetailsRequest.objects.bulk_create([request], ignore_conflicts=True)
    written = DetailsRequest.objects.get(token=token)
    record("details.asked", written, contact_id=contact_id, audience=written.audience, count=expected)
    _go_on(written)
    return written


@transaction.atomic
def ask_next(request_id: int) -> DetailsRequest:
    """Ask the next contacts of a request and go on after the commit; what was killed starts again where it was."""
    request = DetailsRequest.objects.select_for_update().get(pk=request_id)
    if request.finished_at is not None:
        return request
    found = audience(tag_id=request.tag_id, contact_id=request.contact_id, is_forced=request.is_forced)
    batch = list(found.filter(pk__gt=request.last_contact_id).order_by("pk")[:BATCH])
    people = Customer.objects.filter(contact__in=batch, user__suspended_at=None).exclude(user__email="")
    due = {contact.pk: contact.shown - contact.checked - contact.reported for contact in batch}
    for customer in people.select_related("user"):
        _ask(customer, request, due[customer.contact_id])
    Contact.objects.filter(pk__in=due).update(details_asked_at=clock.now())
    request.asked = F("asked") + len(batch)
    if batch:
        request.last_contact_id = batch[-1].pk
    if len(batch) < BATCH:
        request.finished_at = clock.now()
    request.save()
    request.refresh_from_db()
    if request.finished_at is None:
        _go_on(request)
    return request


def _ask(customer: Customer, request: DetailsRequest, due: int) -> None:
    user = customer.user
    compose(
        "check_details",
        to=Recipient(user.email, user.name, contact_id=customer.contact_id, user_id=user.pk),
        context={"name": user.name, "count": due, "link": business_url(reverse("portal:information"))},
        key=f"check_details.{request.pk}.{customer.pk}",
    )


def _go_on(request: DetailsRequest) -> None:
    enqueue("crm.ask_to_check", key=f"{request.pk}.{request.last_contact_id}", request_id=request.pk)
