"""Run as a program: delivers one message after another, each killed -9 a step later, until one gets through.

A step is a statement sent, or what lies before or after a commit.
"""

import os
import signal
import sys
from unittest import mock

import django
from django.conf import settings
from django.template.loader import get_template


def main() -> None:
    database, port, *work = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    django.setup()
    for part in ("html", "txt"):
        get_template(f"emails/welcome.{part}")  # read once here and not by every child
    for step, work_id in enumerate(map(int, work), start=1):
        child = os.fork()
        if child == 0:
            deliver_until(step, work_id)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            print(step, os.WEXITSTATUS(status))
            return


def deliver_until(step: int, work_id: int) -> None:
    from django.db import connection

    from tenants.kernel.jobs.runner import perform
    from tenants.kernel.postgresql.base import DatabaseWrapper

    left = iter(range(step - 1, -1, -1))
    commit = DatabaseWrapper._commit

    def count() -> None:
        if next(left, 1) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(wrapper: DatabaseWrapper) -> None:
        count()
        commit(wrapper)
        count()

    def statement(execute, *args):
        count()
        return execute(*args)

    with mock.patch.object(DatabaseWrapper, "_commit", counted), connection.execute_wrapper(statement):
        perform(work_id)


if __name__ == "__main__":
    main()
