"""Names, notes and descriptions that are markup, template code or headers stay text: on pages, in mails, on paper."""

import io
import re

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from billing.documents import receipt_pdf
from billing.models import Payment
from billing.services.charges import void_charge
from billing.services.products import ProductDraft, save_product
from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Customer
from crm.services.contacts import create_contact
from tenants.accounts.models import User
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope, snapshot_of
from tenants.models import Business
from tenants.services.businesses import change_business
from tests.attacks.test_anything_typed import address_of
from tests.billing.books import charge, pay
from tests.cast import TEMPORARY, browser_of
from tests.database import undone
from tests.permission_answers import Scene
from tests.permission_table import BUSINESS
from tests.signing_in import sign_in

CODE = '"><script>x()</script>{{123456|add:1}}'
IN_MAIL = CODE + "\r\nBcc: all@example.com"


@pytest.fixture
def scene(acme, ada, ben, cleo, carl, gus) -> Scene:
    """Everything that anybody can type is code."""
    with business_scope(acme):
        User.objects.update(name=CODE)
        everywhere(acme, cleo.customer.contact)
        cleo = User.objects.select_related("customer__contact").get(pk=cleo.pk)  # of the new contact now
    return Scene(snapshot_of(acme.id), owner=ada, assistant=ben, customer=cleo, other_customer=carl, stranger=gus)


def everywhere(acme, contact) -> None:
    change_business(acme.id, name=CODE, address=f"{CODE}\n{CODE}", phone=CODE[:40])
    row = {"label": CODE, "street": CODE, "postcode": CODE[:20], "city": CODE, "region": CODE}
    details = NewContact(
        first_name=IN_MAIL,
        last_name=CODE,
        company_name=CODE,
        emails=(EmailEntry("code@example.com", CODE),),
        phones=(PhoneEntry(CODE, CODE),),
        addresses=(AddressEntry(**row, country="PT"),),
        tags=(CODE,),
        note=IN_MAIL,
    )
    made = create_contact(details=details, username="code", password=TEMPORARY)
    Customer.objects.filter(contact=contact).update(contact=made)
    product = ProductDraft(name=CODE, price=Money(640, "EUR"), description=CODE, unit=CODE[:30])
    save_product(draft=product)
    charge(made, 1000, CODE, reason=CODE)
    void_charge(charge_id=charge(made, 700, CODE, reason=CODE).pk, reason=CODE)
    pay(made, 400, reference=CODE, note=CODE)


def live(page: str) -> list[str]:
    """Return what of the code has come alive on a page."""
    return re.findall(r"<script>x\(\)|123457|\"><script|=\"[^\"]*\"><script", page)


def test_no_page_runs_what_was_typed(scene):
    facts = {"contact_id": contact_of(scene)}

    for row in [row for row in BUSINESS if row.get]:
        with undone():
            browser = browser_of(scene.customer if row.get.kind == "customer" else scene.owner)
            for address in {address_of(scene, row), row.address(facts)}:
                answer = browser.get(address, {"q": CODE, "since": "2000-01-01", "show": CODE})
                if answer["Content-Type"].startswith(("text/html", "text/css")):
                    assert live(answer.content.decode()) == [], row.route


def contact_of(scene: Scene) -> int:
    with business_scope(scene.acme):
        return Customer.objects.get(user__username="code").contact_id


def test_the_pages_do_show_what_was_typed(scene):
    """Or the test above would see nothing."""
    browser = Client()
    sign_in(browser, scene.owner)

    for address in ("", "information/", "account/", "history/", "edit/"):
        page = browser.get(f"/workspace/contacts/{contact_of(scene)}/{address}").content.decode()
        assert "&lt;script&gt;x()" in page
        assert "{{123456|add:1}}" in page


def test_no_mail_runs_it_and_none_gets_another_header_or_reader(scene):
    for work in DueWork.objects.filter(name="emails.deliver").values_list("pk", flat=True):
        perform(work)

    assert {letter.to[0].rpartition("<")[2] for letter in mail.outbox} >= {"code@example.com>"}
    for letter in mail.outbox:
        sent = letter.message()
        assert live(letter.alternatives[0].content) == []
        assert "&lt;script&gt;x()" in letter.alternatives[0].content
        assert (sent["Bcc"], sent["Cc"], len(letter.recipients())) == (None, None, 1)
        assert "123457" not in letter.body


def test_the_paper_shows_it_as_text(scene):
    with business_scope(scene.acme):
        paper = receipt_pdf(Payment.objects.get().pk)

    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "<script>x()</script>" in words
    assert "123457" not in words


@pytest.mark.parametrize(
    "code", ['#read("/etc/passwd")', "#sys.inputs", "$ sum $", "*bold*", '#import "@preview/x:1": *']
)
def test_the_paper_takes_no_orders(acme, cleo, code):
    with business_scope(acme):
        charge(cleo.customer.contact, 1000, code)
        change_business(acme.id, address=code)
    with business_scope(snapshot_of(acme.id)):
        paper = receipt_pdf(pay(cleo.customer.contact, 1000, reference=code).pk)

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert code.split()[0] in words
    assert Business.objects.get(pk=acme.id).address == code
