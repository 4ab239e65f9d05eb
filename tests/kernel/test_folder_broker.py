"""The folder that stands in for a broker hands out whole messages only, however busy it is."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

from config.celery import app
from tests.patience import PATIENCE

WRITERS, EACH = 4, 250


@pytest.fixture
def options(tmp_path) -> dict[str, str]:
    for part in ("queue", "control"):
        (tmp_path / part).mkdir()
    queue = str(tmp_path / "queue")
    return {"data_folder_in": queue, "data_folder_out": queue, "control_folder": str(tmp_path / "control")}


def connected(options: dict[str, str]) -> Connection:
    """A queue of a name of its own: what kombu has declared once in a process it never declares again."""
    return Connection("filesystem://", transport_options=options)


def test_the_product_speaks_to_this_one():
    assert TRANSPORT_ALIASES["filesystem"] == "tenants.kernel.jobs.folder:Transport"
    assert app.connection_for_write().transport_cls == "filesystem"


def test_a_message_that_is_being_put_there_is_not_there_yet(options):
    class Slow:
        """Whoever turns this into JSON looks first what is in the queue."""

        def __json__(self) -> str:
            with pytest.raises(Empty):
                channel._get("pigeons")
            return "done"

    with connected(options) as broker, broker.channel() as channel:
        channel._put("pigeons", {"body": Slow()})

        assert channel._get("pigeons") == {"body": "done"}


def test_every_message_of_many_writers_arrives_whole_and_once(options):
    def write(writer: int) -> None:
        with connected(options) as broker, broker.SimpleQueue("pigeons") as queue:
            for number in range(EACH):
                queue.put({"writer": writer, "number": number, "text": "x" * 10_000})

    came = []
    with ThreadPoolExecutor(WRITERS) as pool, connected(options) as broker, broker.SimpleQueue("pigeons") as queue:
        writing = [pool.submit(write, writer) for writer in range(WRITERS)]
        while not (all(done.done() for done in writing) and queue.qsize() == 0):
            message = queue.get(timeout=PATIENCE)
            came.append((message.payload["writer"], message.payload["number"]))
            message.ack()
        assert [done.result() for done in writing] == [None] * WRITERS

    assert sorted(came) == [(writer, number) for writer in range(WRITERS) for number in range(EACH)]
    assert list(Path(options["data_folder_in"]).iterdir()) == []


def test_many_who_begin_at_once_lose_nobodys_queue(options):
    def bind(number: int) -> None:
        with connected(options) as broker, broker.channel() as channel:
            channel._queue_bind("pigeons", "pigeons", "", f"queue-{number}")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(bind, range(64)))

    with connected(options) as broker, broker.channel() as channel:
        assert {row.queue for row in channel.get_table("pigeons")} == {f"queue-{number}" for number in range(64)}
