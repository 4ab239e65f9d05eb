"""A worker killed -9 at every step of a delivery."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection

from emails.models import Message
from emails.services.outbox import compose
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tests.emails.conftest import CLEO, SECRET, WELCOME

STEPS = 64  # more than a delivery has, also on a server that is told its path with every cursor


@pytest.mark.integration
def test_killed_anywhere_a_message_goes_with_the_same_password_and_message_id(committed, postman, settings):
    with business_scope(committed):
        secrets = dict(written(number) for number in range(STEPS))

    steps = killed_along_the_way(settings.EMAIL_PORT, waiting(committed))
    sent_before = len(postman.received)
    DueWork.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    run_due()

    times = Counter(mail["Message-ID"] for mail in postman.mails)
    assert steps > 15
    assert 1 < sent_before < steps
    assert times.keys() == secrets.keys()
    assert 1 <= list(times.values()).count(2) < steps / 2  # those killed between the mail and its being written down
    assert max(times.values()) == 2
    for mail in postman.mails:
        assert secrets[mail["Message-ID"]] in mail.get_body(("plain",)).get_content()
    with business_scope(committed):
        assert set(Message.objects.values_list("state", "sealed")) == {("sent", None)}
    assert waiting(committed) == []


def written(number: int) -> tuple[str, str]:
    secret = f"{SECRET}-{number}."
    return Message.objects.get(pk=compose("welcome", to=CLEO, context=WELCOME, secret=secret)).message_id, secret


def waiting(business: BusinessSnapshot) -> list[int]:
    work = DueWork.objects.filter(business_id=business.id, name="emails.deliver")
    return list(work.order_by("pk").values_list("pk", flat=True))


def killed_along_the_way(port: int, work: list[int]) -> int:
    database = connection.settings_dict["NAME"]
    program = [sys.executable, "-m", "tests.emails.killed_delivery", database, str(port), *map(str, work)]
    done = subprocess.run(
        program, cwd=django_settings.BASE_DIR, env=os.environ, capture_output=True, text=True, check=True
    )
    steps, code = map(int, done.stdout.split()[-2:])
    assert code == 0, done.stderr
    return steps
