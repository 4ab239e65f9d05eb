"""The kinds of mail about the details that a business holds."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

CHECK_DETAILS = Kind(
    name="check_details",
    title=_("Please check your details"),
    subject=_("Are your details at %(business)s right?"),
    template="emails/check_details",
    reason=_("You get this because you have an account at %(business)s."),
    sample={"name": "Cleo van Dam", "count": 3, "link": "https://example.com/information/"},
)
DECLINED = Kind(
    name="correction_declined",
    title=_("A correction that was declined"),
    subject=_("About your correction at %(business)s: %(label)s"),
    template="emails/correction_declined",
    reason=_("You get this because you told %(business)s that a detail is wrong."),
    sample={
        "name": "Cleo van Dam",
        "label": "Company",
        "stays": "Harbour Café",
        "proposed": "Harbour Café & Bar",
        "answer": "The register of companies still has the old name. Send us the new extract and we change it.",
        "link": "https://example.com/information/",
    },
)


def register() -> None:
    for kind in (CHECK_DETAILS, DECLINED):
        register_kind(kind)
