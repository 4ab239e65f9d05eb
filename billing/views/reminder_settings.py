"""Settings: what happens about what is due."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.reminder_rules import ReminderRulesForm
from billing.selectors.reminder_rules import reminder_rules
from billing.services.reminder_rules import change_reminder_rules
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.views.answers import status_of


@allowed("billing.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: MemberRequest) -> HttpResponse:
    form = ReminderRulesForm(request.POST if request.method == "POST" else None, rules=reminder_rules())
    if form.is_valid():
        change_reminder_rules(form.change())
        messages.success(request, _("Saved."))
        return redirect("billing:reminder_settings")
    return render(request, "billing/reminder_settings.html", {"form": form}, status=status_of(form))
