from datetime import UTC, datetime

import pytest

from emails.kinds import all_kinds
from emails.models import Message
from emails.services.events import note_event
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.emails.conftest import SECRET, welcome
from tests.signing_in import sign_in

KINDS = ["welcome", "receipt", "verify_email", "password_reset", "password_changed"]


@pytest.fixture
def as_ada(client, ada):
    sign_in(client, ada)
    return client


@pytest.fixture
def failed(acme, postman):
    """A welcome that was given up, its password still sealed."""
    postman.at_data.append("451 4.3.0 try later")
    with business_scope(acme):
        message = welcome()
        Message.objects.update(last_attempt=1)
        run_due()
    return message


def test_every_kind_is_listed_and_previewed_in_the_business_name(as_ada):
    listed = as_ada.get("/workspace/settings/mail/").content.decode()

    for kind in all_kinds():
        page = as_ada.get(f"/workspace/settings/mail/{kind.name}/")
        frame = as_ada.get(f"/workspace/settings/mail/{kind.name}/html/")
        text = as_ada.get(f"/workspace/settings/mail/{kind.name}/?view=text").content.decode()
        assert f"/workspace/settings/mail/{kind.name}/" in listed
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        assert "sandbox" in frame["Content-Security-Policy"]
        assert "Acme Bakery" in frame.content.decode()
        assert "Kind regards," in text
        assert text.count("Hello ") <= 1
    assert {kind.name for kind in all_kinds()} >= set(KINDS)


def test_the_welcome_is_previewed_the_way_the_business_sends_it(as_ada, acme):
    before = as_ada.get("/workspace/settings/mail/welcome/?view=text").content.decode()
    change_business(acme.id, welcome_by_link=True)
    after = as_ada.get("/workspace/settings/mail/welcome/?view=text").content.decode()

    assert "Temporary password:" in before
    assert "Temporary password:" not in after
    assert "To choose your password, open:" in after


def test_an_unknown_kind_or_message_is_a_404(as_ada):
    for path in ("settings/mail/fanfare/", "settings/mail/fanfare/html/", "mail/999/"):
        assert as_ada.get(f"/workspace/{path}").status_code == 404
    assert as_ada.post("/workspace/mail/999/sending/").status_code == 404


def test_an_assistant_sees_neither_settings_nor_everybodys_mail(client, acme, ben, failed):
    sign_in(client, ben)

    for path in (
        "mail/",
        f"mail/{failed.pk}/",
        "settings/mail/",
        "settings/mail/welcome/",
        "settings/mail/welcome/html/",
    ):
        assert client.get(f"/workspace/{path}").status_code == 403
    assert client.post(f"/workspace/mail/{failed.pk}/sending/").status_code == 403
    with business_scope(acme):
        assert Message.objects.get().state == "failed"


def test_the_stranger_finds_no_mail_of_acme(client, gus, failed):
    sign_in(client, gus)

    assert client.get(f"/workspace/mail/{failed.pk}/").status_code == 404
    assert "Your account at" not in client.get("/workspace/mail/").content.decode()


def test_the_outbox_shows_what_became_of_mail_and_never_the_password(as_ada, acme, failed):
    with business_scope(acme):
        opened = welcome()
        note_event(opened.message_id, "opened", at=datetime(2026, 3, 14, 9, 30, tzinfo=UTC))

    everything = as_ada.get("/workspace/mail/").content.decode()
    troubled = as_ada.get("/workspace/mail/?show=troubled").content.decode()
    one = as_ada.get(f"/workspace/mail/{failed.pk}/").content.decode()

    assert "Opened" in everything
    assert "Not sent" in everything
    assert "Opened" not in troubled
    assert "451 4.3.0 try later" in one
    assert SECRET not in everything + troubled + one


def test_the_outbox_is_read_a_page_at_a_time(as_ada, acme):
    with business_scope(acme):
        first = welcome()
        for _ in range(25):
            last = welcome()

    newest = as_ada.get("/workspace/mail/").content.decode()
    older = as_ada.get(f"/workspace/mail/?before={first.pk + 1}").content.decode()

    assert f"/workspace/mail/{last.pk}/" in newest
    assert f"/workspace/mail/{first.pk}/" not in newest
    assert f"before={first.pk + 1}" in newest
    assert f"/workspace/mail/{first.pk}/" in older
    assert as_ada.get("/workspace/mail/?before=x").status_code == 200


def test_a_failed_mail_is_sent_again_by_a_person(as_ada, acme, failed, postman):
    page = as_ada.post(f"/workspace/mail/{failed.pk}/sending/", follow=True).content.decode()
    with business_scope(acme):
        run_due()
        message = Message.objects.get()

    assert "is on its way again" in page
    assert message.state == "sent"
    assert [mail["Message-ID"] for mail in postman.mails] == [failed.message_id]
    assert SECRET in postman.mails[0].get_body(("plain",)).get_content()


def test_a_mail_that_has_gone_is_not_sent_again(as_ada, acme, postman):
    with business_scope(acme):
        message = welcome()
        run_due()

    page = as_ada.post(f"/workspace/mail/{message.pk}/sending/", follow=True).content.decode()

    assert "nothing to send again" in page
    assert not DueWork.objects.filter(name="emails.deliver").exists()
