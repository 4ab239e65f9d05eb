"""How links to documents read in a contact's history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.wording import register_wording


def register() -> None:
    register_wording("invoice.link_made", _("Link to %(number)s made, which needs no sign-in"), icon="link")
    register_wording("invoice.link_viewed", _("%(number)s looked at by its link"), icon="eye")
    register_wording("invoice.link_revoked", _("Link to %(number)s taken back"), icon="unlink", tone="warning")
