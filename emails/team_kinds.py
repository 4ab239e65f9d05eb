"""The kinds of mail about the team."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

INVITATION = Kind(
    name="invitation",
    title=_("An invitation to the team"),
    subject=_("%(by)s invites you to the team of %(business)s"),
    template="emails/invitation",
    reason=_("You get this because somebody at %(business)s gave this address to invite you."),
    sample={"by": "Ada Lindqvist", "role": "Bookkeeper"},
    sample_secret="https://example.com/join/sample/",  # noqa: S106 made up
)
MEMBER_RAISED = Kind(
    name="member_raised",
    title=_("Somebody is an owner or admin now"),
    subject=_("%(member)s can now change everything at %(business)s"),
    template="emails/member_raised",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={
        "name": "Ada Lindqvist",
        "member": "Ben Okafor",
        "email": "ben@example.com",
        "role": "admin",
        "by": "Ida Ferrari",
        "link": "https://example.com/workspace/settings/team/",
    },
    essential=True,
)


def register() -> None:
    for kind in (INVITATION, MEMBER_RAISED):
        register_kind(kind)
