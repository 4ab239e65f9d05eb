"""The people of the tests are like those that the product makes."""

from crm.models import Contact, ContactEmail, Customer
from crm.services.contacts import create_contact
from tenants.accounts.models import User
from tenants.accounts.services.known_addresses import digest_of
from tenants.kernel.scope import business_scope
from tenants.models import KnownAddress
from tests.cast import TEMPORARY, customer, details_of

NAMES_AND_TIMES = {
    "id", "contact_id", "user_id", "form_token", "created_at", "updated_at", "welcomed_at", "welcome_message_id",
}  # fmt: skip
OF_WHO_HAS_BEEN_HERE = {"password", "must_change_password", "temporary_password_until"}


def rows() -> dict[str, object]:
    """Return what stands about the only customer of the business in scope."""
    return {
        f"{model.__name__}.{field.attname}": getattr(model.objects.get(), field.attname)
        for model in (Contact, ContactEmail, User, Customer)
        for field in model._meta.concrete_fields
        if field.attname not in NAMES_AND_TIMES | OF_WHO_HAS_BEEN_HERE
    }


def test_a_customer_of_the_cast_is_what_creating_a_contact_makes(acme, globex):
    with business_scope(acme):
        customer("cleo", "Cleo van Dam", company_name="Harbour Café")
        cast = rows()
    details = details_of("Cleo", "van Dam", email="cleo@example.com", company_name="Harbour Café")
    with business_scope(globex):
        create_contact(details=details, username="cleo", password=TEMPORARY)
        product = rows()

    assert cast == product
    known = KnownAddress.objects.filter(digest=digest_of("cleo@example.com"))
    assert set(known.values_list("business_id", flat=True)) == {acme.id, globex.id}
