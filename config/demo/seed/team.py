"""A team that is more than its owner: somebody who was asked and has not come yet, contacts that have a keeper."""

from datetime import timedelta

from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact
from crm.services.assignments import assign_many
from tenants.accounts.models import User
from tenants.accounts.models.user import ContactScope
from tenants.accounts.services.invitations import invite
from tenants.activity.record import acting
from tenants.kernel import clock

LOOKED_AFTER = 6
ASKED = timedelta(hours=20)


def gather_the_team(trade: Trade) -> None:
    owner, *others = User.objects.filter(kind="member").order_by("pk")
    if not others:
        return
    with acting(owner), happening_at(clock.now() - ASKED):
        ids = Contact.objects.order_by("sort_name", "pk").values_list("pk", flat=True)[:LOOKED_AFTER]
        assign_many(ids, member_id=others[0].pk)
        address = f"joana@{trade.subdomain}.example"
        invite(email=address, role="assistant", contact_scope=ContactScope.ASSIGNED, by=owner)
