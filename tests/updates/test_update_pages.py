import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from crm.emails import unsubscribe_url
from crm.models import Contact, Customer, Update, UpdateReceipt
from emails.models import Message
from tenants.activity.models import Activity
from tests.plain import plain
from tests.updates.writing import BODY, TITLE, TYPED, published, writing_done, written


def picture(size: tuple[int, int] = (64, 48)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return SimpleUploadedFile("van.png", out.getvalue(), content_type="image/png")


def test_composing_leads_to_a_look_at_it_and_sends_nothing(as_ada, in_acme, cleo):
    answer = as_ada.post("/workspace/updates/new/", TYPED)

    update = Update.objects.get()
    assert answer.url == f"/workspace/updates/{update.pk}/"
    assert (update.state, update.title, Message.objects.count()) == ("draft", TITLE, 0)
    page = as_ada.get(answer.url).content.decode()
    assert "Publish to 1 customer" in page
    assert f"/workspace/updates/{update.pk}/portal/" in page


def test_the_form_sent_twice_keeps_one_draft(as_ada, in_acme):
    typed = {**TYPED, "form_token": "6f9619ff-8b86-4011-b42d-00c04fc964ff"}
    as_ada.post("/workspace/updates/new/", typed)
    as_ada.post("/workspace/updates/new/", {**typed, "title": "Closed on Tuesday"})

    assert list(Update.objects.values_list("title", flat=True)) == ["Closed on Tuesday"]


def test_a_refused_form_keeps_what_was_typed_and_the_picture(as_ada, in_acme):
    typed = {**TYPED, "when": "later", "image": picture(), "image_alt": "A van"}
    page = as_ada.post("/workspace/updates/new/", typed)

    assert page.status_code == 422
    content = page.content.decode()
    assert "Say on which day and at what time." in content
    assert (TITLE in content, "/media/" in content) == (True, True)
    assert not Update.objects.exists()
    again = {**TYPED, "held": page.context["held"], "image_alt": "A van"}
    as_ada.post("/workspace/updates/new/", again)
    assert Update.objects.get().image_key.endswith(".jpg")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"when": "later", "publish_on": "2027-03-28", "publish_time": "01:30"}, "does not exist on 28 March 2027"),
        ({"when": "later", "publish_on": "2020-01-01", "publish_time": "09:00"}, "That moment has passed."),
        ({"audience": "contact", "contact": "Nobody at all"}, "No contact fits"),
        ({"image": SimpleUploadedFile("x.png", b"no picture")}, "that can be read"),
        ({"image": picture()}, "what the picture shows"),
        ({"audience": "tag", "tag": "999"}, "Tag"),
    ],
)
def test_the_composer_says_what_is_wrong(as_ada, in_acme, typed, sentence):
    page = as_ada.post("/workspace/updates/new/", {**TYPED, **typed})

    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert not Update.objects.exists()


def test_the_count_follows_the_choice(as_ada, in_acme, customers):
    page = as_ada.post("/workspace/updates/audience/", {"audience": "everyone", "by_mail": "on"}).content.decode()
    assert "2 customers see it in the portal. 2 get an e-mail." in " ".join(page.split())

    page = as_ada.post("/workspace/updates/audience/", {"audience": "contact", "contact": "van dam"}).content.decode()
    assert "1 customer sees it in the portal." in page
    assert "Cleo van Dam · cleo@example.com" in page


def test_an_assistant_drafts_and_a_manager_publishes(as_ben, in_acme, mia, client):
    as_ben.post("/workspace/updates/new/", TYPED)
    update = Update.objects.get()
    page = as_ben.get(f"/workspace/updates/{update.pk}/").content.decode()
    assert "An owner, admin or manager of your team publishes it." in page

    assert as_ben.post(f"/workspace/updates/{update.pk}/publication/").status_code == 403
    assert Update.objects.get().state == "draft"


def test_an_assistant_cannot_change_what_customers_read(as_ben, in_acme):
    update = published()

    assert as_ben.post(f"/workspace/updates/{update.pk}/edit/", {"title": "x", "body": "y"}).status_code == 403
    assert Update.objects.get().title == TITLE


def test_a_refusal_is_said_on_the_updates_own_page(as_ada, in_acme):
    update = written(body="")
    page = as_ada.post(f"/workspace/updates/{update.pk}/publication/", follow=True)

    assert "It is kept as a draft." in page.content.decode()
    assert Update.objects.get().state == "draft"


