"""Our side: the whole of Mango's middleware, a business's host, the same rows and template."""

import os
import sys
from pathlib import Path
from typing import Any

from bench.burst import Asked, ask, serve

MANY = 50
SEEN = 200


def main() -> None:
    os.environ["DATABASE_URL"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.page.urls"
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parents[1] / "templates")
    django.setup()
    from django.core.wsgi import get_wsgi_application

    places = _businesses(SEEN)
    application = get_wsgi_application()
    asked = Asked()

    def over(count: int) -> Any:
        def burst(requests: int) -> None:
            for number in range(requests):
                ask(application, *places[number % count])

        return burst

    def memory(_requests: int) -> dict[str, float]:
        from django.db import connection

        before = _resident_mb(connection)
        over(SEEN)(SEEN)
        return {"more_mb": max(_resident_mb(connection) - before, 0.0)}

    serve({"one": over(1), "fifty": over(MANY), "memory": memory}, asked)


def _businesses(count: int) -> list[tuple[str, str]]:
    """Make businesses with a signed-in owner and 25 rows each; return host and cookie of each."""
    from django.conf import settings
    from django.db import transaction

    from crm.models import Tag
    from tenants.accounts.models import User
    from tenants.accounts.sessions import BusinessSession
    from tenants.accounts.visitor import Visitor
    from tenants.kernel.scope import business_scope
    from tenants.services.database import prepare_database
    from tenants.services.provisioning import provision

    prepare_database()
    places = []
    for number in range(count):
        with transaction.atomic():
            business = provision(
                name="Bench", subdomain=f"page-{number}", currency="EUR", time_zone="UTC", reply_to="a@b.example"
            )
        with business_scope(business):
            Tag.objects.bulk_create([Tag(name=f"row {number:02}") for number in range(25)])
            user = User.objects.create(username="bench", name="Bench", kind="member", role="owner")
            session = BusinessSession(None, Visitor("127.0.0.1", "bench"))
            session.sign_in(user)
        places.append((f"page-{number}.localhost", f"{settings.SESSION_COOKIE_NAME}={session.session_key}"))
    return places


def _resident_mb(connection: Any) -> float:
    """Return what PostgreSQL's process behind this connection holds in contexts, in MB."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(total_bytes) FROM pg_catalog.pg_backend_memory_contexts")
        return float(cursor.fetchone()[0]) / 2**20


if __name__ == "__main__":
    main()
