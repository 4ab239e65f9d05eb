"""The platform's own record: only added to, chained, and proven by verify_audit."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.activity.models import AppendOnly
from tenants.console.models import PlatformActivity, PlatformSeal
from tenants.console.record import by_hand_of, record_platform
from tenants.kernel.scope import business_scope


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def rows(olga) -> list[PlatformActivity]:
    with by_hand_of(olga, address="192.0.2.1"):
        return [record_platform("business.suspended", business_id=n, state="closed", reason="Ünpaid") for n in range(3)]


def verified() -> str:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    return said.getvalue()


def test_every_row_says_who_and_from_where_and_is_sealed_in_order(rows, olga):
    assert {(row.operator_id, row.operator_name, row.address) for row in rows} == {(olga.pk, "Olga Berg", "192.0.2.1")}
    assert list(PlatformSeal.objects.order_by("sequence").values_list("sequence", "row")) == [
        (number, row.pk) for number, row in enumerate(rows, 1)
    ]


def test_the_command_proves_the_platforms_record_with_everybodys(rows, acme, globex):
    assert verified() == ("the platform: the record is whole\nacme: the record is whole\nglobex: the record is whole\n")


REWRITES = {
    "facts": "UPDATE console_activity SET facts = '{}' WHERE id = %s",
    "who": "UPDATE console_activity SET operator_name = 'Nobody' WHERE id = %s",
    "whom": "UPDATE console_activity SET business_id = 99 WHERE id = %s",
    "from where": "UPDATE console_activity SET address = '' WHERE id = %s",
    "the seal": "UPDATE console_seal SET digest = repeat('0', 64) WHERE row_id = %s",
}


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
def test_one_row_changed_by_sql_is_named_and_the_command_fails(rows, acme, rewrite):
    sql(rewrite, rows[1].pk)
    said = StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("verify_audit", stdout=said)

    assert failure.value.returncode == 1
    assert f"the platform: row {rows[1].pk}: the row or its seal was changed (seal 2)" in said.getvalue()


def test_a_row_removed_with_its_seal_is_noticed(rows):
    sql("DELETE FROM console_seal WHERE row_id = %s", rows[1].pk)
    sql("DELETE FROM console_activity WHERE id = %s", rows[1].pk)

    assert "seals before it are gone" in str(PlatformActivity.chain.first_fault("public"))


def test_what_was_recorded_is_neither_changed_nor_removed(rows):
    rows[0].verb = "something.else"

    for rewrite in (rows[0].save, rows[0].delete, PlatformActivity.objects.all().delete):
        with pytest.raises(AppendOnly):
            rewrite()
    with pytest.raises(AppendOnly):
        PlatformActivity.objects.update(verb="x")

    assert PlatformActivity.objects.filter(verb="business.suspended").count() == 3


def test_a_line_is_written_in_public_also_while_a_business_is_in_scope(acme, olga):
    with business_scope(acme):
        record_platform("mail.sent_again", business_id=acme.id)

    assert PlatformActivity.chain.first_fault("public") is None
    assert PlatformActivity.objects.get().business_id == acme.id


def test_the_page_tells_it_newest_first_and_about_one_business(rows, as_olga):
    everything = as_olga.get("/audit/").context["entries"]
    about = as_olga.get("/audit/?business=2").context["entries"]

    assert [entry.business_id for entry, _name in everything] == [2, 1, 0]
    assert [entry.text for entry, _name in about] == ["Suspended it, closed: Ünpaid"]
