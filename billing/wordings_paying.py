"""How what happens to ways of paying reads in a history."""

from django.utils.translation import gettext_lazy as _

from tenants.activity.wording import register_wording


def register() -> None:
    register_wording("paying.changed", _("Ways to pay changed"), icon="wallet-cards")
