"""The product as several processes on PostgreSQL 15 and Redis, under traffic, while things break."""

import base64
import re
import time
import uuid
from collections import Counter

import pytest

from tests.integration.conftest import FULL
from tests.integration.engines import pg_dump
from tests.integration.furnish import MARKERS
from tests.integration.traffic import Traffic
from tests.patience import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1500 if FULL else 900)]
REQUESTS, AT_ONCE = (20_000 if FULL else 1_000), 32
AWAY_SECONDS = 60 if FULL else 6
MAILS = 1_000 if FULL else 100
MAIL_SECONDS = 400  # a worker that was killed leaves what it held for two minutes
PASSWORD = "kestrel-marble-lantern-58"
PAGES = (
    ("cleo", "/information/"),
    ("cleo", "/files/"),
    ("owner", "/workspace/contacts/"),
    ("carl", "/account/"),
)


def test_no_answer_of_one_business_holds_a_word_of_the_other(fleet, people, tell):
    """Neighbours in turn, on the same lines, threads and two connections; a foreign cookie now and then."""

    def ask(line, turn) -> str:
        here, there = ("alpha", "omega") if turn % 2 else ("omega", "alpha")
        who, path = PAGES[turn // 2 % len(PAGES)]
        visitor = people[here][who]
        if turn % 50 == 0:
            stranger = type(visitor)(visitor.host, people[there][who].key)
            status, _to, body = stranger.get(line, path)
            return "" if status == 302 and MARKERS[there] not in body else f"{path}: a foreign cookie got {status}"
        status, _to, body = visitor.get(line, path)
        if status != 200 or MARKERS[here] not in body:
            return f"{path} at {here}: {status}"
        return f"{path} at {here} holds {MARKERS[there]}" if MARKERS[there] in body else ""

    with Traffic(fleet, ask, at_once=AT_ONCE, requests=REQUESTS) as traffic:
        traffic.wait()

    tell(f"{traffic.done} interleaved requests, {AT_ONCE} at a time: {traffic.done / traffic.seconds:.0f} a second")
    assert traffic.faults == []
    assert traffic.done == REQUESTS


def test_a_link_to_a_file_is_worth_nothing_to_anybody_else(fleet, people, facts):
    one, other = fleet.connect(0), fleet.connect(1)
    cleo = people["alpha"]["cleo"]
    status, link, _body = cleo.get(one, f"/files/{facts['alpha']['file']}/")
    assert (status, link.startswith("/media/")) == (302, True)

    assert cleo.get(other, link)[2] == "ZQALPHA file"
    for stranger in (people["alpha"]["carl"], people["omega"]["cleo"], type(cleo)(cleo.host, "nobody")):
        assert stranger.get(other, link)[0] == 404
    assert cleo.get(one, link[:-3] + "xx/")[0] == 404
    assert people["omega"]["cleo"].get(one, f"/files/{facts['alpha']['file'] + 1}/")[0] == 404


def contact(number: str, domain: str) -> dict[str, str]:
    sets = {f"{kind}-{part}_FORMS": "0" for kind in ("phones", "addresses", "emails") for part in ("TOTAL", "INITIAL")}
    return sets | {
        "kind": "person",
        "first_name": f"Dora{number}",
        "emails-TOTAL_FORMS": "1",
        "emails-0-address": f"{number}@{domain}",
        "form_token": str(uuid.uuid4()),
        "username": f"dora{number}",
        "password": PASSWORD,
    }


def test_without_redis_for_a_while_nobody_notices_and_nothing_is_lost(fleet, people, broker, tell):
    """Killed, away, back and empty, and emptied once more under traffic."""
    owner, cleo = people["alpha"]["owner"], people["alpha"]["cleo"]

    def look(line, _turn) -> str:
        status, to, _body = cleo.get(line, "/information/")
        return "" if status == 200 else f"looking: {status} {to}"

    def add(line, turn) -> str:
        status, to, body = owner.post(line, "/workspace/contacts/new/", contact(str(turn), "away.example"))
        return "" if status == 302 and "/contacts/" in to else f"adding: {status} {to} {body[:200]}"

    with (
        Traffic(fleet, look, at_once=4, pause=0.05) as looks,
        Traffic(fleet, add, at_once=1, pause=0.2) as adds,
    ):
        more_of(looks, adds)
        broker.kill()
        away = time.monotonic()
        while time.monotonic() - away < AWAY_SECONDS:
            more_of(looks, adds)
        broker.start()
        back = time.monotonic()
        more_of(looks, adds)
        broker.flush()
        more_of(looks, adds)
    letters = arrived(fleet, "away.example", adds.done)

    tell(
        f"Redis away for {AWAY_SECONDS} s: {looks.done} looks and {adds.done} new contacts without a fault, "
        f"all mails {time.monotonic() - back:.0f} s after its return"
    )
    assert looks.faults + adds.faults == []
    assert Counter(letters) == dict.fromkeys(letters, 1), "two schedulers and two workers sent one mail twice"


def more_of(*traffics: Traffic) -> None:
    """Let each of them make so many more requests that one at least has begun and ended meanwhile."""
    for traffic in traffics:
        wanted = traffic.done + traffic.at_once + 1
        eventually(lambda: traffic.done >= wanted)  # noqa: B023 it is called here and now


def test_killed_workers_lose_no_mail_and_every_mail_has_an_id_of_its_own(fleet, facts, tell):
    started = time.monotonic()
    fleet.furnish(f"many_mails({MAILS}, 'thousand.example')")
    kills = 0
    for share in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8):
        arrived(fleet, "thousand.example", int(MAILS * share))
        fleet.kill(f"worker-{kills % 2 + 1}")
        fleet.start(f"worker-{kills % 2 + 1}")
        kills += 1
    wait_until_only_the_killed_ones_work_is_left(fleet)
    letters = arrived(fleet, "thousand.example", MAILS)

    times = Counter(letters)
    twice = sum(1 for number in times.values() if number > 1)
    tell(f"{MAILS} mails, {kills} workers killed: all there in {time.monotonic() - started:.0f} s, {twice} came twice")
    assert len(times) == MAILS
    assert twice <= kills * 2, "only what a killed worker had in its hands may come twice"
    assert fleet.database("SELECT * FROM jobs_due_work WHERE state = 'dead'") == []


