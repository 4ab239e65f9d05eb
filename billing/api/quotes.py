"""``/api/v1/quotes/`` and a contact's quotes."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.shapes import LEAST_QUANTITY, RATE
from billing.errors import AmountNotPositive, AmountTooLarge, NoExchangeRate
from billing.errors.quotes import NoSuchQuote, QuoteDayOver, QuoteDecided, QuoteDepositTooLarge, QuoteEmpty
from billing.models import Quote, QuoteLine
from billing.selectors.quotes import EXPIRED, quote_named, quotes
from billing.services.quotes import QuoteDraft, QuoteLineDraft, new_quote, send_quote, withdraw_quote
from crm.selectors.contacts import contact_named
from tenants.api.endpoint import Endpoint
from tenants.api.etags import tagged
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.money import CurrencyMismatch

_PER_CENT: dict[str, Any] = {**RATE, "required": False, "default": Decimal(0), "help_text": "In percent."}


class ShownQuoteLine(serializers.ModelSerializer[QuoteLine]):
    unit_price = ShownMoney(read_only=True)
    amount = ShownMoney(read_only=True)

    class Meta:
        model = QuoteLine
        fields = read_only_fields = [
            "id", "description", "quantity", "unit", "unit_price", "discount_percent", "tax_rate", "tax_inclusive",
            "amount", "is_optional", "charge_id",
        ]  # fmt: skip


class ShownQuote(serializers.ModelSerializer[Quote]):
    number = serializers.CharField(source="name", read_only=True, help_text="Q-0042, or nothing in a draft.")
    amount = ShownMoney(read_only=True)
    net = ShownMoney(read_only=True)
    tax = ShownMoney(read_only=True)
    deposit = ShownMoney(read_only=True)
    is_expired = serializers.BooleanField(read_only=True)
    lines = ShownQuoteLine(many=True, read_only=True)

    class Meta:
        model = Quote
        fields = read_only_fields = [
            "id", "contact_id", "number", "version", "state", "is_expired", "amount", "net", "tax", "deposit",
            "valid_until", "notes", "lines", "accepted_name", "agreement", "decline_reason", "sent_at", "decided_at",
            "created_at",
        ]  # fmt: skip


class NewQuoteLine(StrictSerializer):
    description = serializers.CharField(max_length=200)
    unit_price = GivenMoney()
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=LEAST_QUANTITY, required=False, default=Decimal(1)
    )
    unit = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)
    discount_percent = serializers.DecimalField(**{**_PER_CENT, "max_value": Decimal("99.999")})
    tax_rate = serializers.DecimalField(**_PER_CENT)
    tax_inclusive = serializers.BooleanField(required=False, default=False)
    is_optional = serializers.BooleanField(required=False, default=False, help_text="The customer may leave it out.")


class NewQuote(StrictSerializer):
    """A draft: nobody sees it before it is sent."""

    lines = serializers.ListField(child=NewQuoteLine(), max_length=40)
    valid_until = serializers.DateField()
    notes = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    deposit = GivenMoney(required=False, help_text="Asked for at once when it is accepted.")


_PAGE = inline_serializer(
    "QuotePage", {"results": ShownQuote(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLE = OpenApiExample(
    "A cake, with flowers if they like",
    request_only=True,
    value={
        "lines": [
            {"description": "Wedding cake", "unit_price": {"amount_minor": 48000}, "tax_rate": "23"},
            {"description": "Sugar flowers", "unit_price": {"amount_minor": 6000}, "is_optional": True},
        ],
        "valid_until": "2026-04-30",
        "deposit": {"amount_minor": 15000},
    },
)


class QuoteQuery(PageQuery):
    state = serializers.ChoiceField(
        choices=[*Quote.State.values, EXPIRED], required=False, default="", allow_blank=True
    )
    contact = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Quotes(Endpoint):
    tag = "Quotes"
    actions = {"GET": "quotes.view"}

    @extend_schema(operation_id="list_quotes", summary="List quotes", parameters=[QuoteQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first."""
        ask = asked(QuoteQuery, request)
        found = quotes(self.caller.member, ask["state"]).prefetch_related("lines__quote")
        if "contact" in ask:
            found = found.filter(contact=ask["contact"])
        return Response(newest_first(found, ask, _show))


class OneQuote(Endpoint):
    tag = "Quotes"
    actions = {"GET": "quotes.view", "DELETE": "quotes.change"}
    refusals = (NoSuchQuote, QuoteDecided)

    @extend_schema(operation_id="get_quote", summary="Read a quote", responses=ShownQuote)
    def get(self, request: Request, quote_id: int) -> Response:
        return tagged(_show(quote_named(quote_id)), request)

    @extend_schema(operation_id="withdraw_quote", summary="Withdraw a quote", responses={204: None})
    def delete(self, _request: Request, quote_id: int) -> Response:
        """What was sent stays to be read and cannot be accepted any more; a draft that never was goes away."""
        withdraw_quote(quote_id=quote_named(quote_id).pk)
        return Response(status=HTTPStatus.NO_CONTENT)


class QuoteSending(Endpoint):
    tag = "Quotes"
    actions = {"POST": "quotes.change"}
    refusals = (NoSuchQuote, QuoteDecided, QuoteDayOver, NoExchangeRate)

    @extend_schema(operation_id="send_quote", summary="Send a quote", request=None, responses=ShownQuote)
    @once
    def post(self, _request: Request, quote_id: int) -> Response:
        """It gets its number and is mailed; one that is sent stays as it is."""
        return tagged(_show(send_quote(quote_id=quote_named(quote_id).pk)))


class ContactQuotes(Endpoint):
    tag = "Quotes"
    actions = {"POST": "quotes.change"}
    refusals = (QuoteEmpty, QuoteDepositTooLarge, AmountNotPositive, AmountTooLarge, CurrencyMismatch)
    fields_of_refusals = {
        "quote_empty": "lines",
        "quote_deposit_too_large": "deposit",
        "amount_not_positive": "lines",
        "amount_too_large": "lines",
        "currency_mismatch": "lines",
    }

    @extend_schema(
        operation_id="draft_quote", summary="Draft a quote", request=NewQuote, responses={201: ShownQuote},
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request, contact_id: int) -> Response:
        """It is a draft until it is sent."""
        contact = contact_named(contact_id)
        given = NewQuote(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        draft = QuoteDraft(**{**said, "lines": [QuoteLineDraft(**line) for line in said["lines"]]})
        quote = new_quote(contact_id=contact.pk, draft=draft, by=self.caller.member)
        answer = tagged(_show(quote), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/quotes/{quote.pk}/"
        return answer


def _show(quote: Quote) -> Any:
    return ShownQuote(quote).data
