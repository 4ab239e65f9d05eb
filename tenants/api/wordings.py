"""How what the API records reads in the history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.wording import register_wording


def register() -> None:
    register_wording("api_key.made", _("API key “%(name)s” made"), icon="key-round")
    register_wording("api_key.revoked", _("API key “%(name)s” revoked"), icon="key-round", tone="warning")
