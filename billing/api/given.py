"""Write-offs and credit through the API: what is given without money having moved."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.charges import ChargeEndpoint
from billing.api.ledger_shapes import NewCredit, NewWriteOff, ShownCredit
from billing.api.shapes import ShownCharge, VoidReason
from billing.errors import (
    AmountNotPositive,
    MoreThanStillDue,
    NoExchangeRate,
    NothingToGiveBack,
    NothingToWriteOff,
    ReasonMissing,
    TooMuchToGiveBack,
)
from billing.selectors.adjustments import credit_named
from billing.services.credits import CreditDraft, credit_payment, give_credit, take_credit_back
from billing.services.write_offs import undo_write_offs, write_off
from crm.selectors.contacts import contact_named
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.kernel.money import CurrencyMismatch

_FIELDS = {
    "amount_not_positive": "amount",
    "more_than_still_due": "amount",
    "too_much_to_give_back": "amount",
    "currency_mismatch": "amount",
    "no_exchange_rate": "amount",
    "reason_missing": "reason",
}
_EXAMPLE = OpenApiExample(
    "To make good for something",
    request_only=True,
    value={"amount": {"amount_minor": 1240, "currency": "EUR"}, "reason": "The cake came late"},
)


class ChargeWriteOff(ChargeEndpoint):
    """What is given up of a charge."""

    actions = {"POST": "charges.write_off", "DELETE": "charges.write_off"}
    refusals = (NothingToWriteOff, MoreThanStillDue, AmountNotPositive, ReasonMissing, CurrencyMismatch)
    fields_of_refusals = _FIELDS

    @extend_schema(
        operation_id="write_off_charge", summary="Write off what is still due of a charge", request=NewWriteOff,
        responses=ShownCharge,
    )  # fmt: skip
    @once
    def post(self, request: Request, charge_id: int) -> Response:
        """All that is still due of it, or an amount; what was paid stays paid."""
        given = NewWriteOff(data=request.data)
        given.is_valid(raise_exception=True)
        write_off(charge_id=charge_id, by=self.caller.member, **given.validated_data)
        return tagged(self.one(charge_id))

    @extend_schema(
        operation_id="undo_write_off", summary="Let what was written off be due again", request=None,
        responses={200: ShownCharge},
    )  # fmt: skip
    def delete(self, _request: Request, charge_id: int) -> Response:
        undo_write_offs(charge_id=charge_id, by=self.caller.member)
        return tagged(self.one(charge_id))


class _Credits(Endpoint):
    tag = "Credit"
    fields_of_refusals = _FIELDS

    def draft(self, request: Request) -> CreditDraft:
        given = NewCredit(data=request.data)
        given.is_valid(raise_exception=True)
        return CreditDraft(**given.validated_data)


class ContactCredits(_Credits):
    actions = {"POST": "credit.give"}
    refusals = (AmountNotPositive, ReasonMissing, NoExchangeRate)

    @extend_schema(
        operation_id="give_credit", summary="Give credit on a contact's account", request=NewCredit,
        responses={201: ShownCredit}, examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """It pays at once for what is due; the rest waits for what comes next."""
        contact = contact_named(contact_id)
        return _made(give_credit(contact.pk, draft=self.draft(request), by=self.caller.member))


class PaymentCredits(_Credits):
    actions = {"POST": "credit.give"}
    refusals = (AmountNotPositive, ReasonMissing, CurrencyMismatch, NothingToGiveBack, TooMuchToGiveBack)

    @extend_schema(
        operation_id="credit_payment", summary="Give a payment back as credit on the account", request=NewCredit,
        responses={201: ShownCredit}, examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, payment_id: int) -> Response:
        """What the payment had settled stays settled; it counts towards what can be given back of it."""
        return _made(credit_payment(payment_id, draft=self.draft(request), by=self.caller.member))


class OneCredit(Endpoint):
    tag = "Credit"
    actions = {"GET": "ledger.view"}

    @extend_schema(operation_id="get_credit", summary="Read a credit", responses=ShownCredit)
    def get(self, request: Request, credit_id: int) -> Response:
        return tagged(_show(credit_named(credit_id, seen_by=self.caller.member)), request)


class CreditTakingBack(Endpoint):
    tag = "Credit"
    actions = {"POST": "credit.give"}
    refusals = (ReasonMissing,)
    fields_of_refusals = _FIELDS

    @extend_schema(
        operation_id="take_credit_back", summary="Take given credit back", request=VoidReason, responses=ShownCredit
    )
    @once
    def post(self, request: Request, credit_id: int) -> Response:
        """All of it: what it had paid for is due again. Taken back before, it stays as it is."""
        given = VoidReason(data=request.data)
        given.is_valid(raise_exception=True)
        return tagged(_show(take_credit_back(credit_id, by=self.caller.member, **given.validated_data)))


def _made(credit: Any) -> Response:
    answer = tagged(_show(credit), status=HTTPStatus.CREATED)
    answer["Location"] = f"/api/v1/credits/{credit.pk}/"
    return answer


def _show(credit: Any) -> Any:
    return ShownCredit(credit).data
