from datetime import datetime

from tenants.accounts.services import link_sign_in, reset
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("accounts.send_reset")
def send_reset(*, user_ids: list[int], asked_at: str) -> None:
    """Safe to run twice: one mail a user and time of asking."""
    for user_id in user_ids:
        reset.send(user_id=user_id, asked_at=datetime.fromisoformat(asked_at))


@tenant_task("accounts.send_sign_in_link")
def send_sign_in_link(*, user_ids: list[int], wanted: str, asked_at: str) -> None:
    """Safe to run twice: one mail a user and time of asking."""
    for user_id in user_ids:
        link_sign_in.send(user_id=user_id, wanted=wanted, asked_at=datetime.fromisoformat(asked_at))
