import pytest
from django.db import transaction

from tenants.activity.models import Activity, AppendOnly
from tenants.activity.record import acting, record
from tenants.activity.timeline import timeline


@pytest.fixture
def row(in_acme, ada) -> Activity:
    return record("contact.created", ada, contact_id=7, name="Cleo")


def test_a_row_says_who_did_what_to_what_with_which_facts(in_acme, ada, ben):
    with acting(ada):
        record("user.suspended", ben, contact_id=None, reason="left")

    row = Activity.objects.get()
    assert (row.actor_id, row.actor_name, row.verb) == (ada.pk, "Ada Lindqvist", "user.suspended")
    assert (row.subject_type, row.subject_id, row.facts) == ("accounts.user", ben.pk, {"reason": "left"})


def test_who_is_at_work_ends_with_its_block(in_acme, ada, ben):
    with acting(ada):
        with acting(ben):
            pass
        inside = record("x", ada)
    outside = record("x", ada)

    assert (inside.actor_name, outside.actor_name) == ("Ada Lindqvist", "")


def test_a_row_goes_with_the_transaction_that_caused_it(in_acme, ada):
    with transaction.atomic():
        record("x", ada)
        transaction.set_rollback(True)

    assert not Activity.objects.exists()


REWRITES = {
    "update": lambda row: Activity.objects.update(verb="y"),
    "bulk_update": lambda row: Activity.objects.bulk_update([row], ["verb"]),
    "save": lambda row: row.save(),
    "delete all": lambda row: Activity.objects.all().delete(),
    "delete one": lambda row: row.delete(),
    "update by filter": lambda row: Activity.objects.filter(pk=row.pk).update(facts={}),
    "base manager": lambda row: Activity._base_manager.update(verb="y"),
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
def test_what_was_recorded_is_neither_changed_nor_removed(row, rewrite):
    row.verb = "y"

    with pytest.raises(AppendOnly):
        rewrite(row)

    assert Activity.objects.get().verb == "contact.created"


def test_a_timeline_is_read_in_pages_newest_first_without_gap_or_repeat(in_acme, ada):
    for number in range(7):
        record(f"step.{number}", ada, contact_id=7)
        record("elsewhere", ada, contact_id=8)

    pages, before = [], None
    while before != 0:
        page = timeline(7, before=before, limit=3)
        pages.append([row.verb[-1] for row in page.rows])
        before = page.before

    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_the_last_full_page_knows_that_it_is_the_last(in_acme, ada):
    for _ in range(3):
        record("step", ada, contact_id=7)

    assert timeline(7, limit=3).before == 0
    assert len(timeline(limit=2).rows) == 2


def test_a_page_of_a_timeline_is_one_query(in_acme, ada, django_assert_num_queries):
    record("step", ada, contact_id=7)

    with django_assert_num_queries(1):
        timeline(7)
