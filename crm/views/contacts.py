from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.forms.assignments import AssignTickedForm
from crm.selectors.contacts import all_tags
from crm.selectors.corrections import open_corrections
from crm.views.asked import Asked
from crm.views.listing import chips, listing, tag_links
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@require_safe
@allowed("contacts.view")
@vary_on_headers("HX-Request")
def contact_list(request: MemberRequest) -> HttpResponse:
    """List contacts; for htmx only the rows, as they change with every letter typed.

    Page and rows share an address: without Vary the browser's Back would show the rows as if they were the page.
    """
    asked = Asked.of(request.GET)
    context = listing(request, asked)
    if request.member.may("contacts.assign"):
        context["assign_form"] = AssignTickedForm()
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "crm/contact_list.html#rows", context)
    tags = all_tags()
    context |= {"chips": chips(request, asked), "tags": tags, "tag_links": tag_links(asked, tags)}
    context["to_review"] = open_corrections(request.member).count()
    context["tag"] = next((tag for tag in tags if tag.pk == asked.tag), None)
    return render(request, "crm/contact_list.html", context)
