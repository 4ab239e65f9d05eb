"""A customer whose account is full of markers: hers in what she may see, the team's in what it keeps to itself."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models

from billing.models import (
    BankBalance,
    BillingProfile,
    Difference,
    Dispute,
    DocumentLink,
    ExchangeRate,
    InvoiceEvent,
    InvoicingRules,
    PaymentAttempt,
    Reconciliation,
    Reminder,
)
from billing.recurrence import Rhythm
from billing.services.charges import add_charge, draft_of, void_charge
from billing.services.credit_notes import CreditNoteDraft, credit_invoice
from billing.services.credits import CreditDraft, give_credit
from billing.services.expense_receipts import add_receipt
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import ExpenseDraft
from billing.services.invoice_drafts import InvoiceDraft, LineDraft, save_draft
from billing.services.invoices import invoice_directly
from billing.services.products import ProductDraft, save_product
from billing.services.promises import promise_payment
from billing.services.queries import explain_charge, query_charge
from billing.services.refunds import RefundDraft, give_back
from billing.services.reminder_rules import change_reminder_rules
from billing.services.schedule_changes import NewPrice, change_price
from billing.services.schedule_ends import cancel_service, end_schedule
from billing.services.schedules import ScheduleDraft, start_schedule
from billing.services.write_offs import write_off
from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact, Customer
from crm.selectors.corrections import report_named
from crm.selectors.details import details_of
from crm.services.asking import ask_to_check
from crm.services.checks import confirm_details
from crm.services.contacts import create_contact
from crm.services.corrections import report_detail
from crm.services.decisions import accept_correction, decline_correction
from crm.services.publishing import publish
from crm.services.updates import UpdatePlan, UpdateText, draft_update
from emails.models import Message, MessageEvent, Suppression
from tenants.accounts.models import Invitation, User
from tenants.activity.record import acting
from tenants.api.services.keys import make_key
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.uploads import examined
from tests.attacks.markers_autopay import mark_autopay
from tests.attacks.markers_paying import told_and_quoted
from tests.billing.books import charge, pay
from tests.cast import TEMPORARY, member
from tests.kept_files import kept

HERS, TEAMS = "zqhers", "zqteam"
COST = 7_777_777
COSTS = ("77.777,77", "77,777.77", "77777.77", "77777,77", "77 777,77", str(COST))


def marked_customer() -> User:
    """Make her by the rules that pages use, with a charge, a voided one, a product at a cost and a payment."""
    details = NewContact(
        first_name=f"{HERS}first",
        last_name=f"{HERS}last",
        emails=(EmailEntry(f"{HERS}mail@example.com", f"{HERS}label"),),
        company_name=f"{HERS}company",
        phones=(PhoneEntry(f"+351 912 345 678 {HERS}", f"{HERS}label"),),
        addresses=(AddressEntry(f"{HERS}label", f"{HERS}street", f"{HERS}code", f"{HERS}city", f"{HERS}region", "PT"),),
        tags=(f"{TEAMS}tag",),
        note=f"{TEAMS}note",
    )
    keeper = member(f"{TEAMS}keeper", f"{HERS}keeper", "owner")
    with acting(keeper):
        contact = create_contact(details=details, username=f"{HERS}name", password=TEMPORARY)
        _account(contact, keeper)
        _invoices(contact, keeper)
        _services(contact, keeper)
        make_key(name=f"{TEAMS}key", scopes=["contacts:read"], maker=keeper)
    # The row alone: its mail is to whoever is invited, and this hunt is about hers.
    Invitation.objects.create(
        email=f"{TEAMS}@example.com",
        role="assistant",
        contact_scope="all",
        digest=uuid4().hex,
        invited_by=keeper,
        expires_at=clock.now(),
    )
    _folder(contact, keeper)
    _news(contact)
    _ledger(contact, keeper)
    _troubles(contact)
    mark_autopay(contact, HERS)
    _spent(contact, keeper)
    Reconciliation.objects.create(since=clock.now(), asked_by_name=f"{TEAMS}name")
    Difference.objects.create(
        kind="not_here",
        intent="pi_marked",
        currency="EUR",
        stripe_minor=1,
        books_minor=0,
        state="explained",
        ended_at=clock.now(),
        ended_by_name=f"{TEAMS}name",
        explanation=f"{TEAMS}why",
    )
    ExchangeRate.objects.create(currency="USD", valid_from=clock.now().date(), rate=1, set_by_name=f"{TEAMS}name")
    User.objects.filter(username=f"{HERS}name").update(must_change_password=False)
    return User.objects.select_related("customer__contact").get(username=f"{HERS}name")


def _account(contact: Contact, keeper: User) -> None:
    product = ProductDraft(
        name=f"{HERS}product",
        description=f"{HERS}text",
        unit=f"{HERS}unit",
        price=Money(1000, "EUR"),
        cost=Money(COST, "EUR"),
    )
    bought = draft_of(save_product(draft=product).pk, reason=f"{HERS}reason")
    asked = add_charge(contact_id=contact.pk, draft=bought, added_by=keeper)
    query = query_charge(contact_id=contact.pk, charge_id=asked.pk, why=f"{HERS}whatisit", by=_customer(contact))
    explain_charge(query_id=query.pk, answer=f"{HERS}answer", by=keeper)
    change_reminder_rules({"fee_description": f"{HERS}fee"})
    today = clock.today("Europe/Lisbon")
    Reminder.objects.create(contact=contact, day=today, sent_by_name=keeper.name)
    promise_payment(contact_id=contact.pk, charge_ids=[asked.pk], until=today, by=_customer(contact))
    taken = charge(contact, 700, f"{HERS}taken", reason=f"{HERS}why", added_by=keeper)
    void_charge(charge_id=taken.pk, reason=f"{HERS}void", by=keeper)
    lost = charge(contact, 600, f"{HERS}lost", added_by=keeper)
    write_off(charge_id=lost.pk, reason=f"{HERS}gone", by=keeper)
    kind = CreditDraft(amount=Money(50, "EUR"), reason=f"{HERS}kind")
    give_credit(contact.pk, draft=kind, by=keeper)
    paid = pay(contact, 400, reference=f"{HERS}reference", note=f"{TEAMS}paymentnote", recorded_by=keeper)
    Dispute.objects.create(
        contact=contact,
        payment=paid,
        stripe_dispute="dp_marker",
        amount_minor=100,
        currency="EUR",
        reason="fraudulent",
        state="under_review",
        opened_at=clock.now(),
        answer=f"{TEAMS}answer",
        answered_by_name=f"{TEAMS}answerer",
    )
    told_and_quoted(contact, keeper)
    give_back(paid.pk, draft=RefundDraft(amount=Money(100, "EUR"), reason=f"{HERS}back"), by=keeper)


def _invoices(contact: Contact, keeper: User) -> None:
    """What stands on a paper of hers, and a draft that the team has not issued yet."""
    texts = ("notes", "terms", "tax_id", "registration", "bank_holder", "bank_other")
    InvoicingRules.objects.create(
        id=1, pattern=f"{HERS}{{number}}", credit_note_pattern=f"{HERS}C{{number}}", iban=f"{HERS}iban",
        bic=f"{HERS}bic", **{name: f"{HERS}{name}" for name in texts},
    )  # fmt: skip
    BillingProfile.objects.create(contact=contact, **{name: f"{HERS}{name}" for name in ("name", "address", "tax_id")})
    line = LineDraft(description=f"{HERS}line", unit=f"{HERS}unit", unit_price=Money(100, "EUR"))
    invoice = invoice_directly(contact_id=contact.pk, draft=InvoiceDraft(lines=[line]), by=keeper)
    credit_invoice(invoice.pk, draft=CreditNoteDraft(reason=f"{HERS}reason"), by=keeper)
    unseen = LineDraft(description=f"{TEAMS}line", unit=f"{TEAMS}unit", unit_price=Money(100, "EUR"))
    save_draft(
        contact_id=contact.pk,
        draft=InvoiceDraft(lines=[unseen], notes=f"{TEAMS}notes", terms=f"{TEAMS}terms"),
        by=keeper,
    )
    InvoiceEvent.objects.create(invoice=invoice, name="viewed", by_name=f"{TEAMS}viewer")
    names = {"created_by_name": f"{TEAMS}maker", "revoked_by_name": f"{TEAMS}revoker"}
    DocumentLink.objects.create(invoice=invoice, expires_at=clock.now(), **names)


def _customer(contact: Contact) -> User:
    return Customer.objects.select_related("user").get(contact=contact).user


def _spent(contact: Contact, keeper: User) -> None:
    """What the business spent on her, now and every month, with its paper, and what it has in the bank."""
    draft = ExpenseDraft(
        supplier=f"{TEAMS}supplier",
        note=f"{TEAMS}expensenote",
        category=f"{TEAMS}category",
        amount=Money(COST, "EUR"),
        contact_id=contact.pk,
    )
    spent = repeat_expense(draft=draft, interval="month", until=None, by=keeper)
    paper = examined(ContentFile(f"{TEAMS}paper".encode(), name=f"{TEAMS}paper.txt"))
    add_receipt(spent.pk, upload=paper)
    BankBalance.objects.create(
        pk=1, balance_minor=COST, currency="EUR", as_of=clock.now().date(), set_by_name=f"{TEAMS}bank"
    )


def _services(contact: Contact, keeper: User) -> None:
    """What she is charged for again and again: one that runs at a new price, one that she has cancelled."""
    today = clock.today("Europe/Lisbon")
    rhythm = Rhythm(starts_on=today, count=1, unit="month", anchor_day=today.day)
    plan = ScheduleDraft(
        description=f"{HERS}service", unit_price=Money(900, "EUR"), rhythm=rhythm, unit=f"{HERS}unit",
        reason=f"{HERS}why", may_cancel=True,
    )  # fmt: skip
    runs = start_schedule(contact_id=contact.pk, draft=plan, added_by=keeper)
    price = NewPrice(unit_price=Money(950, "EUR"), from_on=today + timedelta(days=1))
    change_price(schedule_id=runs.pk, price=price, by_name=keeper.name)
    cancelled = start_schedule(contact_id=contact.pk, draft=plan, added_by=keeper)
    end_schedule(schedule_id=cancelled.pk, on=today + timedelta(days=400), reason=f"{HERS}ends")
    cancel_service(contact_id=contact.pk, schedule_id=cancelled.pk, by=User.objects.get(username=f"{HERS}name"))


def _folder(contact: Contact, keeper: User) -> None:
    kept(contact.pk, f"{HERS}file.txt", f"{HERS}words".encode(), added_by=keeper)
    kept(contact.pk, f"{TEAMS}file.txt", f"{TEAMS}words".encode(), added_by=keeper, is_shown=False)


def _news(contact: Contact) -> None:
    """One update that she reads, and one that the team has not published yet."""
    plan = UpdatePlan(audience="contact", contact_id=contact.pk)
    told = UpdateText(title=f"{HERS}title", body=f"{HERS}news", image_alt=f"{HERS}alt")
    publish(draft_update(text=told, plan=plan).pk)
    draft_update(text=UpdateText(title=f"{TEAMS}title", body=f"{TEAMS}news"), plan=plan)


def _ledger(contact: Contact, keeper: User) -> None:
    """What she has said about her details: one right, one corrected, one declined; and that the team asked."""
    hers = Customer.objects.get(contact=contact)
    phone = details_of(contact)[4]
    confirm_details(hers.pk)
    changed = report_detail(hers.pk, key=phone.key, proposed={"number": f"{HERS}number"}, why=f"{HERS}why")
    accept_correction(changed.pk, seen=report_named(changed.pk).seen, by=keeper)
    kept_as_it_is = report_detail(hers.pk, key="last_name", proposed={"last_name": f"{HERS}other"}, why=f"{HERS}why")
    decline_correction(kept_as_it_is.pk, reason=f"{HERS}reason", by=keeper)
    ask_to_check(token=uuid4(), name=f"{TEAMS}tag", by=keeper, contact_id=contact.pk, is_forced=True)


def _troubles(contact: Contact) -> None:
    """What machines report may quote anybody, so it is the team's alone."""
    message = Message.objects.filter(contact_id=contact.pk)[0]
    Message.objects.filter(pk=message.pk).update(error=f"{TEAMS}error", subject=f"{HERS}subject")
    MessageEvent.objects.create(message=message, name="bounced", at=clock.now(), detail=f"{TEAMS}detail")
    Suppression.objects.create(address=f"{HERS}old@example.com", reason="bounced", detail=f"{TEAMS}detail")
    PaymentAttempt.objects.create(
        contact=contact,
        payer_name=f"{HERS}payer",
        amount_minor=100,
        currency="EUR",
        state="failed",
        idempotency_key=uuid4().hex,
        stripe_account="acct_1",
        request={"name": f"{HERS}asked"},
        failure=f"{TEAMS}failure",
        expires_at=clock.now(),
    )


def unmarked_columns() -> Iterator[str]:
    """Yield app.Model.field for each column of free text of a business's schema that holds no marker yet."""
    for config in apps.get_app_configs():
        if config.name not in settings.TENANT_APPS:
            continue
        for model in config.get_models():
            yield from (str(field) for field in model._meta.concrete_fields if _is_free(field) and not _marked(field))


def _is_free(field: models.Field) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _marked(field: models.Field) -> bool:
    rows = field.model._base_manager.values_list(field.attname, flat=True)
    return any(marker in str(value) for value in rows for marker in (HERS, TEAMS))
