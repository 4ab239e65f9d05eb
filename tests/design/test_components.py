"""Components as pages use them: rendered from template source."""

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from tenants.kernel.money import Money


class PersonForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As on invoices.")
    phone = forms.CharField(label="Phone", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    kind = forms.ChoiceField(label="Kind", choices=[("p", "Person"), ("c", "Company")], widget=forms.RadioSelect)
    news = forms.BooleanField(label="News", required=False)


def render(source, **context):
    """Compile what a page would hold, components included, and strip the space between tags."""
    engine = engines["django"].engine
    compiler = engine.template_loaders[0].loaders[0].loaders[0].cotton_compiler
    html = engines["django"].from_string(compiler.process(source)).render(context, RequestFactory().get("/"))
    return " ".join(html.split())


@pytest.mark.parametrize("value", ['" onmouseover="alert(1)', '"x" onclick="alert(1)"', "<script>", "'><b>"])
def test_what_somebody_typed_never_becomes_markup_in_an_attribute(value):
    html = render('<c-button :title="value" data-x="{{ value }}">{{ value }}</c-button>', value=value)

    assert "<script>" not in html
    assert "<b>" not in html
    assert ' onmouseover="' not in html
    assert ' onclick="' not in html


def test_a_component_sees_its_attributes_and_not_the_page():
    html = render("<c-badge>Paid</c-badge>", tone="danger", icon="x")

    assert html == '<span class="badge">Paid</span>'


def test_a_button_with_an_address_is_a_link():
    assert render('<c-button href="/pay/?a=1&amp;b=2">Pay</c-button>').startswith('<a href="/pay/?a=1')
    assert render("<c-button busy>Pay</c-button>").startswith('<button type="submit" class="button" aria-busy="true">')


def test_a_field_names_describes_and_requires_its_control():
    html = render('<c-field :field="form.name" autocomplete="name" />', form=PersonForm())

    assert '<label class="field__label" for="id_name">Full name</label>' in html
    assert 'id="id_name_helptext">As on invoices.</div>' in html
    for attribute in ('autocomplete="name"', 'class="input"', 'aria-describedby="id_name_helptext"', "required"):
        assert attribute in html


def test_a_field_that_came_back_says_what_is_wrong_where_it_is_wrong():
    html = render('<c-form-errors :form="form" /><c-field :field="form.name" />', form=PersonForm({"name": ""}))

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<a href="#id_name">Full name: Fill this in.</a>' in html


def test_an_optional_field_says_so():
    assert "(optional)" in render('<c-field :field="form.phone" />', form=PersonForm())
    assert "(optional)" not in render('<c-field :field="form.name" />', form=PersonForm())


def test_a_password_can_be_shown_and_made_only_where_asked():
    plain = render('<c-field :field="form.password" />', form=PersonForm())
    made = render('<c-field :field="form.password" generate />', form=PersonForm())

    assert 'data-reveal aria-pressed="false" aria-controls="id_password"' in plain
    assert "data-generate" not in plain
    assert 'data-generate="id_password"' in made


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = render('<c-field :field="form.kind" />', form=PersonForm())

    assert '<legend class="field__label">Kind</legend>' in html
    assert html.count('class="check"') == 2


def test_money_shows_its_currency_and_gives_machines_the_minor_units():
    html = render('<c-money :value="amount" tone="overdue" />', amount=Money(123456, "EUR"))

    assert html == '<data class="money money--overdue" value="123456">€1,234.56</data>'


def test_an_icon_alone_has_a_name_and_beside_words_is_silent():
    assert 'role="img" aria-label="Paid"' in render('<c-icon name="check" label="Paid" />')
    assert 'aria-hidden="true"' in render('<c-icon name="check" />')


def test_pages_that_end_have_no_pagination():
    assert render("<c-pagination />") == ""
    assert 'rel="next"' in render('<c-pagination next="?after=9" />')
