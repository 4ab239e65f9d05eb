"""What has to happen last in a transaction, when nothing else can wait for it any more."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection

Run = Callable[[list[Any]], None]


def before_commit(run: Run, item: Hashable) -> None:
    """Have ``run([item, …])`` called once, with every item asked for, as the last thing before the transaction commits.

    Locks taken there are held for a moment only, and whoever waits for one holds everything else it needs already: so
    it can neither deadlock nor slow down what comes before. A rollback forgets; an error in ``run`` rolls back. Items
    of an undone savepoint are passed all the same. In a test's own transaction the outermost block of the code under
    test counts as the transaction.
    """
    wrapper: Any = connection
    wrapper.due_before_commit.setdefault(run, []).append(item)
