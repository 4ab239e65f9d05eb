"""One fleet for all that breaks it; MANGO_FULL=1 gives it the whole load, of minutes instead of seconds."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.engines import Redis, running_postgresql, running_redis
from tests.integration.fleet import Fleet, Visitor, running_fleet

FULL = bool(os.environ.get("MANGO_FULL"))


@pytest.fixture(scope="package")
def broker() -> Iterator[Redis]:
    with running_redis() as server:
        yield server


@pytest.fixture(scope="package")
def database_url() -> Iterator[str]:
    with running_postgresql() as address:
        yield address


@pytest.fixture(scope="package")
def fleet(broker, database_url, tmp_path_factory) -> Iterator[Fleet]:
    folder = tmp_path_factory.mktemp("fleet")
    broker.flush()  # what the rest of the suite has left there would be buried as messages that belong to nothing
    with running_fleet(folder, database_url=database_url, broker_url=broker.url(0), cache_url=broker.url(1)) as running:
        yield running


@pytest.fixture(scope="module")
def facts(fleet) -> dict[str, Any]:
    return fleet.furnish("two_businesses()")


@pytest.fixture(scope="module")
def people(fleet, facts) -> dict[str, dict[str, Visitor]]:
    """The owner and two customers of each business."""
    port = fleet.stack.plan.web_port
    return {
        subdomain: {
            name: Visitor(f"{subdomain}.localhost:{port}", key)
            for name, key in zip(("owner", "cleo", "carl"), (told["owner"], *told["customers"]), strict=True)
        }
        for subdomain, told in facts.items()
    }
