"""The permission table's rows about the team."""

import uuid

from tenants.accounts.models import User
from tenants.accounts.services.invitations import invite
from tests.cast import member
from tests.permission_answers import HEADS, Row, Scene, anyone, workspace

_INVITATION = "workspace/settings/team/invitations/<int:invitation_id>/"
_TEAM = "/workspace/settings/team/"


def colleague(_scene: Scene) -> dict[str, int]:
    """Somebody of the team who asks for nothing themselves, and so can be removed."""
    known = User.objects.filter(username="noa").first() or member("noa", "Noa Lindholm", "assistant")
    return {"member_id": known.pk}


def invitation(scene: Scene) -> dict[str, int]:
    """A new one each time, to somebody else each time."""
    email = f"{uuid.uuid4().hex}@example.com"
    return {"invitation_id": invite(email=email, role="assistant", contact_scope="assigned", by=scene.owner).pk}


TEAM = [
    Row("join/<str:secret>/", get=anyone(410), post=anyone(410), data={"new_password": "", "name": ""}),
    Row("workspace/settings/team/", get=workspace(200, **HEADS)),
    Row("workspace/settings/team/invitations/new/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row(_INVITATION + "sending/", post=workspace(_TEAM, **HEADS), args=invitation),
    Row(_INVITATION + "withdrawal/", post=workspace(_TEAM, **HEADS), args=invitation),
    Row(
        "workspace/settings/team/<int:member_id>/",
        get=workspace(200, **HEADS),
        post=workspace(422, **HEADS),
        args=colleague,
    ),
    Row("workspace/settings/team/<int:member_id>/removal/", post=workspace(_TEAM, **HEADS), args=colleague),
    Row("workspace/settings/team/<int:member_id>/restoration/", post=workspace(_TEAM, **HEADS), args=colleague),
]
