"""Who may have which subdomain: free, taken, too much like a taken one, or resting."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import formats

from tenants import directory
from tenants.errors import SubdomainLooksAlike, SubdomainRefused, SubdomainResting, SubdomainTaken
from tenants.kernel import clock
from tenants.kernel.scope import BusinessSnapshot
from tenants.models import Business, RetiredSubdomain
from tenants.models.business import subdomain_skeleton
from tenants.services.businesses import change_business
from tenants.subdomains import READ_AS, check_form, normalise, skeleton, variations

REST = timedelta(days=90)


def check_subdomain(name: str) -> None:
    """Raise the SubdomainRefused that says why a new business cannot have a normalised name; two or three queries."""
    check_form(name)
    if Business.objects.filter(subdomain=name).exists():
        raise SubdomainTaken(subdomain=name)
    if _like(Business.objects.all(), name).exists():
        raise SubdomainLooksAlike(subdomain=name)
    resting = RetiredSubdomain.objects.filter(free_at__gt=clock.now())
    if (rest := _like(resting, name).first()) is not None:
        raise SubdomainResting(subdomain=name, free_on=formats.date_format(rest.free_at))


def free_subdomain(text: str) -> str:
    """Return a subdomain that is free now and near to a business's name or to a refused wish."""
    return next(name for name in variations(text) if _is_free(name))


@transaction.atomic
def move_business(business_id: int, *, subdomain: str) -> BusinessSnapshot:
    """Give a business another subdomain; the old one answers nobody from now on and rests."""
    name = normalise(subdomain)
    check_subdomain(name)
    old = directory.by_id(business_id).subdomain
    snapshot = change_business(business_id, subdomain=name)
    retire(old)
    return snapshot


def retire(subdomain: str) -> None:
    """Let a subdomain that nobody has any more rest for 90 days."""
    RetiredSubdomain.objects.update_or_create(subdomain=subdomain, defaults={"free_at": clock.now() + REST})


def _like(rows: "models.QuerySet[Any]", name: str) -> "models.QuerySet[Any]":
    as_l, as_i = READ_AS
    read = rows.alias(as_l=subdomain_skeleton(as_l), as_i=subdomain_skeleton(as_i))
    alike: models.QuerySet[Any] = read.filter(Q(as_l=skeleton(name, as_l)) | Q(as_i=skeleton(name, as_i)))
    return alike


def _is_free(name: str) -> bool:
    try:
        check_subdomain(name)
    except SubdomainRefused:
        return False
    return True
