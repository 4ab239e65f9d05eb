"""Updates through the API: published at once or at a time, to whom it says, and off the portal again."""

from datetime import timedelta

import pytest

from crm.models import Update
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.updates.writing import published

NEWS = {"title": "Closed on Monday", "body": "We are **closed** on Monday.", "audience": "everyone"}


def test_an_update_is_published_at_once_and_mailed(acme, ada, cleo, program):
    answer = program.post("updates/", NEWS | {"kind": "alert"})

    made = answer.json()
    assert answer.status_code == 201
    assert (made["kind"], made["state"], made["by_mail"]) == ("alert", "published", True)
    assert program.get(f"updates/{made['id']}/").json() == made
    assert program.get(f"updates/{made['id']}/reading/").json() == {"customers": 1, "read": 0, "acknowledged": 0}
    with business_scope(acme):
        update = Update.objects.get()
        assert (update.created_by_id, update.mailings.count()) == (ada.pk, 1)


def test_an_update_waits_for_its_time(program):
    later = (clock.now() + timedelta(days=2)).isoformat()

    made = program.post("updates/", NEWS | {"publish_at": later}).json()

    assert (made["state"], made["published_at"]) == ("scheduled", None)
    assert [row["id"] for row in program.get("updates/?state=scheduled").json()["results"]] == [made["id"]]


def test_an_update_is_for_one_contact_or_a_tag(acme, cleo, program):
    contact_id = cleo.customer.contact_id
    program.patch(f"contacts/{contact_id}/", {"tags": ["Wholesale"]})

    one = program.post("updates/", NEWS | {"audience": "contact", "contact_id": contact_id}).json()
    tagged = program.post("updates/", NEWS | {"audience": "tag", "tag": "wholesale"}).json()

    assert (one["contact_id"], one["tag"]) == (contact_id, None)
    assert (tagged["contact_id"], tagged["tag"]) == (None, "Wholesale")


def test_an_update_is_withdrawn(acme, program):
    with business_scope(acme):
        update = published()

    answer = program.post(f"updates/{update.pk}/withdrawal/")

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert answer.json()["withdrawn_at"] is not None


WRONG = {
    "no text": ({"body": ""}, 422, "body"),
    "a tag of nobody's": ({"audience": "tag", "tag": "nobody"}, 422, "tag"),
    "which tag": ({"audience": "tag"}, 422, "tag"),
    "a contact that is not meant": ({"contact_id": 5}, 422, "contact_id"),
    "over before it begins": ({"expires_on": "2001-01-01"}, 422, "expires_on"),
    "too late": ({"publish_at": "2001-01-01T00:00:00Z"}, 422, "publish_at"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_by_field_and_leaves_no_draft(acme, program, what):
    changes, status, field = WRONG[what]

    answer = program.post("updates/", NEWS | changes)

    assert (answer.status_code, list(answer.json()["fields"])) == (status, [field])
    with business_scope(acme):
        assert not Update.objects.exists()


def test_the_neighbours_contact_is_nobodys(acme, globex, gus, cleo, stranger):
    answer = stranger.post("updates/", NEWS | {"audience": "contact", "contact_id": cleo.customer.contact_id})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    with business_scope(globex):
        assert not Update.objects.exists()
