"""Dead letters, the pool, a business's mail: retried by a person, once, and on the record."""

import pytest

from emails.masking import masked
from emails.models import Message, MessageEvent
from tenants import directory
from tenants.activity.models import Activity
from tenants.console.models import PlatformActivity
from tenants.console.services.pulse import measure
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.jobs.tasks import tenant_task
from tenants.kernel.scope import business_scope
from tenants.models import Business, WarmSchema
from tests.emails.conftest import welcome

ran: list[int] = []


@tenant_task("tests.console_work")
def note(*, number: int) -> None:
    ran.append(number)


@pytest.fixture
def dead(acme) -> DueWork:
    ran.clear()
    return DueWork.objects.create(
        name="tests.console_work",
        business_id=acme.id,
        kwargs={"number": 1},
        state="dead",
        attempts=10,
        error="OSError: no route",
        due_at=clock.now(),
    )


def test_dead_work_is_listed_and_done_when_it_is_tried_again(as_olga, dead, acme, django_capture_on_commit_callbacks):
    page = as_olga.get("/work/").content.decode()
    assert "tests.console_work" in page
    assert "OSError: no route" in page

    assert as_olga.post(f"/work/{dead.pk}/retry/").status_code == 302
    run_due()

    assert ran == [1]
    assert not DueWork.objects.filter(pk=dead.pk).exists()
    row = PlatformActivity.objects.get(verb="work.retried")
    assert (row.business_id, row.facts) == (acme.id, {"name": "tests.console_work", "work": dead.pk})


def test_trying_twice_does_it_once(as_olga, dead):
    as_olga.post(f"/work/{dead.pk}/retry/")
    as_olga.post(f"/work/{dead.pk}/retry/")

    assert PlatformActivity.objects.filter(verb="work.retried").count() == 1


def test_work_that_is_put_away_is_gone_and_the_record_says_what_it_was(as_olga, dead):
    as_olga.post(f"/work/{dead.pk}/discard/")

    assert not DueWork.objects.exists()
    assert PlatformActivity.objects.get(verb="work.discarded").facts["error"] == "OSError: no route"


def test_work_that_waits_is_neither_retried_nor_put_away(as_olga, dead):
    DueWork.objects.update(state="waiting", attempts=3)

    for verb in ("retry", "discard"):
        as_olga.post(f"/work/{dead.pk}/{verb}/")

    assert DueWork.objects.values_list("state", "attempts").get() == ("waiting", 3)
    assert not PlatformActivity.objects.exists()


def test_the_pool_is_filled_when_asked(as_olga):
    WarmSchema.objects.all()[:1].get().delete()
    level = WarmSchema.objects.count()
    assert f"{level} / 3" in as_olga.get("/provisioning/").content.decode()

    as_olga.post("/provisioning/refill/")
    as_olga.post("/provisioning/refill/")

    assert DueWork.objects.filter(name="tenants.fill_pool").count() == 1
    run_due()
    assert WarmSchema.objects.count() == 3


@pytest.fixture
def failed(acme) -> Message:
    with business_scope(acme):
        message = welcome()
        Message.objects.update(state="failed", error="550 5.1.1 <cleo@example.com> is unknown here")
        DueWork.objects.all().delete()
    measure(Business.objects.get(pk=acme.id))
    return message


def test_mail_in_trouble_is_found_without_saying_whose_it_is(as_olga, acme, globex, failed):
    overview = as_olga.get("/mail/").content.decode()
    letters = as_olga.get(f"/businesses/{acme.id}/mail/").content.decode()

    assert "Acme Bakery" in overview
    assert "Globex" not in overview
    assert "c…@example.com" in letters
    assert "550 5.1.1 &lt;c…@example.com&gt;" in letters
    assert "cleo@" not in letters
    assert "Everything arrived" in as_olga.get(f"/businesses/{globex.id}/mail/").content.decode()


def test_a_failed_letter_goes_again_and_both_records_say_so(as_olga, olga, acme, failed, mailoutbox):
    as_olga.post(f"/businesses/{acme.id}/mail/{failed.pk}/sending/")
    run_due()

    assert [mail.to for mail in mailoutbox] == [["Cleo van Dam <cleo@example.com>"]]
    with business_scope(directory.by_id(acme.id)):
        assert Message.objects.get(pk=failed.pk).state == "sent"
        theirs = Activity.objects.get(verb="mail.sent_again")
        assert (theirs.actor_id, theirs.actor_name) == (None, "The platform")
        assert MessageEvent.objects.filter(message=failed, name="sent_again").count() == 1
    ours = PlatformActivity.objects.get(verb="mail.sent_again")
    assert (ours.operator_id, ours.business_id, ours.facts["message"]) == (olga.pk, acme.id, failed.pk)


def test_a_letter_is_sent_for_its_own_business_only(as_olga, acme, globex, failed):
    assert as_olga.post(f"/businesses/{globex.id}/mail/{failed.pk}/sending/").status_code == 404
    assert as_olga.post(f"/businesses/999999999/mail/{failed.pk}/sending/").status_code == 404

    with business_scope(acme):
        assert Message.objects.get(pk=failed.pk).state == "failed"
    assert not PlatformActivity.objects.exists()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cleo@example.com", "c…@example.com"),
        ("550 <ola.nordmann@post.example>: no", "550 <o…@post.example>: no"),
        ("no address here", "no address here"),
    ],
)
def test_addresses_are_shortened(text, shown):
    assert masked(text) == shown
