"""A member who sees only assigned contacts: whatever is another's answers like what there is not."""

import re

import pytest
from django.conf import settings
from django.test import Client

from billing.services.charges import ChargeDraft, add_charge
from crm.models import Contact, ContactAssignment
from crm.services.assignments import assign, assign_many
from crm.services.contacts import create_contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.accounts.services.team import remove_member
from tenants.activity.models import Activity
from tenants.checks import views_of
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of
from tests.permission_answers import Row, Scene, told
from tests.permission_billing import charge_of, payment_of
from tests.permission_table import BUSINESS
from tests.plain import plain
from tests.signing_in import sign_in

NOT_OF_A_CONTACT = {
    "expense_id",  # of no contact, mostly: selectors.expenses says who sees which
    "receipt_id",
    "rule_id",
    "product_id",
    "name",
    "pk",
    "member_id",
    "user_id",
    "invitation_id",
    "key_id",
    "update_id",
    "request_id",
    "rest",
}
"""Places in the workspace's addresses that lead to nothing of a contact's; ``pk`` is a mail's, for heads alone."""
OF_A_CONTACT_ALREADY = {"customer_id", "file_id", "note_id"}
"""Places that stand only behind a contact's own."""
# A manager may do all of these.
ROWS = [
    row
    for row in BUSINESS
    if row.route.startswith(("workspace/", "api/")) and any(f":{name}>" in row.route for name in sight.places())
]


@pytest.fixture
def max_(acme, team) -> User:
    """A manager, who may do most, but only sees what is assigned."""
    with business_scope(acme):
        User.objects.filter(pk=team["manager"].pk).update(contact_scope="assigned")
    team["manager"].contact_scope = "assigned"
    return team["manager"]


@pytest.fixture
def scene(acme, team, cleo, carl, gus, max_) -> Scene:
    """Carl is assigned to Max; Cleo, whom the permission table's rows are about, is not."""
    with business_scope(acme):
        assign(carl.customer.contact_id, member_ids=[max_.pk])
    people = {"owner": team["owner"], "assistant": team["assistant"], "customer": cleo, "other_customer": carl}
    return Scene(acme, **people, stranger=gus, team=team)


@pytest.fixture
def desk(scene, max_) -> Client:
    client = Client()
    sign_in(client, max_)
    return client


def ask(client: Client, row: Row, method: str, address: str, data) -> tuple[int, str]:
    as_json = {"content_type": "application/json"} if row.route.startswith("api/") and method != "GET" else {}
    answer = getattr(client, method.lower())(address, data if method in ("POST", "PATCH") else {}, **as_json)
    return answer.status_code, plain(answer)


def test_every_place_in_an_address_is_known_to_be_a_contacts_or_nobodys():
    places = {
        name
        for route, view in views_of(settings.ROOT_URLCONF)
        if view.access.kind in ("member", "api")
        for name in re.findall(r"<(?:\w+:)?(\w+)>", route)
    }

    assert places - sight.places() - NOT_OF_A_CONTACT - OF_A_CONTACT_ALREADY == set(), "register it with accounts.sight"
    for route, _view in views_of(settings.ROOT_URLCONF):
        if any(f":{name}>" in route for name in OF_A_CONTACT_ALREADY) and route.startswith("workspace/"):
            assert "<int:contact_id>" in route


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_whoever_is_not_assigned_gets_what_a_random_id_gets(scene, desk, max_, row):
    with business_scope(scene.acme):
        address, data = row.address(told(row.args, scene)), told(row.data, scene)
        before = Activity.objects.count()
    for method in row.methods():
        outside = ask(desk, row, method, address, data)
        nobodys = ask(desk, row, method, row.address({}), data)
        assert outside[0] == 404, f"{method} {address}"
        assert outside == nobodys
    with business_scope(scene.acme):
        assert Activity.objects.count() == before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route)
def test_whoever_is_assigned_gets_what_everybody_gets(scene, desk, max_, row):
    with business_scope(scene.acme):
        assign(scene.contact_id, member_ids=[max_.pk])

    for method, answers in row.methods().items():
        with business_scope(scene.acme):
            address, data = row.address(told(row.args, scene)), told(row.data, scene)
        expected = answers.manager
        status = ask(desk, row, method, address, data)[0]
        assert status == (expected if isinstance(expected, int) else 302), f"{method} {address}"


