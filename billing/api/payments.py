"""``/api/v1/payments/`` and a contact's payments."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.shapes import NewPayment, ShownPayment
from billing.errors import AmountNotPositive, ChargeIsVoid, NoExchangeRate, NoSuchCharge, NoSuchPayment
from billing.errors.paying import ReceivedInFuture
from billing.models import Payment
from billing.services.payments import PaymentDraft, record_payment
from crm.selectors.contacts import contact_named
from tenants.accounts import sight
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.money import CurrencyMismatch

_PAGE = inline_serializer(
    "PaymentPage", {"results": ShownPayment(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLE = OpenApiExample(
    "A bank transfer",
    request_only=True,
    value={
        "amount": {"amount_minor": 12000, "currency": "EUR"},
        "method": "transfer",
        "received_on": "2026-03-02",
        "reference": "Statement 9, line 4",
    },
)


class PaymentQuery(PageQuery):
    state = serializers.ChoiceField(choices=Payment.State.choices, required=False)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Payments(Endpoint):
    tag = "Payments"
    actions = {"GET": "payments.view"}

    @extend_schema(operation_id="list_payments", summary="List payments", parameters=[PaymentQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first; those that are on their way or did not come are among them."""
        ask = asked(PaymentQuery, request)
        wanted = {name: ask[name] for name in ("state", "contact") if name in ask}
        return Response(newest_first(Payment.objects.filter(sight.within(self.caller.member), **wanted), ask, _show))


class OnePayment(Endpoint):
    tag = "Payments"
    actions = {"GET": "payments.view"}

    @extend_schema(operation_id="get_payment", summary="Read a payment", responses=ShownPayment)
    def get(self, request: Request, payment_id: int) -> Response:
        found = Payment.objects.filter(pk=payment_id).first()
        if found is None:
            raise NoSuchPayment
        return tagged(_show(found), request)


class ContactPayments(Endpoint):
    tag = "Payments"
    actions = {"POST": "payments.record"}
    refusals = (NoSuchCharge, AmountNotPositive, CurrencyMismatch, NoExchangeRate, ChargeIsVoid, ReceivedInFuture)
    fields_of_refusals = {
        "amount_not_positive": "amount",
        "currency_mismatch": "amount",
        "no_exchange_rate": "amount",
        "no_such_charge": "charge_ids",
        "charge_is_void": "charge_ids",
        "received_in_future": "received_on",
    }

    @extend_schema(
        operation_id="record_payment", summary="Record a payment by hand", request=NewPayment,
        responses={201: ShownPayment}, examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """It settles what is due and has a receipt, which is mailed unless told otherwise; the rest is credit."""
        contact = contact_named(contact_id)
        given = NewPayment(data=request.data)
        given.is_valid(raise_exception=True)
        draft = PaymentDraft(**given.validated_data)
        payment = record_payment(contact_id=contact.pk, draft=draft, recorded_by=self.caller.member)
        answer = tagged(_show(payment), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/payments/{payment.pk}/"
        return answer


def _show(payment: Payment) -> Any:
    return ShownPayment(payment).data
