"""``/api/v1/charges/`` and a contact's charges."""

from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.shapes import NewCharge, ShownCharge, VoidReason
from billing.errors import (
    AmountNotPositive,
    AmountTooLarge,
    NoExchangeRate,
    NoSuchCharge,
    NoSuchProduct,
    ProductArchived,
    ReasonMissing,
)
from billing.errors.paying import DepositTooLarge
from billing.models import Charge
from billing.selectors.charges import STATES, charges
from billing.services.charges import ChargeDraft, add_charge, draft_of, void_charge
from crm.selectors.contacts import contact_named
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel import clock
from tenants.kernel.models import BusinessQuerySet
from tenants.kernel.money import CurrencyMismatch
from tenants.kernel.scope import require_business

_PAGE = inline_serializer(
    "ChargePage", {"results": ShownCharge(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLES = [
    OpenApiExample(
        "From the catalogue", request_only=True, value={"product_id": 3, "quantity": "2", "reason": "As agreed"}
    ),
    OpenApiExample(
        "Something else",
        request_only=True,
        value={
            "description": "Birthday cake",
            "unit_price": {"amount_minor": 4500, "currency": "EUR"},
            "tax_rate": "6",
        },
    ),
]


class ChargeQuery(PageQuery):
    state = serializers.ChoiceField(choices=STATES, required=False, default="", allow_blank=True)
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")


class ChargeEndpoint(Endpoint):
    """What all of them know: how a charge looks to this caller, with what is still due of it."""

    tag = "Charges"

    def show(self, charge: Charge) -> Any:
        return ShownCharge(charge, context={"costs": self.caller.may("costs.view")}).data

    def found(self, *, state: str = "", words: str = "") -> "BusinessQuerySet[Charge]":
        today = clock.today(require_business().time_zone)
        return charges(seen_by=self.caller.member, state=state, words=words, today=today)

    def one(self, charge_id: int) -> Any:
        found = self.found().filter(pk=charge_id).first()
        if found is None:
            raise NoSuchCharge
        return self.show(found)


class Charges(ChargeEndpoint):
    actions = {"GET": "charges.view"}

    @extend_schema(operation_id="list_charges", summary="List charges", parameters=[ChargeQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first."""
        ask = asked(ChargeQuery, request)
        found = self.found(state=ask["state"], words=ask["q"])
        if "contact" in ask:
            found = found.filter(contact=ask["contact"])
        return Response(newest_first(found, ask, self.show))


class OneCharge(ChargeEndpoint):
    actions = {"GET": "charges.view"}

    @extend_schema(operation_id="get_charge", summary="Read a charge", responses=ShownCharge)
    def get(self, request: Request, charge_id: int) -> Response:
        return tagged(self.one(charge_id), request)


class ContactCharges(ChargeEndpoint):
    actions = {"POST": "charges.create"}
    refusals = (
        NoSuchProduct,
        ProductArchived,
        AmountNotPositive,
        AmountTooLarge,
        NoExchangeRate,
        DepositTooLarge,
        CurrencyMismatch,
    )
    fields_of_refusals = {
        "no_such_product": "product_id",
        "product_archived": "product_id",
        "amount_not_positive": "unit_price",
        "currency_mismatch": "deposit",
        "deposit_too_large": "deposit",
        "no_exchange_rate": "unit_price",
    }

    @extend_schema(
        operation_id="add_charge", summary="Put a charge on a contact's account", request=NewCharge,
        responses={201: ShownCharge}, examples=_EXAMPLES,
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """The customer sees it at once and can pay it; credit on the account pays for it."""
        contact = contact_named(contact_id)
        given = NewCharge(data=request.data)
        given.is_valid(raise_exception=True)
        charge = add_charge(contact_id=contact.pk, draft=draft_from(given.validated_data), added_by=self.caller.member)
        answer = tagged(self.one(charge.pk), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/charges/{charge.pk}/"
        return answer


class ChargeVoid(ChargeEndpoint):
    actions = {"POST": "charges.void"}
    refusals = (ReasonMissing,)
    fields_of_refusals = {"reason_missing": "reason"}

    @extend_schema(operation_id="void_charge", summary="Void a charge", request=VoidReason, responses=ShownCharge)
    @once
    def post(self, request: Request, charge_id: int) -> Response:
        """What was paid on it becomes credit. A charge that is void stays as it is."""
        given = VoidReason(data=request.data)
        given.is_valid(raise_exception=True)
        void_charge(charge_id=charge_id, reason=given.validated_data["reason"], by=self.caller.member)
        return tagged(self.one(charge_id))


def draft_from(given: dict[str, Any]) -> ChargeDraft:
    """Return the line that a NewCharge says."""
    if "product_id" in given:
        draft = draft_of(given["product_id"], quantity=given["quantity"], reason=given["reason"])
        return replace(draft, due_on=given.get("due_on"), deposit=given.get("deposit"))
    return ChargeDraft(
        description=given["description"],
        unit_price=given["unit_price"],
        quantity=given["quantity"],
        tax_rate=given.get("tax_rate", Decimal(0)),
        reason=given["reason"],
        due_on=given.get("due_on"),
        deposit=given.get("deposit"),
    )
