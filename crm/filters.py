"""The filters above the list of contacts that crm itself knows."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.registry import Filter, register_filter
from crm.selectors.access import waiting_for_sign_in, with_bounced_welcome, with_suspended_access
from crm.selectors.accuracy import never_checked, with_open_reports


def register() -> None:
    """``archived`` changes which contacts are looked at, so its condition narrows nothing further."""
    register_filter(Filter(name="", label=_("All"), order=0, condition=lambda _request: Q()))
    register_filter(
        Filter(name="waiting", label=_("Not signed in yet"), order=20, condition=lambda _request: waiting_for_sign_in())
    )
    register_filter(
        Filter(name="bounced", label=_("Bounced"), order=30, condition=lambda _request: with_bounced_welcome())
    )
    register_filter(
        Filter(name="suspended", label=_("Suspended"), order=40, condition=lambda _request: with_suspended_access())
    )
    register_filter(
        Filter(name="unchecked", label=_("Never checked"), order=50, condition=lambda _request: never_checked())
    )
    register_filter(
        Filter(name="reported", label=_("Reported wrong"), order=60, condition=lambda _request: with_open_reports())
    )
    register_filter(Filter(name="archived", label=_("Archived"), order=90, condition=lambda _request: Q()))
