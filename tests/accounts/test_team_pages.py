import pytest

from emails.models import Message
from tenants.accounts.models import Invitation, User
from tenants.accounts.services import invitations
from tenants.kernel.scope import business_scope
from tests.plain import plain
from tests.signing_in import sign_in

TEAM = "/workspace/settings/team/"
NEW = {"email": "zoe@example.com", "role": "manager", "contact_scope": "assigned"}


@pytest.fixture
def desk(client, team, ada):
    sign_in(client, ada)
    return client


def test_the_page_lists_the_team_and_says_what_became_of_invitations(desk, acme):
    desk.post(f"{TEAM}invitations/new/", NEW)
    with business_scope(acme):
        Message.objects.filter(kind="invitation").update(state="bounced")

    page = plain(desk.get(TEAM))

    for words in ("Ada Lindqvist", "Ben Okafor", "Bookkeeper", "zoe@example.com", "Bounced", "It did not arrive."):
        assert words in page


def test_a_refused_invitation_keeps_what_was_typed_and_says_why(desk, acme):
    answer = desk.post(f"{TEAM}invitations/new/", {**NEW, "email": "ben@example.com"})

    assert answer.status_code == 409
    assert "Ben Okafor is on the team already, with this address." in plain(answer)
    assert 'value="ben@example.com"' in plain(answer)
    with business_scope(acme):
        assert not Invitation.objects.exists()


def test_an_admin_is_offered_no_role_above(client, team, ada):
    sign_in(client, team["admin"])

    page = plain(client.get(f"{TEAM}invitations/new/"))
    assert 'value="admin"' in page
    assert 'value="owner"' not in page
    assert client.post(f"{TEAM}invitations/new/", {**NEW, "role": "owner"}).status_code == 422
    assert "Their role is above yours" in plain(client.get(f"{TEAM}{ada.pk}/"))


def test_removing_and_restoring_from_the_page(desk, acme, ben):
    assert "is off the team" in plain(desk.post(f"{TEAM}{ben.pk}/removal/", follow=True))
    page = plain(desk.get(TEAM))
    assert "Removed members" in page

    assert "is back on the team" in plain(desk.post(f"{TEAM}{ben.pk}/restoration/", follow=True))
    with business_scope(acme):
        assert User.objects.get(pk=ben.pk).suspended_at is None


def test_the_last_owner_is_told_why_they_cannot_leave(desk, acme, ada):
    answer = desk.post(f"{TEAM}{ada.pk}/removal/")

    assert answer.status_code == 409
    assert "Make somebody else an owner first." in plain(answer)


def test_an_invitation_is_sent_again_and_withdrawn(desk, acme, ada):
    with business_scope(acme):
        made = invitations.invite(email="zoe@example.com", role="assistant", contact_scope="all", by=ada)

    for what, said in (("sending", "A new invitation to"), ("withdrawal", "is withdrawn.")):
        assert said in plain(desk.post(f"{TEAM}invitations/{made.pk}/{what}/", follow=True))
    assert desk.post(f"{TEAM}invitations/{made.pk}/sending/").status_code == 404