def test_a_customer_reads_says_so_and_the_team_sees_it(as_ada, as_cleo, in_acme, customers):
    update = published(kind="alert")
    address = f"/updates/{update.pk}/"
    assert "Closed on Monday" in as_cleo.get("/").content.decode()
    assert "<strong>closed</strong>" in as_cleo.get(address).content.decode()
    assert not UpdateReceipt.objects.exists()

    as_cleo.post(f"{address}reading/", HTTP_HX_REQUEST="true")
    as_cleo.post(f"{address}acknowledgement/")
    first = UpdateReceipt.objects.get()
    as_cleo.post(f"{address}acknowledgement/")

    assert UpdateReceipt.objects.get().acknowledged_at == first.acknowledged_at
    verbs = list(Activity.objects.filter(contact_id=customers["cleo"].contact_id).values_list("verb", flat=True))
    assert sorted(verbs) == ["update.acknowledged", "update.read"]
    page = as_ada.get(f"/workspace/updates/{update.pk}/?readers=waiting").content.decode()
    assert ("Carl Brandt" in page, "Cleo van Dam" in page) == (True, False)
    assert "I have read this" not in as_cleo.get("/").content.decode()


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "expired", "another's"])
def test_what_is_not_for_a_customer_answers_like_nothing(as_cleo, in_acme, customers, state):
    update = published(audience="contact", contact_id=customers["cleo"].contact_id)
    changes = {
        "draft": {"state": "draft", "published_at": None},
        "scheduled": {"state": "scheduled", "published_at": None, "publish_at": "2027-01-01T00:00Z"},
        "withdrawn": {"state": "withdrawn", "withdrawn_at": "2026-01-01T00:00Z"},
        "expired": {"expires_on": "2020-01-01"},
        "another's": {"contact_id": customers["carl"].contact_id},
    }
    Update.objects.filter(pk=update.pk).update(**changes[state])

    nothing = plain(as_cleo.get("/updates/999999/"))
    assert plain(as_cleo.get(f"/updates/{update.pk}/")) == nothing
    assert as_cleo.post(f"/updates/{update.pk}/reading/").status_code == 404
    assert as_cleo.post(f"/updates/{update.pk}/acknowledgement/").status_code == 404
    assert TITLE not in as_cleo.get("/updates/").content.decode()
    assert not UpdateReceipt.objects.exists()


def test_whoever_joins_later_sees_it_in_the_portal_and_gets_no_old_mail(as_carl, in_acme, customers):
    contact = Contact.objects.get(pk=customers["carl"].contact_id)
    tag = contact.tags.create(name="Weekly")
    contact.tags.clear()
    published(audience="tag", tag_id=tag.pk)
    writing_done()
    assert TITLE not in as_carl.get("/updates/").content.decode()

    contact.tags.add(tag)

    assert TITLE in as_carl.get("/updates/").content.decode()
    assert not Message.objects.exists()


def test_a_customer_without_updates_in_their_scopes_sees_none(as_cleo, in_acme, customers):
    update = published()
    Customer.objects.update(scopes=["billing"])

    assert as_cleo.get(f"/updates/{update.pk}/").status_code == 404
    assert TITLE not in as_cleo.get("/updates/").content.decode()


def test_the_picture_is_served_by_a_link_of_the_readers_own(as_cleo, as_carl, in_acme, customers, as_ada):
    as_ada.post("/workspace/updates/new/", {**TYPED, "image": picture(), "image_alt": "A van"})
    update = Update.objects.get()
    as_ada.post(f"/workspace/updates/{update.pk}/publication/")
    page = as_cleo.get(f"/updates/{update.pk}/")
    link = page.context["image_url"]

    answer = as_cleo.get(link)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.getvalue().startswith(b"\xff\xd8")
    assert as_carl.get(link).status_code == 404
    assert 'alt="A van"' in page.content.decode()


def test_the_link_in_a_mail_turns_updates_off_with_a_post_and_without_a_session(client, in_acme, customers):
    published(audience="contact", contact_id=customers["cleo"].contact_id)
    writing_done()
    path = "/" + unsubscribe_url(customers["cleo"].pk).split("/", 3)[3]
    client.get(path, HTTP_HOST="acme.localhost")
    assert Customer.objects.get(pk=customers["cleo"].pk).wants_update_mail is True
    client.post(path, {"List-Unsubscribe": "One-Click"}, HTTP_HOST="acme.localhost")

    assert Customer.objects.get(pk=customers["cleo"].pk).wants_update_mail is False
    assert Customer.objects.get(pk=customers["carl"].pk).wants_update_mail is True
    assert client.post(path, HTTP_HOST="globex.localhost").status_code == 404


def test_a_published_update_is_corrected_on_a_form_of_its_own(as_ada, in_acme):
    update = published(audience="everyone", kind="alert")
    as_ada.post(f"/workspace/updates/{update.pk}/edit/", {"title": "Closed on Tuesday", "body": BODY, "kind": "update"})

    changed = Update.objects.get()
    assert (changed.title, changed.kind, changed.edited_at is not None) == ("Closed on Tuesday", "alert", True)
    assert as_ada.post(f"/workspace/updates/{update.pk}/edit/", {"title": "", "body": ""}).status_code == 422
    assert Update.objects.get().title == "Closed on Tuesday"


def test_a_row_that_was_tampered_with_shows_no_script(as_cleo, in_acme, customers):
    update = published()
    Update.objects.update(body_html='<p onclick="steal()">Hi<script>steal()</script></p>')

    page = as_cleo.get(f"/updates/{update.pk}/").content.decode()
    assert ("steal()" in page, "<p>Hi</p>" in page) == (False, True)


def test_the_search_finds_updates_by_their_words(as_ada, as_ben, in_acme):
    written(title="Summer hours", body="Open **late** on Fridays")
    written(title="Winter hours", body="Closed on Fridays")

    page = as_ben.get("/workspace/search/?q=hours+late").content.decode()
    assert ("Summer hours" in page, "Winter hours" in page) == (True, False)