def test_a_welcome_password_is_in_its_mail_and_nowhere_else(fleet, people, broker, database_url):
    owner, line = people["omega"]["owner"], fleet.connect(0)
    assert owner.post(line, "/workspace/contacts/new/", contact("eve", "hunt.example"))[0] == 302
    arrived(fleet, "hunt.example", 1)
    assert any(PASSWORD.encode() in raw or b"base64" in raw for raw in fleet.letters("hunt.example"))

    kept = [path for path in fleet.folder.rglob("*") if path.is_file() and "mailbox" not in path.parts]
    places = {"the dump": pg_dump(database_url), "Redis": broker.held()}
    places |= {str(path): path.read_text(errors="replace") for path in kept}
    plain = PASSWORD.encode()
    forms = (PASSWORD, base64.b64encode(plain).decode().rstrip("=")[:-1], plain.hex())
    assert {"web-1.log", "worker-1.log", "worker-2.log"} <= {path.name for path in kept}
    assert [place for place, text in places.items() for form in forms if form in text] == []


def arrived(fleet, domain: str, number: int) -> list[str]:
    """Wait for so many different mails to a domain; return the Message-ID of each that came, repeats too."""
    until = time.monotonic() + MAIL_SECONDS
    while True:
        ids = [
            re.search(rb"^Message-ID:\s*(\S+)", raw, re.MULTILINE | re.IGNORECASE)[1].decode()
            for raw in fleet.letters(domain)
        ]
        if len(set(ids)) >= number:
            return ids
        assert time.monotonic() < until, f"{len(set(ids))} of {number} mails to {domain} after {MAIL_SECONDS} s"
        time.sleep(0.3)


def wait_until_only_the_killed_ones_work_is_left(fleet) -> None:
    """What a killed worker held is leased for two minutes; once nothing else is left, let that time have passed."""
    held = "SELECT count(*), count(leased_until) FROM jobs_due_work WHERE name = 'emails.deliver'"
    seen, since = None, time.monotonic()
    until = time.monotonic() + 240
    while time.monotonic() < until:
        ((left, leased),) = fleet.database(held)
        if (left, leased) != seen:
            seen, since = (left, leased), time.monotonic()
        if left == leased and time.monotonic() - since > 2:
            break
        time.sleep(0.3)
    fleet.database(
        "UPDATE jobs_due_work SET leased_until = now() - interval '1 second', woken_until = NULL"
        " WHERE name = 'emails.deliver' AND leased_until IS NOT NULL"
    )
