"""What a page about paying is about: the open items of one currency."""

from collections.abc import Iterable, Sequence

from billing.selectors.accounts import OpenItem, account_currencies, open_items
from tenants.accounts.http import CustomerRequest
from tenants.kernel.scope import require_business


class Asked(list[OpenItem]):
    """The open items of a page, and the currencies that it can be about."""

    def __init__(self, items: Iterable[OpenItem], currencies: Sequence[str]) -> None:
        super().__init__(items)
        self.currencies = currencies


def asked_items(request: CustomerRequest) -> Asked:
    """Return what is open in the currency that the page is about; without one, in the first that something is open in.

    A payment is in one currency, so the page is too.
    """
    contact_id = request.customer.contact_id
    known = account_currencies(contact_id)
    named = (request.POST or request.GET).get("currency", "")
    wanted = [named] if named in known else known
    found = next((items for currency in wanted if (items := open_items(contact_id, currency))), [])
    return Asked(found, known)


def currency_of(items: list[OpenItem]) -> str:
    return items[0].due.currency if items else require_business().currency