LISTS = [
    "/workspace/", "/workspace/contacts/", "/workspace/contacts/?q=cleo", "/workspace/contacts/?show=archived",
    "/workspace/charges/", "/workspace/charges/?q=cleo", "/workspace/payments/", "/workspace/files/",
    "/api/v1/contacts/", "/api/v1/charges/", "/api/v1/payments/",
    "/workspace/search/?q=cleo", "/workspace/search/?q=1", "/workspace/files/?q=bread",
]  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_no_list_no_search_and_no_figure_shows_another_contact(scene, desk, team, address):
    with business_scope(scene.acme):
        charge_of(scene.contact_id)
        payment_of(scene.contact_id)
        add_charge(
            contact_id=scene.contact_id, draft=ChargeDraft(description="Cleo's cake", unit_price=Money(777700, "EUR"))
        )

    assert not re.search(r"van Dam|Harbour Café|7,777|777700|Cleo&#x27;s|R-0", plain(desk.get(address)))
    owner = Client()
    sign_in(owner, team["owner"])
    if address != "/workspace/contacts/?show=archived" and "files" not in address:
        assert re.search(r"van Dam|Harbour Café|7,777|777700|Cleo&#x27;s|R-0", plain(owner.get(address)))


def test_a_look_alike_that_is_not_theirs_is_not_named(scene, desk, max_):
    typed = {
        "emails-0-address": "cleo@example.com",
        "emails-TOTAL_FORMS": "1",
        "first_name": "Cleo",
        "last_name": "van Dam",
    }

    assert "van Dam" not in plain(desk.post("/workspace/contacts/new/look-alikes/", typed))


def test_the_latest_portal_is_one_of_their_own(scene, desk):
    with business_scope(scene.acme):
        ContactAssignment.objects.all().delete()

    assert desk.get("/workspace/portal/")["Location"] == "/workspace/contacts/new/"


def test_what_they_add_is_theirs(scene, max_):
    with business_scope(scene.acme):
        made = create_contact(
            details=details_of("Dora", "Quint", email="dora@example.com"),
            username="dora",
            password=TEMPORARY,
            created_by=max_,
        )
        assert list(Contact.objects.seen_by(max_).values_list("pk", flat=True)) == [scene.other_contact_id, made.pk]


def test_what_reaches_every_contact_is_not_for_them(scene, desk):
    for address in ("/workspace/updates/", "/workspace/updates/new/", "/workspace/contacts/check/"):
        assert desk.get(address).status_code == 403
    assert "/workspace/updates/" not in plain(desk.get("/workspace/"))


def test_ticking_contacts_that_are_not_theirs_assigns_nothing(scene, desk, max_, team):
    answer = desk.post(
        "/workspace/contacts/assignments/",
        {"member": team["assistant"].pk, "contact": [scene.contact_id, scene.other_contact_id]},
        follow=True,
    )

    assert "1 contact is newly assigned." in plain(answer)
    with business_scope(scene.acme):
        held = set(ContactAssignment.objects.values_list("contact", "member"))
    assert held == {(scene.other_contact_id, max_.pk), (scene.other_contact_id, team["assistant"].pk)}


def test_assigning_is_exact_and_written_down_once(in_acme, team, cleo, gus):
    contact_id = cleo.customer.contact_id
    ben, bea = team["assistant"], team["bookkeeper"]
    for _twice in range(2):
        assign(contact_id, member_ids=[ben.pk, bea.pk])
    assign(contact_id, member_ids=[bea.pk])

    assert list(ContactAssignment.objects.values_list("member", flat=True)) == [bea.pk]
    assert Activity.objects.filter(verb="contact.assigned").count() == 2
    for stranger in (cleo.pk, 999_999_999):
        with pytest.raises(NotFound):
            assign(contact_id, member_ids=[stranger])
    assert ContactAssignment.objects.count() == 1


def test_who_leaves_hands_over_or_keeps_for_their_return(in_acme, team, ada, cleo, carl):
    ben, bea = team["assistant"], team["bookkeeper"]
    ids = [cleo.customer.contact_id, carl.customer.contact_id]
    assert assign_many(ids, member_id=ben.pk) == 2
    assign_many(ids[:1], member_id=bea.pk)

    remove_member(ben.pk, by=ada, hand_over_to=bea.pk)

    held = ContactAssignment.objects.order_by("contact").values_list("contact", "member")
    assert list(held) == [(ids[0], bea.pk), (ids[1], bea.pk)]
    remove_member(bea.pk, by=ada)
    assert ContactAssignment.objects.count() == 2
