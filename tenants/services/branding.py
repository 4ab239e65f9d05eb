"""A business makes its place its own."""

from dataclasses import asdict, dataclass

from django.db import transaction

from tenants import files
from tenants.activity.record import record
from tenants.brand.logo import CleanLogo
from tenants.kernel import clock
from tenants.kernel.scope import BusinessSnapshot, require_business
from tenants.models import Business
from tenants.services.businesses import change_business


@dataclass(frozen=True, slots=True)
class StoredLogo:
    """A cleaned logo among the business's files; an empty key means that initials stand in."""

    logo_key: str = ""
    logo_width: int = 0
    logo_height: int = 0


NO_LOGO = StoredLogo()


def store_logo(clean: CleanLogo) -> StoredLogo:
    """Keep a logo, without putting it on any page yet."""
    return StoredLogo(files.store("brand", clean.png, content_type="image/png"), clean.width, clean.height)


def current_logo() -> StoredLogo:
    brand = require_business().brand
    return StoredLogo(brand.logo_key, brand.logo_width, brand.logo_height)


@transaction.atomic
def change_brand(*, primary: str, accent: str, logo: StoredLogo) -> BusinessSnapshot:
    """Give the business in scope its colours (#RRGGBB) and logo; every page and mail from now on wears them.

    A replaced logo stays among the files: documents that were issued with it keep their look.
    """
    business = Business.objects.select_for_update().get(pk=require_business().id)
    changed = change_business(
        business.pk,
        primary_colour=primary,
        accent_colour=accent,
        brand_version=business.brand_version + 1,
        branded_at=clock.now(),
        **asdict(logo),
    )
    record("business.branded", business, primary=primary, accent=accent)
    return changed
