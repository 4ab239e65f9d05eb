"""A customer's own files: what is shown to them, and what they send."""

import pytest
from django.test import Client

from crm.models import Customer, StoredFile
from crm.services.files import delete_file, show_file
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.kept_files import TEXT, kept, sent
from tests.plain import plain
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def _own_folder(media) -> None:
    """Nothing is left in var/."""


def test_shown_files_are_there_and_hidden_ones_are_like_none(portal, acme, contact_id):
    with business_scope(acme):
        shown, hidden = kept(contact_id, name="shown.txt"), kept(contact_id, name="hidden.txt", is_shown=False)
        gone = delete_file(kept(contact_id, name="gone.txt").pk)

    page = portal.get("/files/").content.decode()
    assert "shown.txt" in page
    assert "hidden.txt" not in page
    assert "gone.txt" not in page
    assert b"".join(portal.get(portal.get(f"/files/{shown.pk}/").url)) == TEXT
    nobodys = plain(portal.get("/files/987654/"))
    assert [plain(portal.get(f"/files/{file.pk}/")) for file in (hidden, gone)] == [nobodys, nobodys]


def test_a_hidden_file_is_gone_with_the_next_request(portal, acme, contact_id):
    with business_scope(acme):
        stored = kept(contact_id)
    assert portal.get(f"/files/{stored.pk}/").status_code == 302
    with business_scope(acme):
        show_file(stored.pk, is_shown=False)

    assert portal.get(f"/files/{stored.pk}/").status_code == 404


def test_another_customers_file_and_a_link_to_it_are_like_none(portal, acme, carl):
    with business_scope(acme):
        carls = kept(carl.customer.contact_id, name="carls.txt")
    carls_browser = Client()
    sign_in(carls_browser, carl)
    link = carls_browser.get(f"/files/{carls.pk}/").url

    assert "carls.txt" not in portal.get("/files/").content.decode()
    assert plain(portal.get(f"/files/{carls.pk}/")) == plain(portal.get("/files/987654/"))
    assert portal.get(link).status_code == 404


def test_a_customer_sends_files_and_the_team_sees_who_did(portal, acme, contact_id):
    answer = portal.post("/files/", {"uploads": [sent("door.txt"), sent("x.html", b"<svg>")]})

    page = answer.content.decode()
    assert "Thank you. 1 file has been sent." in page
    assert "“x.html” is no kind of file" in page
    assert "Sent by you" in page
    with business_scope(acme):
        stored = StoredFile.objects.get()
        assert (stored.contact_id, stored.from_customer, stored.is_shown) == (contact_id, True, True)


def test_a_business_that_takes_no_files_shows_no_form_and_takes_none(portal, acme):
    acme = change_business(acme.id, customers_may_upload=False)

    assert "Send files" not in portal.get("/files/").content.decode()
    assert portal.post("/files/", {"uploads": [sent()]}).status_code == 404
    with business_scope(acme):
        assert not StoredFile.objects.exists()


def test_a_colleague_without_the_scope_sees_no_files(portal, acme, cleo, contact_id):
    with business_scope(acme):
        stored = kept(contact_id)
        Customer.objects.filter(pk=cleo.customer.pk).update(scopes=["billing"])

    assert portal.get("/files/").status_code == 404
    assert portal.get(f"/files/{stored.pk}/").status_code == 404
    assert portal.post("/files/", {"uploads": [sent()]}).status_code == 404
