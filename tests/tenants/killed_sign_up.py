"""Run as a program: signs up again and again, each time killed -9 some steps later, until one gets through.

A step is a statement sent, or what lies before or after the commit.
"""

import os
import signal
import sys
import uuid
from contextlib import ExitStack
from unittest import mock

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    for step in range(1, 200, int(sys.argv[2])):
        child = os.fork()
        if child == 0:
            sign_up_until(step)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            print(step, os.WEXITSTATUS(status))
            return


def sign_up_until(step: int) -> None:
    from django.db import connection

    from tenants.kernel.postgresql.base import DatabaseWrapper
    from tenants.provisioning import script
    from tenants.services import sign_up

    left = iter(range(step - 1, -1, -1))

    def count() -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(function):
        def counted(*args, **kwargs):
            count()
            result = function(*args, **kwargs)
            count()
            return result

        return counted

    def statement(execute, *args):
        count()
        return execute(*args)

    with ExitStack() as patches:
        patches.enter_context(mock.patch.object(DatabaseWrapper, "_commit", around(DatabaseWrapper._commit)))
        patches.enter_context(mock.patch.object(script, "run", around(script.run)))
        patches.enter_context(connection.execute_wrapper(statement))
        try:
            sign_up.sign_up(application(step))
        except StopIteration:
            return


def application(step: int):
    from tenants.services.sign_up import Application

    return Application(
        business_name=f"Killed {step}",
        subdomain=f"killed-{step}-times",
        owner_name="Ada",
        email="ada@killed.example",
        password="amber kettle orchard",
        country="PT",
        currency="EUR",
        time_zone="Europe/Lisbon",
        token=uuid.uuid4(),
    )


if __name__ == "__main__":
    main()
