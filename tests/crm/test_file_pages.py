"""Files as the team has them."""

import pytest
from django.test import Client

from crm.models import StoredFile
from tenants.kernel.scope import business_scope
from tests.kept_files import TEXT, kept, lying_in, picture, sent
from tests.plain import plain


@pytest.fixture(autouse=True)
def _own_folder(media) -> None:
    """Nothing is left in var/."""


@pytest.fixture
def pages(dora) -> str:
    return f"/workspace/contacts/{dora.pk}/files/"


@pytest.fixture
def stored(acme, dora) -> StoredFile:
    with business_scope(acme):
        return kept(dora.pk, is_shown=False)


def names(acme) -> list[tuple[str, bool]]:
    with business_scope(acme):
        return list(StoredFile.objects.kept().order_by("name").values_list("name", "is_shown"))


def test_several_files_are_added_and_shown_at_once(as_ben, acme, pages):
    answer = as_ben.post(pages, {"uploads": [sent("a.txt"), sent("b.png", picture())], "show": "1"}, follow=True)

    assert "2 files added; the customer sees them." in answer.content.decode()
    assert names(acme) == [("a.txt", True), ("b.png", True)]


def test_of_several_the_good_ones_are_kept_and_the_others_say_why(as_ada, acme, pages):
    bad, empty = sent("run.html", b"<script>"), sent("nothing.txt", b"")
    answer = as_ada.post(pages, {"uploads": [sent("a.txt"), bad, empty]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 file added for your team." in page
    assert "“run.html” is no kind of file that is kept here." in page
    assert "“nothing.txt” is empty." in page
    assert names(acme) == [("a.txt", False)]


def test_htmx_gets_an_answer_that_it_shows(as_ada, pages):
    answer = as_ada.post(pages, {"uploads": [sent("run.html", b"<script>")]}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "is no kind of file" in answer.content.decode()


def test_more_than_ten_at_once_are_refused_together(as_ada, acme, pages):
    answer = as_ada.post(pages, {"uploads": [sent(f"{number}.txt") for number in range(11)]})

    assert "At most 10 files at once." in answer.content.decode()
    assert names(acme) == []


def test_a_storage_that_is_away_is_a_sentence_on_the_page(as_ada, acme, pages, storage_away):
    answer = as_ada.post(pages, {"uploads": [sent("a.txt")]})

    assert answer.status_code == 422
    assert "This is not available right now. Nothing was lost" in answer.content.decode()
    assert as_ada.get(pages).status_code == 200
    assert names(acme) == []


def test_a_download_leads_to_a_link_that_is_this_members_alone(as_ada, as_ben, acme, pages, stored):
    answer = as_ada.get(f"{pages}{stored.pk}/")

    fetched = as_ada.get(answer.url)
    assert b"".join(fetched) == TEXT
    assert fetched["Content-Disposition"] == 'attachment; filename="flour.txt"'
    assert as_ben.get(answer.url).status_code == 404
    assert Client(HTTP_HOST="acme.localhost").get(answer.url).status_code == 404


def test_a_file_is_renamed_and_shown_on_its_own_page(as_ada, acme, pages, stored):
    as_ada.post(f"{pages}{stored.pk}/edit/", {"name": "Offer", "is_shown": "on"})

    assert names(acme) == [("Offer.txt", True)]


def test_deleting_offers_to_take_it_back(as_ada, acme, pages, stored):
    deleted = as_ada.post(f"{pages}{stored.pk}/deletion/", follow=True).content.decode()
    assert "“flour.txt” is deleted. It can be restored below for a week." in deleted
    assert as_ada.get(f"{pages}{stored.pk}/").status_code == 404
    assert names(acme) == []

    as_ada.post(f"{pages}{stored.pk}/restoration/")
    assert names(acme) == [("flour.txt", False)]


def test_an_assistant_deletes_nothing(as_ben, acme, pages, stored):
    assert as_ben.post(f"{pages}{stored.pk}/deletion/").status_code == 403
    assert "Delete flour.txt" not in as_ben.get(pages).content.decode()
    assert names(acme) == [("flour.txt", False)]


@pytest.mark.parametrize("deed", ["", "edit/", "showing/", "deletion/", "restoration/"])
def test_a_file_under_another_contact_is_not_there(as_ada, acme, cleo, dora, stored, deed):
    with business_scope(acme):
        elsewhere = f"/workspace/contacts/{cleo.customer.contact_id}/files/"
    send = as_ada.get if deed in ("", "edit/") else as_ada.post

    found, random = send(f"{elsewhere}{stored.pk}/{deed}"), send(f"{elsewhere}987654/{deed}")
    assert found.status_code == 404
    assert plain(found) == plain(random)
    assert names(acme) == [("flour.txt", False)]


def test_all_files_stand_on_one_page_and_are_found_by_name(as_ada, stored):
    page = as_ada.get("/workspace/files/").content.decode()
    assert "flour.txt" in page
    assert "Dora Lind" in page
    assert "500.0" in page

    assert "flour.txt" in as_ada.get("/workspace/files/?q=flo").content.decode()
    assert "No file matches" in as_ada.get("/workspace/files/?q=sugar").content.decode()
    assert "flour.txt" in as_ada.get("/workspace/search/?q=flour").content.decode()


def test_a_page_of_files_asks_no_more_for_more_files(as_ada, acme, dora, pages, django_assert_max_num_queries):
    with business_scope(acme):
        for number in range(12):
            kept(dora.pk, name=f"{number}.txt")
    as_ada.get(pages)

    with django_assert_max_num_queries(13):
        as_ada.get(pages)
    with django_assert_max_num_queries(6):
        as_ada.get("/workspace/files/")


def test_the_neighbours_files_are_not_there(as_gus, globex, acme, stored, media):
    assert as_gus.get("/workspace/files/").content.decode().count("flour.txt") == 0
    assert as_gus.get(f"/workspace/contacts/{stored.contact_id}/files/{stored.pk}/").status_code == 404
    assert len(lying_in(media)) == 1
