"""``/api/v1/payments/7/refunds/``: money and credit given back of a payment."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.ledger_shapes import NewRefund, ShownRefund
from billing.errors import (
    AmountNotPositive,
    NoSuchPayment,
    NothingToGiveBack,
    ReasonMissing,
    RefundNotFailed,
    TooMuchToGiveBack,
)
from billing.models import Payment
from billing.selectors.refunds import refund_named, refunds_of
from billing.services.refunds import RefundDraft, give_back, give_back_again
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.kernel.money import CurrencyMismatch

_EXAMPLE = OpenApiExample(
    "A part of it",
    request_only=True,
    value={"amount": {"amount_minor": 1240, "currency": "EUR"}, "reason": "Two loaves were missing on Tuesday"},
)
_FIELDS = {
    "amount_not_positive": "amount",
    "too_much_to_give_back": "amount",
    "currency_mismatch": "amount",
    "reason_missing": "reason",
}


class PaymentRefunds(Endpoint):
    tag = "Refunds"
    actions = {"GET": "payments.view", "POST": "payments.refund"}
    refusals = (AmountNotPositive, NothingToGiveBack, TooMuchToGiveBack, ReasonMissing, CurrencyMismatch)
    fields_of_refusals = _FIELDS

    @extend_schema(
        operation_id="list_refunds", summary="List what was given back of a payment", responses=ShownRefund(many=True)
    )
    def get(self, request: Request, payment_id: int) -> Response:
        """Newest first, all of them: what failed is among them."""
        return tagged([_show(order) for order in refunds_of(_payment(payment_id))], request)

    @extend_schema(
        operation_id="give_back", summary="Give a payment back, all of it or a part", request=NewRefund,
        responses={201: ShownRefund}, examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, payment_id: int) -> Response:
        """What came through Stripe goes back through Stripe, once; its state says how far it is."""
        given = NewRefund(data=request.data)
        given.is_valid(raise_exception=True)
        order = give_back(payment_id, draft=RefundDraft(**given.validated_data), by=self.caller.member)
        return tagged(_show(order), status=HTTPStatus.CREATED)


class RefundRetry(Endpoint):
    """The second try of a refund that failed."""

    tag = "Refunds"
    actions = {"POST": "payments.refund"}
    refusals = (RefundNotFailed, NothingToGiveBack, TooMuchToGiveBack)

    @extend_schema(
        operation_id="retry_refund", summary="Send a refund that failed once more", request=None,
        responses={201: ShownRefund},
    )  # fmt: skip
    @once
    def post(self, _request: Request, refund_id: int) -> Response:
        """Asked twice, it is sent once: the answer is the refund that took its place."""
        refund_named(refund_id)
        return tagged(_show(give_back_again(refund_id, by=self.caller.member)), status=HTTPStatus.CREATED)


def _payment(payment_id: int) -> Payment:
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise NoSuchPayment
    return found


def _show(order: Any) -> Any:
    return ShownRefund(order).data
