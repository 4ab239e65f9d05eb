"""The rows of quotes, for tests/permission_table.py."""

from datetime import timedelta
from typing import Any

from billing.services.quotes import QuoteDraft, QuoteLineDraft, new_quote, send_quote
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.permission_answers import Row, Scene, api, cleos, portal, workspace


def quote_of(contact_id: int, *, is_sent: bool = True) -> dict[str, int]:
    """A quote that can be accepted, with a line that may be left out."""
    lines = [
        QuoteLineDraft(description="Wedding cake", unit_price=Money(48_000, "EUR")),
        QuoteLineDraft(description="Sugar flowers", unit_price=Money(6_000, "EUR"), is_optional=True),
    ]
    draft = QuoteDraft(lines=lines, valid_until=clock.today("UTC") + timedelta(days=30), deposit=Money(9_000, "EUR"))
    quote = new_quote(contact_id=contact_id, draft=draft)
    return {"quote_id": (send_quote(quote_id=quote.pk) if is_sent else quote).pk}


def _draft(scene: Scene) -> dict[str, int]:
    return quote_of(scene.contact_id, is_sent=False)


_OURS: dict[str, Any] = {"args": lambda scene: quote_of(scene.contact_id)}
_THEIRS: dict[str, Any] = {**_OURS, "foreign": lambda scene: quote_of(scene.other_contact_id)}
_FORM: dict[str, Any] = {"get": workspace(200, assistant=403), "post": workspace(422, assistant=403)}
_ONE = "workspace/quotes/<int:quote_id>/"

QUOTES = [
    Row("api/v1/quotes/", get=api(200, assistant=403)),
    Row("api/v1/quotes/<int:quote_id>/", get=api(200, assistant=403), delete=api(204, assistant=403), **_OURS),
    Row("api/v1/quotes/<int:quote_id>/sending/", post=api(200, assistant=403), args=_draft),
    Row("api/v1/contacts/<int:contact_id>/quotes/", post=api(422, assistant=403), args=cleos),
    Row("workspace/quotes/", get=workspace(200, assistant=403)),
    Row("workspace/quotes/new/", **_FORM),
    Row(_ONE, get=workspace(200, assistant=403), **_OURS),
    Row(_ONE + "edit/", **_FORM, args=_draft),
    Row(_ONE + "quote.pdf", get=workspace(200, assistant=403), **_OURS),
    Row(_ONE + "sending/", post=workspace("/workspace/quotes/", assistant=403), args=_draft),
    Row(_ONE + "withdrawal/", post=workspace("/workspace/quotes/", assistant=403), args=_draft),
    Row("quotes/", get=portal(200)),
    Row("quotes/<int:quote_id>/", get=portal(200), **_THEIRS),
    Row("quotes/<int:quote_id>/quote.pdf", get=portal(200), **_THEIRS),
    Row("quotes/<int:quote_id>/acceptance/", post=portal(422), **_THEIRS),
    Row("quotes/<int:quote_id>/refusal/", post=portal(422), **_THEIRS),
]
