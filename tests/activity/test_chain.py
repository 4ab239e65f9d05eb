"""The record shows when it was rewritten. Each test plants one change by SQL, as somebody with the database would."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tenants.activity.models import Activity, Seal
from tenants.activity.record import record
from tenants.kernel.scope import business_scope
from tests.cast import member

STORM = 3  # the pool lends four connections


@pytest.fixture
def rows(in_acme, ada) -> list[Activity]:
    return [record("contact.created", ada, contact_id=number, name=f"Näme {number}") for number in range(4)]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def fault_in(business) -> str:
    fault = Activity.chain.first_fault(business.schema)
    return "" if fault is None else str(fault)


def test_every_row_is_sealed_in_order_with_what_caused_it(rows, in_acme):
    assert list(Seal.objects.order_by("sequence").values_list("row", flat=True)) == [row.pk for row in rows]
    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4]
    assert fault_in(in_acme) == ""


def test_rows_of_one_transaction_are_sealed_together(in_acme, ada, django_assert_num_queries):
    with django_assert_num_queries(6 + 2 + 2), transaction.atomic():  # savepoints and rows, their own savepoint, seals
        for number in range(2):
            record("x", ada, number=number)

    assert Seal.objects.count() == 2


def test_what_was_rolled_back_leaves_no_gap(rows, in_acme, ada):
    with transaction.atomic():
        record("undone", ada)
        transaction.set_rollback(True)
    record("done", ada)

    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert fault_in(in_acme) == ""


def test_what_a_savepoint_undid_is_not_missed(in_acme, ada):
    with transaction.atomic():
        record("kept", ada)
        with transaction.atomic():
            record("undone", ada)
            transaction.set_rollback(True)

    assert Seal.objects.count() == 1
    assert fault_in(in_acme) == ""


REWRITES = {
    "facts": 'UPDATE activity_activity SET facts = \'{"name": "Else"}\' WHERE id = %s',
    "who": "UPDATE activity_activity SET actor_name = 'Somebody else' WHERE id = %s",
    "when": "UPDATE activity_activity SET at = at - interval '1 microsecond' WHERE id = %s",
    "the seal": "UPDATE activity_seal SET digest = repeat('0', 64) WHERE row_id = %s",
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
def test_a_row_changed_by_hand_is_named(rows, in_acme, rewrite):
    sql(rewrite, rows[1].pk)

    assert fault_in(in_acme) == f"row {rows[1].pk}: the row or its seal was changed (seal 2)"


def test_a_row_removed_with_its_seal_is_noticed(rows, in_acme):
    sql("DELETE FROM activity_seal WHERE row_id = %s", rows[1].pk)
    sql("DELETE FROM activity_activity WHERE id = %s", rows[1].pk)

    assert fault_in(in_acme) == f"row {rows[2].pk}: the seals before it are gone (seal 3)"


def test_a_row_slipped_in_is_noticed(rows, in_acme):
    sql("INSERT INTO activity_activity (actor_name, verb, subject_type, facts) VALUES ('Gus', 'x', 'y', '{}')")

    assert "the row was never sealed (seal 5)" in fault_in(in_acme)


def test_another_time_zone_reads_the_same_chain(rows, in_acme):
    sql("SET LOCAL TIME ZONE 'Asia/Tokyo'")

    assert fault_in(in_acme) == ""


def test_the_command_proves_a_record_and_fails_on_a_changed_row(rows, in_acme):
    said = StringIO()
    call_command("verify_audit", "acme", stdout=said)
    sql(REWRITES["who"], rows[2].pk)

    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", stdout=said)
    assert failure.value.returncode == 1
    assert "acme: the record is whole" in said.getvalue()
    assert f"acme: row {rows[2].pk}: the row or its seal was changed" in said.getvalue()
    assert "globex: the record is whole" in said.getvalue()


def test_the_command_refuses_a_business_that_there_is_not(db):
    with pytest.raises(CommandError, match="There is no business at nowhere"):
        call_command("verify_audit", "nowhere")


def test_simultaneous_transactions_make_one_chain(committed):
    with business_scope(committed):
        owner = member("ada", "Ada Lindqvist", "owner")
    together = threading.Barrier(STORM)

    def work() -> None:
        with business_scope(committed):
            together.wait()
            for number in range(5):
                with transaction.atomic():
                    record("x", owner, number=number)
                    record("y", owner, number=number)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(STORM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with business_scope(committed):
        assert Seal.objects.count() == Activity.objects.count() == STORM * 10
        assert fault_in(committed) == ""
