"""Joining the team by a link that came by mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from emails.models import Message
from tenants.accounts.errors import AboveYou, AlreadyInvited, AlreadyMember, LinkDead, WasRemoved
from tenants.accounts.models import Invitation, User
from tenants.accounts.services import invitations
from tenants.accounts.services.team import change_member, remove_member
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tests.cast import PASSWORD, member
from tests.plain import plain

ACME, GLOBEX = "acme.localhost:8000", "globex.localhost:8000"
ZOE = {"name": "Zoe Marsh", "username": "zoe", "password": PASSWORD}
ADA = "Ada Lindqvist"
TYPED = {"name": "Zoe Marsh", "username": "zoe", "new_password": PASSWORD, "repeat_password": PASSWORD}


def invite(by: User, email: str = "zoe@example.com", role: str = "assistant", scope: str = "assigned") -> str:
    """Invite and return the secret of the link in the mail."""
    invitations.invite(email=email, role=role, contact_scope=scope, by=by)
    return mailed()


def mailed() -> str:
    return unseal(bytes(Message.objects.filter(kind="invitation").latest("pk").sealed)).rstrip("/").rpartition("/")[2]


def test_an_invitation_is_mailed_in_brand_and_its_secret_is_kept_nowhere(in_acme, ada):
    secret = invite(ada)

    message = Message.objects.get(kind="invitation")
    assert (message.to, message.context["by"], message.context["role"]) == ("zoe@example.com", ADA, "Assistant")
    assert secret not in str(list(Invitation.objects.values()))
    assert unseal(bytes(message.sealed)) == f"http://{ACME}/join/{secret}/"


def test_the_mail_arrives_in_brand_with_its_link_and_without_the_platforms_name(acme, ada):
    with business_scope(acme):
        secret = invite(ada)
    for work in DueWork.objects.filter(name="emails.deliver").values_list("pk", flat=True):
        perform(work)

    (letter,) = mail.outbox
    assert letter.to == ["zoe@example.com"]
    for text in (letter.body, letter.alternatives[0].content):
        assert f"/join/{secret}/" in text
        assert "Ada Lindqvist invites you" in text
        assert "mango" not in text.lower()


def test_whoever_joins_is_what_they_were_invited_as(in_acme, ada):
    user = invitations.accept(invite(ada), **ZOE)

    assert (user.role, user.contact_scope, user.email) == ("assistant", "assigned", "zoe@example.com")
    assert user.email_verified_at is not None
    assert user.check_password(PASSWORD)


def test_a_link_works_once(in_acme, ada):
    secret = invite(ada)
    invitations.accept(secret, **ZOE)

    with pytest.raises(LinkDead):
        invitations.accept(secret, **{**ZOE, "username": "zoe2"})
    assert User.objects.count() == 2


def test_a_link_dies_of_age_of_withdrawal_and_of_being_sent_again(in_acme, ada):
    old, withdrawn, replaced = (invite(ada, f"{name}@example.com") for name in ("old", "with", "again"))
    Invitation.objects.filter(email="old@example.com").update(expires_at=clock.now() - timedelta(seconds=1))
    invitations.withdraw(Invitation.objects.get(email="with@example.com").pk, by=ada)
    invitations.send_again(Invitation.objects.get(email="again@example.com").pk, by=ada)

    for secret in (old, withdrawn, replaced, "made-up", ""):
        with pytest.raises(LinkDead):
            invitations.accept(secret, **ZOE)
    assert User.objects.count() == 1
    assert invitations.accept(mailed(), **ZOE).email == "again@example.com"


def test_a_link_is_worth_no_more_than_who_sent_it(in_acme, team, ada):
    amy = member("amy", "Amy Roth", "owner")
    first = invite(amy, "first@example.com", role="owner")
    second = invite(amy, "second@example.com", role="manager")
    change_member(amy.pk, role="admin", contact_scope="all", by=ada)

    with pytest.raises(LinkDead):
        invitations.accept(first, **ZOE)
    change_member(amy.pk, role="manager", contact_scope="all", by=ada)  # one that invites nobody
    with pytest.raises(LinkDead):
        invitations.accept(second, **ZOE)
    change_member(amy.pk, role="admin", contact_scope="all", by=ada)
    invitations.find(second)
    remove_member(amy.pk, by=ada)
    with pytest.raises(LinkDead):
        invitations.accept(second, **ZOE)
    assert not User.objects.filter(username="zoe").exists()


def test_another_businesss_link_is_dead_here(client, acme, globex, ada, gus):
    with business_scope(acme):
        secret = invite(ada)

    here = client.get(f"/join/{secret}/", HTTP_HOST=ACME)
    there = client.post(f"/join/{secret}/", TYPED, HTTP_HOST=GLOBEX)
    assert (here.status_code, there.status_code) == (200, 410)
    with business_scope(globex):
        # As if the row itself had been carried over.
        Invitation.objects.create(
            email="zoe@example.com",
            role="owner",
            contact_scope="all",
            invited_by=gus,
            expires_at=clock.now() + timedelta(days=1),
            digest=in_scope_of(acme),
        )
    assert client.post(f"/join/{secret}/", TYPED, HTTP_HOST=GLOBEX).status_code == 410


def in_scope_of(business) -> str:
    with business_scope(business):
        return Invitation.objects.get().digest


def test_nobody_invites_above_their_own_role(in_acme, team):
    with pytest.raises(AboveYou):
        invite(team["admin"], role="owner")

    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("again", ["zoe@example.com", "ZOE@example.com"])
def test_who_is_invited_or_here_is_not_invited_again(in_acme, ada, ben, again):
    invite(ada)
    with pytest.raises(AlreadyInvited, match=r"(?i)zoe@example\.com is invited already"):
        invite(ada, again)
    with pytest.raises(AlreadyMember, match="Ben Okafor is on the team already"):
        invite(ada, "Ben@example.com")
    remove_member(ben.pk, by=ada)
    with pytest.raises(WasRemoved, match="Restore them instead"):
        invite(ada, "ben@example.com")

    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


def test_an_expired_invitation_makes_way(in_acme, ada):
    invite(ada)
    Invitation.objects.update(expires_at=clock.now())

    secret = invite(ada)

    assert invitations.accept(secret, **ZOE).username == "zoe"


def test_a_link_opened_twice_at_once_makes_one_member(committed):
    with business_scope(committed):
        secret = invite(member("ada", ADA, "owner"))
    gate = Barrier(2)

    def accept(username: str) -> bool:
        try:
            with business_scope(committed):
                gate.wait()
                invitations.accept(secret, **{**ZOE, "username": username})
                return True
        except LinkDead:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(accept, ("zoe", "zoe2"))) == [False, True]
    with business_scope(committed):
        assert User.objects.count() == 2


def test_the_page_keeps_what_was_typed_and_signs_in(client, acme, ada, cleo):
    with business_scope(acme):
        secret = invite(ada)
    address = f"/join/{secret}/"
    client.defaults["HTTP_HOST"] = ACME

    refused = client.post(address, {**TYPED, "username": "cleo"})
    assert refused.status_code == 422
    assert "The username “cleo” is already taken here." in plain(refused)
    assert 'value="Zoe Marsh"' in plain(refused)

    joined = client.post(address, TYPED)
    assert (joined.status_code, joined["Location"]) == (302, "/workspace/")
    assert client.get("/workspace/").status_code == 200
    assert client.get("/workspace/settings/team/").status_code == 403
