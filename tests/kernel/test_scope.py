import threading

import pytest
from django.db import connection, transaction
from psycopg_pool import ConnectionPool

from tenants.accounts.models import User
from tenants.kernel.canary.models import Canary
from tenants.kernel.scope import ScopeError, StaleSnapshot, WrongBusiness, business_scope, current_business
from tenants.models import Business
from tests.cast import member


def test_rows_of_one_business_are_not_seen_in_another(acme, globex, ada):
    with business_scope(globex):
        assert not User.objects.filter(username="ada").exists()

    with business_scope(acme):
        assert User.objects.filter(username="ada").exists()


def test_outside_any_business_no_row_can_be_read(db):
    with pytest.raises(ScopeError, match="outside any business"):
        User.objects.count()


def test_a_schema_with_anothers_canary_is_refused(acme, globex):
    with business_scope(globex):
        Canary.objects.update(business_id=acme.id)

    with pytest.raises(WrongBusiness), business_scope(globex):
        pass


def test_an_old_snapshot_is_noticed_at_the_door(acme):
    with business_scope(acme):
        Canary.objects.update(generation=acme.generation + 1)

    with pytest.raises(StaleSnapshot), business_scope(acme):
        pass


def test_a_lazy_query_does_not_leave_its_business(acme, globex, ada):
    with business_scope(acme):
        people = User.objects.all()

    with pytest.raises(ScopeError, match="left the business"), business_scope(globex):
        list(people)


def test_rows_read_in_one_business_cannot_be_iterated_in_another(acme, globex, ada):
    with business_scope(acme):
        people = User.objects.all()
        list(people)

    with pytest.raises(ScopeError), business_scope(globex):
        list(people)


def test_an_instance_refuses_to_be_saved_or_deleted_elsewhere(acme, globex, ada, gus):
    with business_scope(globex):
        for write in (ada.save, ada.delete, ada.refresh_from_db):
            with pytest.raises(ScopeError, match="another business"):
                write()
        with pytest.raises(ScopeError):
            User.objects.bulk_update([ada], ["name"])
        assert User.objects.get().name == "Gus Moreau"


@pytest.mark.parametrize("door", [Business.__enter__, Business.activate])
def test_django_tenants_own_doors_into_a_business_are_shut(acme, door):
    with pytest.raises(ScopeError, match="business_scope"):
        door(Business.objects.get(pk=acme.id))

    assert connection.schema_name == "public"


def test_a_transaction_touches_one_business_at_most(acme, globex):
    with pytest.raises(ScopeError, match="one business at most"), business_scope(acme), transaction.atomic():
        with business_scope(globex):
            pass


def test_scopes_nest_and_restore_what_was_before(acme, globex):
    with business_scope(acme):
        with business_scope(globex):
            assert current_business() == globex
        assert current_business() == acme
        assert connection.schema_name == acme.schema
    assert current_business() is None
    assert connection.schema_name == "public"


def test_threads_do_not_share_a_scope(acme):
    seen = []

    with business_scope(acme):
        thread = threading.Thread(target=lambda: seen.append((current_business(), connection.schema_name)))
        thread.start()
        thread.join()

    assert seen == [(None, "public")]


def test_the_path_is_set_once_however_many_queries_follow(acme, django_assert_num_queries):
    with business_scope(acme):
        member("one", "One", "owner")
        with django_assert_num_queries(2):
            User.objects.count()
            User.objects.count()


def test_a_path_changed_behind_our_back_is_set_again(acme, ada):
    with business_scope(acme):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL search_path = public")
            assert User.objects.filter(username="ada").exists()
        assert User.objects.filter(username="ada").exists()


def test_a_connection_comes_back_from_the_pool_with_an_empty_path(committed):
    with business_scope(committed):
        User.objects.count()
        used = connection.connection.info.backend_pid
        connection.close()  # before the scope has put back what was: nothing but the pool makes it forget
    pool: ConnectionPool = connection.pool

    borrowed = [pool.getconn() for _ in range(pool.max_size)]
    paths = {raw.info.backend_pid: raw.execute("SHOW search_path").fetchone()[0] for raw in borrowed}
    for raw in borrowed:
        pool.putconn(raw)

    assert paths[used] in {'""', ""}
    assert set(paths.values()) <= {'""', ""}
