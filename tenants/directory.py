"""Host to business, without asking the database.

Each process remembers snapshots; the canary row read by every request carries the generation, so a snapshot that has
been overtaken is noticed at once and read anew. Nothing needs to be told to other processes.
"""

from collections import OrderedDict
from collections.abc import Iterator

from tenants.kernel.scope import BrandSnapshot, BusinessSnapshot, SignInRules, platform_scope
from tenants.models import Business

_REMEMBERED = 5000
_by_subdomain: OrderedDict[str, BusinessSnapshot] = OrderedDict()


def by_subdomain(subdomain: str) -> BusinessSnapshot | None:
    """Return the business at a subdomain, from memory when it is there."""
    known = _by_subdomain.get(subdomain)
    if known is not None:
        return known
    with platform_scope():
        business = Business.objects.filter(subdomain=subdomain).first()
    if business is None:
        return None
    fresh = _by_subdomain[subdomain] = snapshot(business)
    if len(_by_subdomain) > _REMEMBERED:
        _by_subdomain.popitem(last=False)
    return fresh


def by_id(business_id: int) -> BusinessSnapshot:
    """Return a business's snapshot read now; raises LookupError when there is no such business."""
    with platform_scope():
        business = Business.objects.filter(pk=business_id).first()
    if business is None:
        raise LookupError(f"There is no business {business_id}.")
    return snapshot(business)


def connected() -> Iterator[BusinessSnapshot]:
    """Yield every business that has a Stripe account, as it is now."""
    with platform_scope():
        found = list(Business.objects.exclude(stripe_account="").order_by("pk"))
    yield from map(snapshot, found)


def forget(subdomain: str) -> None:
    _by_subdomain.pop(subdomain, None)


def snapshot(business: Business) -> BusinessSnapshot:
    return BusinessSnapshot(
        id=business.pk,
        schema=business.schema_name,
        name=business.name,
        subdomain=business.subdomain,
        state=business.state,
        currency=business.currency,
        time_zone=business.time_zone,
        locale=business.locale,
        generation=business.generation,
        brand=BrandSnapshot(
            primary=business.primary_colour,
            accent=business.accent_colour,
            logo_key=business.logo_key,
            logo_width=business.logo_width,
            logo_height=business.logo_height,
            version=business.brand_version,
        ),
        sign_in=SignInRules(
            by_link=business.sign_in_by_link,
            member_factor=business.member_factor,
            customer_factor=business.customer_factor,
            remembers_devices=business.remembers_devices,
        ),
        reply_to=business.reply_to,
        phone=business.phone,
        address=business.address,
        country=business.country,
        by_sign_up=business.sign_up_token is not None,
        welcome_by_link=business.welcome_by_link,
        customers_may_upload=business.customers_may_upload,
        stripe_account=business.stripe_account,
        charges_enabled=business.charges_enabled,
        state_reason=business.state_reason,
    )
