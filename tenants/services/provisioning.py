"""Making a business: whole or absent, whenever the power goes."""

from django.db import IntegrityError, transaction

from tenants import directory
from tenants.errors import SubdomainTaken
from tenants.kernel.canary.models import Canary
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import BusinessSnapshot, provisioning_scope
from tenants.models import Business, Plan
from tenants.provisioning import pool, script

DEFAULT_PLAN = "start"


@transaction.atomic
def provision(*, name: str, subdomain: str, currency: str, time_zone: str, reply_to: str) -> BusinessSnapshot:
    """Give a new business its schema and its row, in the caller's transaction; raises SubdomainTaken."""
    schema = pool.claim() or _cold()
    business = Business(
        schema_name=schema,
        name=name,
        subdomain=subdomain,
        plan=Plan.objects.get(code=DEFAULT_PLAN),
        currency=currency,
        time_zone=time_zone,
        reply_to=reply_to,
        schema_fingerprint=script.fingerprint(),
    )
    try:
        with transaction.atomic():
            business.save()
    except IntegrityError as error:
        raise SubdomainTaken(subdomain=subdomain) from error
    snapshot = directory.snapshot(business)
    with provisioning_scope(snapshot):
        Canary.objects.create(business_id=business.pk, generation=business.generation)
    enqueue("tenants.fill_pool", key="refill")
    return snapshot


def _cold() -> str:
    name = pool.new_schema_name()
    script.run(name, script.load())
    return name
