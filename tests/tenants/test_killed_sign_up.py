import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction

from tenants.accounts.models import User
from tenants.directory import snapshot
from tenants.kernel.scope import business_scope
from tenants.models import Business, WarmSchema
from tenants.provisioning import pool
from tests.conftest import drop_business


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield connection.settings_dict["NAME"]
        for business in Business.objects.filter(name__startswith="Killed "):
            drop_business(snapshot(business))
        pool.fill()


@pytest.mark.integration
@pytest.mark.parametrize(("warm", "stride"), [(0, 5), (3, 1)], ids=["cold", "warm"])
def test_killed_anywhere_a_sign_up_leaves_a_whole_business_or_nothing(database, warm, stride):
    empty_pool()
    pool.fill(warm)

    steps = killed_along_the_way(database, stride)

    made = list(Business.objects.filter(name__startswith="Killed "))
    assert steps > 20
    assert 1 <= len(made) <= 3  # the one that got through, and those killed after their commit
    for business in made:
        with business_scope(snapshot(business)):
            assert User.objects.get().username == "ada"
    assert schemas() == set(Business.objects.values_list("schema_name", flat=True)) | ready()
    assert len(ready()) == max(0, warm - len(made))


def killed_along_the_way(database: str, stride: int) -> int:
    program = [sys.executable, "-m", "tests.tenants.killed_sign_up", database, str(stride)]
    done = subprocess.run(program, cwd=settings.BASE_DIR, env=os.environ, capture_output=True, text=True, check=True)
    steps, code = map(int, done.stdout.split()[-2:])
    assert code == 0, done.stderr
    return steps


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'b\\_%'")
        return {row[0] for row in cursor.fetchall()}


def ready() -> set[str]:
    return set(WarmSchema.objects.values_list("schema_name", flat=True))


def empty_pool() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for warm in WarmSchema.objects.all():
            cursor.execute(f'DROP SCHEMA "{warm.schema_name}" CASCADE')
            warm.delete()
