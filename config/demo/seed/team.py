"""A team that is more than its owner: contacts that have a keeper, who sees no others; somebody who has yet to come."""

from datetime import timedelta

from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact
from crm.services.assignments import assign_many
from tenants.accounts.models import User
from tenants.accounts.models.user import ContactScope
from tenants.accounts.services.invitations import invite
from tenants.accounts.services.team import change_member
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
        keeper = others[-1]
        assign_many(ids, member_id=keeper.pk)
        change_member(keeper.pk, role=keeper.role, contact_scope=ContactScope.ASSIGNED, by=owner)
        address = f"joana@{trade.subdomain}.example"
        invite(email=address, role="assistant", contact_scope=ContactScope.ASSIGNED, by=owner)
