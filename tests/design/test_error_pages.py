"""What is shown when something is wrong must not depend on what may be wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tenants.kernel.errors import NotAllowed


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_the_worst_pages_need_no_request_no_context_and_no_database(name):
    html = render_to_string(name)

    assert html.count("<h1") == 1
    assert "Mango" not in html
    assert "script" not in html


@pytest.mark.parametrize("name", ["404.html", "403.html", "errors/csrf.html", "errors/no_business.html"])
def test_refusals_say_what_happened_without_a_business(name):
    html = render_to_string(name, request=RequestFactory().get("/"))

    assert html.count("<h1") == 1


def test_a_refusal_is_shown_in_its_own_words():
    html = render_to_string("errors/refusal.html", {"refusal": NotAllowed()}, request=RequestFactory().get("/"))

    assert "Your account cannot do that" in html
    assert str(NotAllowed()) in html
