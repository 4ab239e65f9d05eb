"""``/api/v1/products/``."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.api.shapes import NewProduct, ProductChange, ShownProduct
from billing.errors import AmountNotPositive
from billing.models import Product
from billing.services.products import ProductDraft, archive_product, find_product, save_product
from tenants.api.endpoint import Endpoint
from tenants.api.etags import require_current, tagged
from tenants.api.once import once
from tenants.api.paging import PageQuery, asked, newest_first
from tenants.kernel.errors import MangoError
from tenants.kernel.money import CurrencyMismatch

_PAGE = inline_serializer(
    "ProductPage", {"results": ShownProduct(many=True), "next": serializers.CharField(allow_null=True)}
)
_EXAMPLE = OpenApiExample(
    "A loaf",
    request_only=True,
    value={"name": "Rye bread", "unit": "loaf", "price": {"amount_minor": 640, "currency": "EUR"}, "tax_rate": "6"},
)


class ProductQuery(PageQuery):
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words to find.")
    archived = serializers.BooleanField(required=False, default=False)


class ProductEndpoint(Endpoint):
    """What all of them know: how a product looks to this caller."""

    tag = "Products"
    refusals: ClassVar[tuple[type[MangoError], ...]] = (AmountNotPositive, CurrencyMismatch)
    fields_of_refusals = {"amount_not_positive": "price", "currency_mismatch": "price"}

    def show(self, product: Product) -> Any:
        return ShownProduct(product, context={"costs": self.caller.may("costs.view")}).data


class Products(ProductEndpoint):
    actions = {"GET": "products.view", "POST": "products.change"}

    @extend_schema(operation_id="list_products", summary="List products", parameters=[ProductQuery], responses=_PAGE)
    def get(self, request: Request) -> Response:
        """Newest first."""
        ask = asked(ProductQuery, request)
        found = Product.objects.filter(archived_at__isnull=not ask["archived"])
        for word in ask["q"].split():
            found = found.filter(name__icontains=word)
        return Response(newest_first(found, ask, self.show))

    @extend_schema(
        operation_id="create_product", summary="Add a product", request=NewProduct, responses={201: ShownProduct},
        examples=[_EXAMPLE],
    )  # fmt: skip
    @once
    def post(self, request: Request) -> Response:
        given = NewProduct(data=request.data)
        given.is_valid(raise_exception=True)
        product = save_product(draft=ProductDraft(**given.validated_data))
        answer = tagged(self.show(product), status=HTTPStatus.CREATED)
        answer["Location"] = f"/api/v1/products/{product.pk}/"
        return answer


class OneProduct(ProductEndpoint):
    actions = {"GET": "products.view", "PATCH": "products.change"}

    @extend_schema(operation_id="get_product", summary="Read a product", responses=ShownProduct)
    def get(self, request: Request, product_id: int) -> Response:
        return tagged(self.show(find_product(product_id)), request)

    @extend_schema(
        operation_id="change_product", summary="Change a product", request=ProductChange, responses=ShownProduct
    )
    def patch(self, request: Request, product_id: int) -> Response:
        """What is left out stays; what was charged before keeps its price."""
        change = ProductChange(data=request.data)
        change.is_valid(raise_exception=True)
        with transaction.atomic():
            find_product(product_id)
            held = Product.objects.select_for_update().get(pk=product_id)
            require_current(request, self.show(held))
            product = save_product(draft=replace(_draft_of(held), **change.validated_data), product_id=product_id)
        return tagged(self.show(product))


class ProductArchive(ProductEndpoint):
    """A product's place among those no longer on sale."""

    actions = {"POST": "products.change", "DELETE": "products.change"}
    refusals = ()

    @extend_schema(
        operation_id="archive_product", summary="Take a product off sale", request=None, responses=ShownProduct
    )
    @once
    def post(self, _request: Request, product_id: int) -> Response:
        return tagged(self.show(archive_product(product_id=product_id, archived=True)))

    @extend_schema(
        operation_id="restore_product", summary="Put it back on sale", request=None, responses={200: ShownProduct}
    )
    def delete(self, _request: Request, product_id: int) -> Response:
        return tagged(self.show(archive_product(product_id=product_id, archived=False)))


def _draft_of(product: Product) -> ProductDraft:
    names = ("name", "price", "description", "kind", "unit", "tax_rate", "tax_inclusive", "cost", "interval")
    return ProductDraft(**{name: getattr(product, name) for name in names})
