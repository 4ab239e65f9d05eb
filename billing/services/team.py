"""What the team has to be told of by mail."""

from billing.models import InvoicingRules, Payment
from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.links import business_url


def tell_of_surplus(payment: Payment, surplus: Money) -> None:
    """Write to each owner that money came twice for the same thing."""
    locale = require_business().locale
    for owner in owners():
        compose(
            "payment_surplus",
            to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
            context={
                "name": owner.name,
                "contact": payment.contact.display_name,
                "amount": payment.amount.format(locale),
                "surplus": surplus.format(locale),
                "link": business_url(f"/workspace/payments/{payment.pk}/"),
            },
            key=f"surplus:{payment.pk}:{owner.pk}",
        )


def tell_of_stripe(by: str, account: str) -> None:
    """Write to each owner that payments now go to another Stripe account."""
    for owner in owners():
        compose(
            "stripe_changed",
            to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
            context={"name": owner.name, "by": by, "link": business_url("/workspace/settings/payments/")},
            key=f"stripe:{account}:{owner.pk}",
        )


def tell_of_bank(by: str, rules: InvoicingRules) -> None:
    """Write to each owner that customers are now asked to pay into another bank account."""
    for owner in owners():
        compose(
            "bank_changed",
            to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
            context={"name": owner.name, "by": by, "link": business_url("/workspace/settings/invoicing/")},
            key=f"bank:{rules.updated_at.isoformat()}:{owner.pk}",
        )


def owners() -> list[User]:
    return list(User.objects.filter(kind=User.Kind.MEMBER, role=Role.OWNER, suspended_at=None).exclude(email=""))
