"""One database a run, with the schemas of acme and globex in it; each test rolls back or cleans up after itself."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import client as test_client
from django.test.utils import ContextList
from xdist.scheduler import LoadScopeScheduling

from billing.inbox.models import StripeEvent
from tenants import directory
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import AddressGuess, Business
from tenants.provisioning import pool
from tenants.services.provisioning import provision
from tests.database import fresh_database, prepared_database
from tests.integration.elsewhere import are_engines_here, is_run_elsewhere

pytest_plugins = ["tests.cast", "tests.kept_files", "tests.midnight", "tests.patience"]
gc.set_threshold(50_000, 10, 10)  # by default a tenth of a run goes into looking for garbage among what stays
hypothesis.settings.register_profile(  # the same examples in every run, however long one takes
    "suite",
    deadline=None,
    database=None,
    derandomize="MANGO_FULL" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")


class ByFile(LoadScopeScheduling):
    """Two processes take turns by file, in order; what shares a browser and its stack stays with one of them."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that neither process ends long before the other.

    What test_elsewhere.py runs on engines from outside is not run on the embedded ones as well, where both are here.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(("tests/browser/", "tests/integration/")))
    if are_engines_here() and any(item.path.name == "test_elsewhere.py" for item in items):
        run_there = [item for item in items if is_run_elsewhere(item)]
        items[:] = [item for item in items if item not in run_there]
        config.hook.pytest_deselected(items=run_there)


def _keep_contexts(store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **_more: Any) -> None:
    """Keep what a page was given for its tests, as Django does; but not a copy of it for each part of the page."""
    store.setdefault("templates", []).append(template)
    store.setdefault("context", ContextList()).append(context)


test_client.store_rendered_templates = _keep_contexts


@pytest.fixture
def tell(request) -> Callable[[str], None]:
    """Say something that stands above the closing line, whichever worker runs the test."""
    return lambda line: request.node.user_properties.append(("told", line))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    outcomes = ("passed", "failed", "error")
    for report in [report for outcome in outcomes for report in terminalreporter.stats.get(outcome, [])]:
        for name, line in getattr(report, "user_properties", ()):
            if name == "told" and (report.failed or report.when == "call"):
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def prepared(django_test_environment, django_db_blocker) -> str:
    """The name of a database that serves, to make others like it."""
    with django_db_blocker.unblock():
        return prepared_database()


@pytest.fixture(scope="session")
def django_db_setup(prepared, django_db_blocker, request) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    with django_db_blocker.unblock(), fresh_database(worker, like=prepared):
        _business("Acme Bakery", "acme", "EUR", "Europe/Lisbon")
        _business("Globex Repairs", "globex", "USD", "America/New_York")
        DueWork.objects.all().delete()
        yield


def _business(name: str, subdomain: str, currency: str, time_zone: str) -> BusinessSnapshot:
    with transaction.atomic():
        return provision(
            name=name,
            subdomain=subdomain,
            currency=currency,
            time_zone=time_zone,
            reply_to=f"office@{subdomain}.example",
        )


@pytest.fixture
def acme(db) -> BusinessSnapshot:
    """Ada's bakery; not in scope yet."""
    return directory.snapshot(Business.objects.get(subdomain="acme"))


@pytest.fixture
def globex(db) -> BusinessSnapshot:
    """Gus's repair shop: the stranger."""
    return directory.snapshot(Business.objects.get(subdomain="globex"))


@pytest.fixture
def in_acme(acme) -> Iterator[BusinessSnapshot]:
    with business_scope(acme):
        yield acme


@pytest.fixture
def in_globex(globex) -> Iterator[BusinessSnapshot]:
    with business_scope(globex):
        yield globex


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[BusinessSnapshot]:
    """A business of the test's own whose rows are really committed, for threads and other processes."""
    with django_db_blocker.unblock():
        subdomain = "own-business"
        business = _business("Own Business", subdomain, "EUR", "Europe/Lisbon")
        try:
            yield business
        finally:
            connection.set_schema_to_public()
            drop_business(business)


def drop_business(business: BusinessSnapshot) -> None:
    """Leave things as every test expects them: no such business, no work of its making, a full pool."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{business.schema}" CASCADE')
    Business.objects.filter(pk=business.id).delete()
    directory.forget(business.subdomain)
    pool.fill()
    DueWork.objects.all().delete()
    StripeEvent.objects.all().delete()
    AddressGuess.objects.all().delete()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    directory._by_subdomain.clear()
