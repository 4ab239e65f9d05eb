from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.product import ProductForm
from billing.models import Product
from billing.services.products import archive_product, find_product, save_product
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError


@allowed("products.view")
@require_safe
def product_list(request: MemberRequest) -> HttpResponse:
    archived = "archived" in request.GET
    products = Product.objects.filter(archived_at__isnull=not archived).order_by("name", "pk")
    return render(request, "billing/product_list.html", {"products": products, "archived": archived})


@allowed("products.change")
@require_http_methods(["GET", "HEAD", "POST"])
def product_new(request: MemberRequest) -> HttpResponse:
    return _edit(request, None)


@allowed("products.change")
@require_http_methods(["GET", "HEAD", "POST"])
def product_edit(request: MemberRequest, product_id: int) -> HttpResponse:
    return _edit(request, find_product(product_id))


@allowed("products.change")
@require_POST
def product_archive(request: MemberRequest, product_id: int) -> HttpResponse:
    archived = "restore" not in request.POST
    product = archive_product(product_id=product_id, archived=archived)
    sentence = _("“%(name)s” is off the catalogue.") if archived else _("“%(name)s” is back in the catalogue.")
    messages.success(request, sentence % {"name": product.name})
    return redirect("billing:product_list")


def _edit(request: MemberRequest, product: Product | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, product, ProductForm.showing(product) if product else ProductForm.blank())
    form = ProductForm(request.POST)
    if not form.is_valid():
        return _page(request, product, form, status=422)
    try:
        saved = save_product(draft=form.draft(), product_id=product.pk if product else None)
    except MangoError as refusal:
        form.add_error("price", str(refusal))
        return _page(request, product, form, status=refusal.status)
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
    return redirect("billing:product_list")


def _page(request: MemberRequest, product: Product | None, form: ProductForm, *, status: int = 200) -> HttpResponse:
    return render(request, "billing/product_form.html", {"product": product, "form": form}, status=status)
