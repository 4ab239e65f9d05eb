"""The editor's form: what is due is offered apart from what is settled, and nothing that was ticked is lost."""

from django.http import QueryDict

from billing.forms.invoice import InvoiceForm
from tests.billing.books import charge, pay

KEY = "00000000-0000-4000-8000-000000000001"


def ids(form: InvoiceForm, name: str) -> list[int]:
    return [pk for pk, _told in form.fields[name].choices]


def test_what_is_settled_is_offered_apart_and_what_was_ticked_stays_where_it_was(cleo):
    tart, rolls = charge(cleo, 1000, "Tart"), charge(cleo, 500, "Rolls")
    pay(cleo, 1000)

    offered = InvoiceForm(charges=[tart, rolls])
    sent = InvoiceForm(QueryDict(f"request_key={KEY}&charges={tart.pk}&settled={rolls.pk}"), charges=[tart, rolls])

    assert (ids(offered, "charges"), ids(offered, "settled"), offered.has_settled) == ([rolls.pk], [tart.pk], False)
    assert (sent.is_valid(), sent.has_settled) == (True, True)
    assert sent.draft([]).charge_ids == [tart.pk, rolls.pk]
