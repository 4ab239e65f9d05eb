"""What the platform itself keeps, in the public schema."""

from tenants.models.business import Business, Domain, Plan, RetiredSubdomain
from tenants.models.guess import AddressGuess
from tenants.models.known_address import KnownAddress
from tenants.models.warm_schema import WarmSchema

__all__ = ["AddressGuess", "Business", "Domain", "KnownAddress", "Plan", "RetiredSubdomain", "WarmSchema"]
