"""Shortcuts of these tests: an update as somebody would write it."""

from typing import Any

from crm.models import Update
from crm.services.publishing import publish
from crm.services.updates import UpdatePlan, UpdateText, draft_update
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform

TITLE = "Closed on Monday"
BODY = "We are **closed** on Monday.\n\n- Back on Tuesday"
TYPED = {"kind": "update", "title": TITLE, "body": BODY, "audience": "everyone", "by_mail": "on", "when": "now"}


def written(*, title: str = TITLE, body: str = BODY, **plan: Any) -> Update:
    return draft_update(text=UpdateText(title=title, body=body), plan=UpdatePlan(**plan))


def published(**plan: Any) -> Update:
    return publish(written(**plan).pk)


def writing_done(*, keep_sending: bool = False) -> None:
    """Do the jobs that write mails, and none of those that send them."""
    waiting = DueWork.objects.filter(name="crm.write_update_mail").order_by("pk")
    while (due := waiting.values_list("pk", flat=True).first()) is not None:
        perform(due)
    if not keep_sending:
        DueWork.objects.filter(name="emails.deliver").delete()
