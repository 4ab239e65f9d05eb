import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tenants.accounts.models import User
from tenants.api.scopes import SCOPES
from tenants.api.services.keys import make_key
from tenants.kernel.scope import business_scope, snapshot_of

ACME, GLOBEX = "acme.localhost", "globex.localhost"


@dataclass
class Program:
    """A program with a key, at some business's address."""

    secret: str
    host: str = ACME

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        names = {"HTTP_" + name.upper(): value for name, value in headers.items()}
        if self.secret:
            names = {"HTTP_AUTHORIZATION": f"Bearer {self.secret}", **names}
        return Client(HTTP_HOST=self.host).generic(method.upper(), f"/api/v1/{path}", **_raw(sent), **names)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("DELETE", path, **headers)


def _raw(sent: dict[str, str]) -> dict[str, Any]:
    return {"data": sent["data"], "content_type": sent["content_type"]} if sent else {}


def secret_of(maker: User, *scopes: str, **more: Any) -> str:
    with business_scope(snapshot_of(maker._business_id)):
        return make_key(name="Nightly", scopes=list(scopes or SCOPES), maker=maker, **more).secret


@pytest.fixture
def program(ada) -> Program:
    """Everything that a key can do, for Ada."""
    return Program(secret_of(ada))


@pytest.fixture
def with_scopes(ada) -> Callable[..., Program]:
    return lambda *scopes: Program(secret_of(ada, *scopes))


@pytest.fixture
def stranger(gus) -> Program:
    return Program(secret_of(gus), GLOBEX)


def new_contact(**changes: Any) -> dict[str, Any]:
    return {
        "first_name": "Dora",
        "last_name": "Lind",
        "emails": [{"address": "dora@example.com"}],
        "username": "dora",
        "password": "amber-kettle-orchard-42",
        **changes,
    }
