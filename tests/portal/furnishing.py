from billing.services.charges import ChargeDraft, add_charge
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope


def charge(acme, contact_id, description="Rye bread", minor=640, **more):
    with business_scope(acme):
        draft = ChargeDraft(description=description, unit_price=Money(minor, "EUR"), **more)
        return add_charge(contact_id=contact_id, draft=draft)
