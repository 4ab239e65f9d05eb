"""What a sign-up costs the database, against running the generated script once."""

import itertools

from django.db import transaction

from bench.results import Result
from bench.timing import in_turns, median_ms
from tenants.models import WarmSchema
from tenants.provisioning import pool, script
from tenants.services.database import prepare_database
from tenants.services.provisioning import provision

ROUNDS = {"quick": 15, "full": 40}
MANY = {"quick": 200, "full": 1000}
_numbers = itertools.count()


def run(size: str) -> list[Result]:
    prepare_database()
    rounds = ROUNDS[size]
    few = in_turns({"script": _script, "cold": _cold}, rounds)
    pool.fill(rounds)
    warm = median_ms(_sign_up, rounds)
    for _ in range(MANY[size]):
        _script()
    many = in_turns({"script": _script, "cold": _cold}, rounds)
    return [
        Result("sign-up's database part, warm pool", warm, few["script"], 0.1),
        Result("cold provisioning", few["cold"], few["script"], 1.3),
        Result(f"cold provisioning with {MANY[size]} more schemas", many["cold"], few["cold"], 1.3),
    ]


@transaction.atomic
def _script() -> None:
    script.run(pool.new_schema_name(), script.load())


def _cold() -> None:
    WarmSchema.objects.all().delete()
    _sign_up()


def _sign_up() -> None:
    number = next(_numbers)
    with transaction.atomic():
        provision(name="Bench", subdomain=f"bench-{number}", currency="EUR", time_zone="UTC", reply_to="a@b.example")
