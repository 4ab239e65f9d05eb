"""Cache keys carry the business and its generation, so that no business can read another's entry."""

from tenants.kernel.scope import current_business


def business_key(key: str, key_prefix: str, version: int) -> str:
    business = current_business()
    place = "public" if business is None else f"{business.id}.{business.generation}"
    return f"{key_prefix}:{version}:{place}:{key}"
