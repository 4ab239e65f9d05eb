"""Every URL of the console and what it answers to whom, for permission_table.py.

``operators(…)`` are for those with both factors, ``second_step(…)`` for those on the way to the second; everybody of a
business gets what anonymous gets.
"""

import uuid

from billing.inbox.models import StripeEvent
from tenants.console.models import Operator
from tests.permission_answers import Row, Scene, console_anyone, operators, second_step


def acmes(scene: Scene) -> dict[str, int]:
    return {"business_id": scene.acme.id}


def event() -> dict[str, int]:
    """An event that contradicts what is known: nobody has its account."""
    kept = StripeEvent.objects.create(
        event_id=f"evt_{uuid.uuid4().hex}",
        account="acct_nobodys",
        type="payment_intent.succeeded",
        livemode=False,
        payload={"data": {"object": {"object": "payment_intent", "id": "pi_1", "metadata": {"mango_attempt": "7"}}}},
        state="quarantined",
        error="No business has the account acct_nobodys.",
    )
    return {"pk": kept.pk}


def an_operator(_scene: Scene) -> dict[str, int]:
    return {"operator_id": Operator.objects.order_by("pk").first().pk}


CONSOLE = [
    Row("", get=operators(200)),
    Row("sign-in/", get=console_anyone(200, operator="/"), post=console_anyone(422, operator="/")),
    Row("sign-in/code/", get=second_step("/two-factor/"), post=second_step("/two-factor/")),
    Row("sign-out/", post=console_anyone("/sign-in/")),
    Row("two-factor/", get=second_step(200), post=second_step(422)),
    Row("password/", get=operators(200), post=operators(422), data={"new_password": "a much better sentence"}),
    Row("security/", get=operators(200)),
    Row("security/recovery-codes/", get=operators(200), post=operators(422), data={"password": ""}),
    Row("security/sessions/<int:session_id>/end/", post=operators(404)),
    Row("security/sessions/end-others/", post=operators("/security/")),
    Row("businesses/", get=operators(200)),
    Row("businesses/<int:business_id>/", get=operators(200), args=acmes),
    Row("businesses/<int:business_id>/suspension/", get=operators(200), post=operators(422), args=acmes),
    Row("businesses/<int:business_id>/restoration/", post=operators("/businesses/"), args=acmes),
    Row("businesses/<int:business_id>/mail/", get=operators(200), args=acmes),
    Row("businesses/<int:business_id>/mail/<int:pk>/sending/", post=operators(404), args=acmes),
    Row("mail/", get=operators(200)),
    Row("work/", get=operators(200)),
    Row("work/<int:work_id>/retry/", post=operators("/work/")),
    Row("work/<int:work_id>/discard/", post=operators("/work/")),
    Row("events/", get=operators(200)),
    Row("events/<int:pk>/", get=operators(200), args=lambda _scene: event()),
    Row("events/<int:pk>/replay/", post=operators("/events/"), args=lambda _scene: event()),
    Row("provisioning/", get=operators(200)),
    Row("provisioning/refill/", post=operators("/provisioning/")),
    Row("operators/", get=operators(200)),
    Row("operators/new/", get=operators(200), post=operators(422)),
    Row("operators/<int:operator_id>/access-reset/", get=operators(200), post=operators(422), args=an_operator),
    Row("operators/<int:operator_id>/deactivation/", get=operators(200), post=operators(422), args=an_operator),
    Row("audit/", get=operators(200)),
]
