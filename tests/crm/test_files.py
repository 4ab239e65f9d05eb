"""Keeping files: bytes before rows, one limit for all, gone for good only after a week."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from crm.models import StoredFile
from crm.selectors.files import used_bytes
from crm.services import files as rules
from crm.services.contacts import create_contact
from crm.services.files import add_file, delete_file, rename_file, restore_file, show_file
from tenants.activity.models import Activity
from tenants.errors import StorageFull
from tenants.kernel import clock
from tenants.kernel.errors import Unavailable
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.models import Plan
from tenants.uploads import examined
from tests.cast import TEMPORARY, details_of
from tests.kept_files import TEXT, kept, lying_in, sent
from tests.patience import PATIENCE, eventually, somebody_waits


@pytest.fixture(autouse=True)
def _own_folder(media) -> None:
    """Nothing is left in var/."""


@pytest.fixture
def contact(in_acme, cleo):
    return cleo.customer.contact


def verbs() -> list[str]:
    return list(Activity.objects.filter(verb__startswith="file.").order_by("pk").values_list("verb", flat=True))


def after(days: int):
    return clock.held_at(clock.now() + timedelta(days=days))


def test_a_file_lies_in_the_storage_and_stands_in_the_record(contact, ada, media):
    stored = kept(contact.pk, added_by=ada, is_shown=False)

    assert (stored.name, stored.size, stored.content_type) == ("flour.txt", len(TEXT), "text/plain")
    assert (stored.is_shown, stored.from_customer) == (False, False)
    assert [path.read_bytes() for path in lying_in(media)] == [TEXT]
    assert Activity.objects.get(verb="file.added").facts == {"name": "flour.txt"}


def test_the_same_file_sent_twice_is_kept_once(contact, media):
    first, second = kept(contact.pk), kept(contact.pk)

    assert first.pk == second.pk
    assert len(lying_in(media)) == 1
    assert verbs() == ["file.added"]
    assert kept(contact.pk, name="other.txt").pk != first.pk


def test_a_storage_that_is_away_leaves_no_row(contact, storage_away):
    with pytest.raises(Unavailable):
        kept(contact.pk)

    assert not StoredFile.objects.exists()
    assert verbs() == []


def test_what_does_not_fit_the_plan_leaves_neither_row_nor_file(contact, media):
    Plan.objects.update(max_storage_mb=1)
    kept(contact.pk, content=b"x" * 1_000_000)

    with pytest.raises(StorageFull, match="There is no room for “more"):
        kept(contact.pk, name="more.txt", content=b"y" * 100_000)
    assert StoredFile.objects.count() == 1
    assert len(lying_in(media)) == 1


def test_an_upload_that_was_killed_before_its_row_is_tidied_away(contact, media, monkeypatch):
    monkeypatch.setattr(rules, "_write_down", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kept(contact.pk)
    monkeypatch.undo()
    assert len(lying_in(media)) == 1

    with clock.held_at(clock.now() + timedelta(hours=2)):
        run_due()
    assert lying_in(media) == []


def test_tidying_leaves_what_has_a_row(contact, media):
    kept(contact.pk)

    with clock.held_at(clock.now() + timedelta(hours=2)):
        run_due()
    assert len(lying_in(media)) == 1
    assert not DueWork.objects.filter(name="crm.tidy_upload").exists()


def test_a_deleted_file_can_be_restored_for_a_week_and_then_is_gone(contact, media):
    stored = kept(contact.pk)
    delete_file(stored.pk)
    delete_file(stored.pk)
    with after(days=6):
        run_due()
        assert len(lying_in(media)) == 1
        restore_file(stored.pk)
    with after(days=8):
        run_due()
    assert StoredFile.objects.get().deleted_at is None
    assert len(lying_in(media)) == 1

    delete_file(stored.pk)
    with after(days=8):
        run_due()
    assert not StoredFile.objects.exists()
    assert lying_in(media) == []
    assert verbs() == ["file.added", "file.deleted", "file.restored", "file.deleted"]


def test_a_file_stays_while_the_storage_is_away_and_goes_when_it_is_back(contact, media, request):
    stored = delete_file(kept(contact.pk).pk)
    with pytest.MonkeyPatch.context() as patch, after(days=8):
        patch.setattr("django.core.files.storage.FileSystemStorage.delete", lambda *_: (_ for _ in ()).throw(OSError))
        run_due()
        assert StoredFile.objects.filter(pk=stored.pk).exists()

    with after(days=9):
        run_due()
    assert not StoredFile.objects.exists()
    assert lying_in(media) == []


def test_a_restored_file_that_was_added_again_is_the_one_that_was_added(contact):
    first = delete_file(kept(contact.pk).pk)
    second = kept(contact.pk)

    assert restore_file(first.pk).pk == second.pk
    assert StoredFile.objects.kept().count() == 1


@pytest.mark.parametrize(
    ("typed", "named"), [("Rye.txt", "Rye.txt"), ("Rye", "Rye.txt"), ("Rye.exe", "Rye.exe.txt"), ("../x", "x.txt")]
)
def test_a_new_name_keeps_the_ending_that_the_content_has(contact, typed, named):
    assert rename_file(kept(contact.pk).pk, name=typed).name == named


def test_showing_and_hiding_are_recorded_once_each(contact):
    stored = kept(contact.pk, is_shown=False)
    for is_shown in (True, True, False, False):
        show_file(stored.pk, is_shown=is_shown)

    assert verbs() == ["file.added", "file.shown", "file.hidden"]


@pytest.mark.integration
def test_many_uploads_at_once_never_pass_the_limit(committed, monkeypatch):
    """For different contacts, each of whom has the whole business's room; who looks first writes when another waits."""
    with business_scope(committed):
        contacts = [
            create_contact(
                details=details_of("Dora", "Lind", email=f"{name}@x.example"), username=name, password=TEMPORARY
            )
            for name in ("dora", "dina", "dana")
        ]
    before = Plan.objects.values_list("max_storage_mb", flat=True).first()
    Plan.objects.update(max_storage_mb=1)
    firsts = iter([True])

    def looked() -> int:
        found = used_bytes()
        if next(firsts, False):
            eventually(somebody_waits, "nobody waits for whoever looks at how much room there is")
        return found

    monkeypatch.setattr(rules, "used_bytes", looked)
    start = threading.Barrier(3, timeout=PATIENCE)  # as many as the pool has connections for

    def send(contact_id: int) -> str:
        try:
            with business_scope(committed):
                start.wait()
                upload = examined(sent("loaf.txt", b"x" * 400_000))
                add_file(contact_id, upload=upload, added_by=None, is_shown=False)
        except StorageFull:
            return "full"
        finally:
            connections.close_all()
        return "kept"

    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(send, [contact.pk for contact in contacts]))
    Plan.objects.update(max_storage_mb=before)

    assert sorted(outcomes) == ["full", "kept", "kept"]
    with business_scope(committed):
        assert StoredFile.objects.count() == 2
