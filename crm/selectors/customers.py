from crm.models import Customer
from tenants.accounts.errors import UsernameRefused, UsernameTaken
from tenants.accounts.services.users import clean_username, is_taken
from tenants.kernel.errors import NotFound


def customer_of_contact(contact_id: int, customer_id: int) -> Customer:
    """Return one of a contact's own customers; raises NotFound for anybody else's."""
    found = Customer.objects.select_related("user", "contact").filter(pk=customer_id, contact_id=contact_id).first()
    if found is None:
        raise NotFound
    return found


def customers_of(contact_id: int) -> list[Customer]:
    return list(Customer.objects.select_related("user").filter(contact_id=contact_id))


def why_username_refused(typed: str) -> str:
    """Return the sentence that says why nobody new can have this username, or nothing when it is free."""
    try:
        username = clean_username(typed)
    except UsernameRefused as refusal:
        return str(refusal)
    return str(UsernameTaken(username=username)) if is_taken(username) else ""
