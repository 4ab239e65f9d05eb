from django.test import Client

from tenants.accounts.devices import device
from tenants.accounts.models import Session
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tests.plain import plain
from tests.signing_in import sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)


def test_devices_have_names_that_people_know():
    assert device(FIREFOX) == "Firefox on Linux"
    assert device(IPHONE) == "Safari on iPhone"
    assert device("curl/8") == "Unknown device"


def test_members_and_customers_see_where_they_are_signed_in(client, ada, cleo):
    for user in (ada, cleo):
        sign_in(Client(), user)
        sign_in(client, user)

        page = client.get("/security/").content.decode()

        assert page.count('<th scope="row">') == 2
        assert page.count("This device") == 1


def test_one_sign_in_can_be_ended(client, acme, ada):
    other = Client()
    sign_in(other, ada)
    with business_scope(acme):
        other_id = Session.objects.get().pk
    sign_in(client, ada)

    client.post(f"/security/sessions/{other_id}/end/")

    assert other.get("/security/").status_code == 302
    assert client.get("/security/").status_code == 200
    with business_scope(acme):
        assert Activity.objects.filter(verb="session.ended").exists()


def test_all_others_can_be_ended_at_once(client, acme, ada):
    others = [Client(), Client()]
    for other in others:
        sign_in(other, ada)
    sign_in(client, ada)

    client.post("/security/sessions/end-others/")

    assert [other.get("/security/").status_code for other in others] == [302, 302]
    assert client.get("/security/").status_code == 200


def test_somebody_elses_sign_in_cannot_be_ended_or_told_from_none(client, acme, ada, ben):
    sign_in(Client(), ben)
    with business_scope(acme):
        bens = Session.objects.get().pk
    sign_in(client, ada)

    theirs = client.post(f"/security/sessions/{bens}/end/")
    nobodys = client.post("/security/sessions/999999/end/")

    assert (theirs.status_code, plain(theirs)) == (nobodys.status_code, plain(nobodys))
    assert theirs.status_code == 404
    with business_scope(acme):
        assert Session.objects.filter(pk=bens).exists()
