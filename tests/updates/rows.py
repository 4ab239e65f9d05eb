"""The permission table's rows about updates and alerts."""

from crm.models import Update
from tenants.kernel import clock
from tests.permission_answers import OFFICE, Row, anyone, portal, workspace


def update_of(contact_id: int | None = None, *, state: str = "published") -> dict[str, int]:
    """An alert for everybody, or for one contact."""
    made = Update.objects.create(
        kind="alert",
        title="Closed on Monday",
        body="Back on Tuesday.",
        body_html="<p>Back on Tuesday.</p>",
        audience="contact" if contact_id else "everyone",
        contact_id=contact_id,
        state=state,
        published_at=clock.now() if state == "published" else None,
    )
    return {"update_id": made.pk}


_PUBLISHED = {"args": lambda _scene: update_of()}
_DRAFT = {"args": lambda _scene: update_of(state="draft")}
_THEIRS = {
    "args": lambda scene: update_of(scene.contact_id),
    "foreign": lambda scene: update_of(scene.other_contact_id),
}
_BACK = "/workspace/updates/"
UPDATES = [
    Row("workspace/updates/", get=workspace(200)),
    Row("workspace/updates/new/", get=workspace(200), post=workspace(422)),
    Row("workspace/updates/audience/", post=workspace(200)),
    Row("workspace/updates/<int:update_id>/", get=workspace(200), **_PUBLISHED),
    Row("workspace/updates/<int:update_id>/edit/", get=workspace(200), post=workspace(422), **_DRAFT),
    Row("workspace/updates/<int:update_id>/mail/", get=workspace(200), **_DRAFT),
    Row("workspace/updates/<int:update_id>/progress/", get=workspace(200), **_PUBLISHED),
    Row("workspace/updates/<int:update_id>/publication/", post=workspace(_BACK, **OFFICE), **_DRAFT),
    Row("workspace/updates/<int:update_id>/schedule/", post=workspace(_BACK, **OFFICE), **_DRAFT),
    Row("workspace/updates/<int:update_id>/schedule/end/", post=workspace(_BACK, **OFFICE), **_DRAFT),
    Row("workspace/updates/<int:update_id>/withdrawal/", post=workspace(_BACK, **OFFICE), **_PUBLISHED),
    Row("workspace/updates/<int:update_id>/pin/", post=workspace(_BACK, **OFFICE), **_PUBLISHED),
    Row("workspace/updates/<int:update_id>/reminder/", post=workspace(_BACK, **OFFICE), **_PUBLISHED),
    Row("workspace/updates/<int:update_id>/deletion/", post=workspace(_BACK), **_DRAFT),
    Row("workspace/updates/<int:update_id>/portal/", get=workspace(200), **_DRAFT),
    Row("updates/", get=portal(200)),
    Row("updates/mail/", post=portal("/updates/")),
    Row("updates/off/<str:token>/", get=anyone(404), post=anyone(404)),
    Row("updates/<int:update_id>/", get=portal(200), **_THEIRS),
    Row("updates/<int:update_id>/reading/", post=portal("/updates/"), **_THEIRS),
    Row("updates/<int:update_id>/acknowledgement/", post=portal("/updates/"), **_THEIRS),
]
