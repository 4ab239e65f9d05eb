"""Who may make whom what, on the team."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from emails.models import Message
from tenants.accounts.errors import AboveYou, LastOwner
from tenants.accounts.models import User
from tenants.accounts.services.team import change_member, remove_member, restore_member
from tenants.activity.models import Activity
from tenants.kernel.errors import NotAllowed, NotFound
from tenants.kernel.scope import business_scope
from tests.cast import member
from tests.signing_in import sign_in


def stored(user: User) -> tuple[str, str, bool]:
    row = User.objects.get(pk=user.pk)
    return row.role, row.contact_scope, row.suspended_at is not None


def put(user: User, role: str, by: User, scope: str = "all") -> User:
    return change_member(user.pk, role=role, contact_scope=scope, by=by)


def test_a_role_and_a_scope_are_changed_and_written_down(in_acme, team, ben):
    put(ben, "manager", by=team["admin"], scope="assigned")

    assert stored(ben) == ("manager", "assigned", False)
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["user.role_changed", "member.scope_changed"]


def test_owners_and_admins_see_everything_whatever_is_ticked(in_acme, team, ben):
    put(ben, "assistant", by=team["owner"], scope="assigned")
    put(ben, "admin", by=team["owner"], scope="assigned")

    assert stored(ben) == ("admin", "all", False)


def test_nobody_grants_above_their_own_role(in_acme, team, ben):
    with pytest.raises(AboveYou, match="owner is above yours"):
        put(ben, "owner", by=team["admin"])
    with pytest.raises(AboveYou):
        put(team["admin"], "owner", by=team["admin"])

    assert stored(ben) == ("assistant", "all", False)
    assert stored(team["admin"])[0] == "admin"


def test_nobody_touches_who_is_above_them(in_acme, team, ada):
    member("amy", "Amy Roth", "owner")

    with pytest.raises(AboveYou):
        put(ada, "assistant", by=team["admin"])
    with pytest.raises(AboveYou):
        remove_member(ada.pk, by=team["admin"])
    assert stored(ada) == ("owner", "all", False)


@pytest.mark.parametrize("role", ["manager", "bookkeeper", "assistant"])
def test_lesser_roles_change_nobody(in_acme, team, role):
    with pytest.raises(NotAllowed):
        put(team["assistant"], "assistant", by=team[role], scope="assigned")

    assert stored(team["assistant"]) == ("assistant", "all", False)


def test_a_right_that_was_lost_meanwhile_counts_for_nothing(in_acme, team, ben):
    User.objects.filter(pk=team["admin"].pk).update(role="manager")

    with pytest.raises(NotAllowed):
        put(ben, "manager", by=team["admin"])
    assert stored(ben)[0] == "assistant"


def test_customers_are_nobody_of_the_team(in_acme, team, cleo, gus):
    for stranger in (cleo, gus):
        with pytest.raises(NotFound):
            remove_member(stranger.pk, by=team["owner"])

    assert User.objects.get(pk=cleo.pk).suspended_at is None


def test_the_last_owner_stays_and_stays_owner(in_acme, team, ada):
    with pytest.raises(LastOwner):
        remove_member(ada.pk, by=ada)
    with pytest.raises(LastOwner):
        put(ada, "admin", by=ada)

    assert stored(ada) == ("owner", "all", False)


def test_a_removed_owner_counts_as_none(in_acme, team, ada):
    amy = member("amy", "Amy Roth", "owner")
    remove_member(amy.pk, by=ada)

    with pytest.raises(LastOwner):
        remove_member(ada.pk, by=ada)
    restore_member(amy.pk, by=ada)
    remove_member(ada.pk, by=ada)

    assert stored(ada)[2] is True


@pytest.mark.parametrize("act", ["remove", "demote"])
def test_two_owners_cannot_take_each_other_out_at_once(committed, act):
    with business_scope(committed):
        pair = [member("ada", "Ada", "owner"), member("amy", "Amy", "owner")]
    gate = Barrier(2)

    def take_out(number: int) -> bool:
        by, other = pair[number], pair[1 - number]
        try:
            with business_scope(committed):
                gate.wait()
                _ = remove_member(other.pk, by=by) if act == "remove" else put(other, "assistant", by=by)
                return True
        except (LastOwner, NotAllowed):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(take_out, (0, 1)))

    assert sorted(done) == [False, True]
    with business_scope(committed):
        assert User.objects.filter(role="owner", suspended_at=None).count() == 1


def test_whoever_is_removed_or_cut_is_out_within_one_request(client, acme, team, ben):
    for act in (lambda: put(ben, "manager", by=team["owner"]), lambda: remove_member(ben.pk, by=team["owner"])):
        sign_in(client, ben)
        assert client.get("/workspace/").status_code == 200
        with business_scope(acme):
            act()

        answer = client.get("/workspace/")
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fworkspace%2F")
        with business_scope(acme):
            ben.refresh_from_db()


def test_owners_are_told_of_a_new_head_and_of_nobody_less(in_acme, team, ada, ben):
    put(ben, "manager", by=team["admin"])
    assert not Message.objects.exists()

    put(ben, "admin", by=team["admin"])
    put(ben, "admin", by=team["admin"])

    message = Message.objects.get()
    assert (message.kind, message.to) == ("member_raised", "ada@example.com")
    assert message.context["member"] == "Ben Okafor"
    assert message.context["by"] == "Ida Ferrari"
