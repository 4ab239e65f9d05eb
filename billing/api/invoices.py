"""``/api/v1/invoices/`` and a contact's invoices."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.invoice_shapes import NewCreditNote, NewInvoice, ShownInvoice
from billing.errors import (
    AmountNotPositive,
    AmountTooLarge,
    ChargeIsVoid,
    DiscountTooLarge,
    NoSuchCharge,
    NoSuchInvoice,
    ReasonMissing,
)
from billing.errors.invoices import (
    ChargeIsInvoiced,
    ChargeOnDraft,
    NotCreditable,
    NothingToCredit,
    NothingToInvoice,
    NumberTaken,
    ReverseChargeTaxed,
    TooMuchToCredit,
)
from billing.models import Invoice
from billing.selectors.invoices import STATES, invoices
from billing.services.credit_notes import CreditNoteDraft, credit_invoice
from billing.services.invoice_drafts import InvoiceDraft, LineDraft, save_draft
from billing.services.invoices import issue_invoice
from billing.services.pricing import Discount
from crm.selectors.contacts import contact_named
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch
from tenants.kernel.scope import require_business

_PAGE = inline_serializer(
    "InvoicePage", {"results": ShownInvoice(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLE = OpenApiExample(
    "A charge that is on the account, and a line of its own",
    request_only=True,
    value={
        "charge_ids": [17],
        "lines": [{"description": "Birthday cake", "unit_price": {"amount_minor": 4500, "currency": "EUR"}}],
        "notes": "Thank you",
    },
)


class InvoiceQuery(PageQuery):
    state = serializers.ChoiceField(choices=STATES, required=False, default="", allow_blank=True)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")


class InvoiceEndpoint(Endpoint):
    """What all of them know: how an invoice looks, with what is still due of it."""

    tag = "Invoices"

    def found(self, *, state: str = "", words: str = "") -> Any:
        today = clock.today(require_business().time_zone)
        return invoices(seen_by=self.caller.member, state=state, words=words, today=today)

    def one(self, invoice_id: int) -> Any:
        found = self.found().filter(pk=invoice_id).first()
        if found is None:
            raise NoSuchInvoice
        return _show(found)


class Invoices(InvoiceEndpoint):
    actions = {"GET": "invoices.view"}

    @extend_schema(operation_id="list_invoices", summary="List invoices", parameters=[InvoiceQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first; drafts, void ones and credit notes are among them."""
        ask = asked(InvoiceQuery, request)
        found = self.found(state=ask["state"], words=ask["q"])
        if "contact" in ask:
            found = found.filter(contact=ask["contact"])
        return Response(newest_first(found, ask, _show))


class OneInvoice(InvoiceEndpoint):
    actions = {"GET": "invoices.view"}

    @extend_schema(operation_id="get_invoice", summary="Read an invoice", responses=ShownInvoice)
    def get(self, request: Request, invoice_id: int) -> Response:
        """``document`` is what an issued one says, for good; a draft has none yet."""
        return tagged(self.one(invoice_id), request)


class ContactInvoices(InvoiceEndpoint):
    actions = {"POST": "invoices.change"}
    refusals = (
        NoSuchCharge,
        ChargeIsVoid,
        ChargeIsInvoiced,
        ChargeOnDraft,
        ReverseChargeTaxed,
        CurrencyMismatch,
        AmountNotPositive,
        AmountTooLarge,
        DiscountTooLarge,
    )
    fields_of_refusals = {"no_such_charge": "charge_ids"}

    @extend_schema(
        operation_id="draft_invoice", summary="Draft an invoice", request=NewInvoice, responses={201: ShownInvoice},
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """Nothing is sent and nothing has a number before it is issued."""
        contact = contact_named(contact_id)
        given = NewInvoice(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        lines = [_line(dict(line)) for line in said.pop("lines")]
        made = save_draft(contact_id=contact.pk, draft=InvoiceDraft(lines=lines, **said), by=self.caller.member)
        answer = tagged(self.one(made.pk), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/invoices/{made.pk}/"
        return answer


class InvoiceIssue(InvoiceEndpoint):
    actions = {"POST": "invoices.change"}
    refusals = (NothingToInvoice, NumberTaken)

    @extend_schema(operation_id="issue_invoice", summary="Issue a draft", request=None, responses=ShownInvoice)
    @once
    def post(self, _request: Request, invoice_id: int) -> Response:
        """It gets its number, is frozen and mailed; one that is issued stays as it is."""
        issue_invoice(invoice_id, by=self.caller.member)
        return tagged(self.one(invoice_id))


class InvoiceCreditNotes(InvoiceEndpoint):
    actions = {"POST": "invoices.change"}
    refusals = (
        NotCreditable,
        NothingToCredit,
        TooMuchToCredit,
        NoSuchCharge,
        ReasonMissing,
        AmountNotPositive,
        CurrencyMismatch,
    )
    fields_of_refusals = {"reason_missing": "reason", "too_much_to_credit": "amounts", "no_such_charge": "amounts"}

    @extend_schema(
        operation_id="credit_invoice", summary="Issue a credit note", request=NewCreditNote,
        responses={201: ShownInvoice},
    )  # fmt: skip
    @once
    def post(self, request: Request, invoice_id: int) -> Response:
        """It takes back all that is left, or the amounts given, tax included."""
        given = NewCreditNote(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        if said["is_refunded"]:
            self.caller.require("payments.refund")  # as it orders refunds
        amounts = {item["charge_id"]: item["amount"] for item in said["amounts"]} if "amounts" in said else None
        draft = CreditNoteDraft(reason=said["reason"], amounts=amounts, is_refunded=said["is_refunded"])
        note = credit_invoice(invoice_id, draft=draft, by=self.caller.member)
        answer = tagged(self.one(note.pk), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/invoices/{note.pk}/"
        return answer


def _line(said: dict[str, Any]) -> LineDraft:
    amount, percent = said.pop("discount", None), said.pop("discount_percent", Decimal(0))
    return LineDraft(**said, discount=Discount(percent=percent, amount=amount))


def _show(invoice: Invoice) -> Any:
    return ShownInvoice(invoice).data
