"""The rows of recurring services, for tests/permission_table.py."""

from billing.models import Schedule
from billing.recurrence import Rhythm
from billing.services.schedules import ScheduleDraft, start_schedule
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tests.permission_answers import Row, Scene, api, cleos, portal, workspace


def schedule_of(contact_id: int) -> dict[str, int]:
    today = clock.today(require_business().time_zone)
    draft = ScheduleDraft(
        description="Bread, every month",
        unit_price=Money(900, "EUR"),
        rhythm=Rhythm(starts_on=today, count=1, unit="month", anchor_day=today.day),
        may_cancel=True,
    )
    return {"contact_id": contact_id, "schedule_id": start_schedule(contact_id=contact_id, draft=draft).pk}


def paused_of(scene: Scene) -> dict[str, int]:
    made = schedule_of(scene.contact_id)
    Schedule.objects.filter(pk=made["schedule_id"]).update(
        state="paused", paused_on=clock.today("Europe/Lisbon"), next_on=None
    )
    return made


_ONE = "workspace/recurring/<int:schedule_id>/"
_ARGS = {"args": lambda scene: schedule_of(scene.contact_id)}
_FORM = {"get": workspace(200, assistant=403), "post": workspace(422, assistant=403)}
_DONE = workspace("/workspace/recurring/", assistant=403)
_API = "api/v1/schedules/<int:schedule_id>/"
_CHANGED = api(200, assistant=403)
SCHEDULES = [
    Row("workspace/recurring/", get=workspace(200)),
    Row("workspace/contacts/<int:contact_id>/recurring/new/", **_FORM, args=cleos),
    Row(_ONE, get=workspace(200), **_ARGS),
    Row(_ONE + "edit/", **_FORM, **_ARGS),
    Row(_ONE + "pause/", post=_DONE, **_ARGS),
    Row(_ONE + "resumption/", post=_DONE, args=paused_of),
    Row(_ONE + "skips/", post=_DONE, **_ARGS),
    Row(_ONE + "price/", **_FORM, **_ARGS),
    Row(_ONE + "price/withdrawal/", post=_DONE, **_ARGS),
    Row(_ONE + "end/", **_FORM, **_ARGS),
    Row(_ONE + "continuation/", post=_DONE, **_ARGS),
    Row("services/", get=portal(200)),
    Row(
        "services/<int:schedule_id>/cancellation/",
        get=portal(200),
        post=portal("/services/"),
        args=lambda scene: schedule_of(scene.contact_id),
        foreign=lambda scene: schedule_of(scene.other_contact_id),
    ),
    Row(
        "services/<int:schedule_id>/continuation/",
        post=portal("/services/"),
        args=lambda scene: schedule_of(scene.contact_id),
        foreign=lambda scene: schedule_of(scene.other_contact_id),
    ),
    Row("api/v1/schedules/", get=api(200)),
    Row("api/v1/contacts/<int:contact_id>/schedules/", post=api(422, assistant=403), args=cleos),
    Row(_API, get=api(200), patch=_CHANGED, **_ARGS),
    Row(_API + "pause/", post=_CHANGED, delete=_CHANGED, **_ARGS),
    Row(_API + "skips/", post=api(422, assistant=403), **_ARGS),
    Row(_API + "price/", post=api(422, assistant=403), delete=_CHANGED, **_ARGS),
    Row(_API + "end/", post=_CHANGED, delete=_CHANGED, **_ARGS),
]
