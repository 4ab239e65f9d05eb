"""What a page about paying is about: the open items of one currency."""

from billing.selectors.accounts import OpenItem, account_currencies, open_items
from tenants.accounts.http import CustomerRequest
from tenants.kernel.scope import require_business


def asked_items(request: CustomerRequest) -> list[OpenItem]:
    """Return what is open in the currency that the page is about; without one, in the first that something is open in.

    A payment is in one currency, so the page is too.
    """
    contact_id = request.customer.contact_id
    known = account_currencies(contact_id)
    named = (request.POST or request.GET).get("currency", "")
    wanted = [named] if named in known else known
    return next((items for currency in wanted if (items := open_items(contact_id, currency))), [])


def currency_of(items: list[OpenItem]) -> str:
    return items[0].due.currency if items else require_business().currency
