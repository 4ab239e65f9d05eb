import io
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.storage import FileSystemStorage

from tenants import files
from tenants.kernel.errors import NotFound, Unavailable
from tenants.kernel.scope import business_scope

HOST = {"HTTP_HOST": "acme.localhost:8000"}


@pytest.fixture(autouse=True)
def _own_folder(media) -> None:
    """Nothing is left in var/."""


def test_a_file_is_kept_under_the_business_with_a_key_nobody_can_guess(in_acme):
    one = files.store("receipts", b"one", content_type="application/pdf")
    other = files.store("receipts", io.BytesIO(b"other"), content_type="application/pdf")

    assert one != other
    assert one.startswith(f"{in_acme.schema}/receipts/")
    assert len(one.rpartition("/")[2]) == len("0" * 40 + ".pdf")
    assert _read(one) == b"one"


def test_another_business_finds_neither_the_key_nor_the_link(acme, globex, client):
    with business_scope(acme):
        key = files.store("receipts", b"ours", content_type="application/pdf")
        address = files.link(key)

    with business_scope(globex):
        for door in (files.open_key, files.link, files.discard):
            with pytest.raises(NotFound):
                door(key)
    assert client.get(address, HTTP_HOST="globex.localhost:8000").status_code == 404
    answer = client.get(address, **HOST)
    answer.close()
    assert answer.status_code == 200


def test_a_key_cannot_climb_out_of_its_business(acme, globex):
    with business_scope(globex):
        key = files.store("receipts", b"theirs", content_type="application/pdf")

    with business_scope(acme), pytest.raises(NotFound):
        files.open_key(f"{acme.schema}/../{key}")


def test_a_link_answers_with_headers_that_keep_the_file_harmless(acme, client):
    with business_scope(acme):
        key = files.store("notes", b"<script>alert(1)</script>", content_type="text/html")
        address = files.link(key, filename="Ünotes.html")

    answer = client.get(address, **HOST)

    assert answer.getvalue() == b"<script>alert(1)</script>"
    answer.close()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cnotes.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "private, max-age=60"


def test_a_picture_is_shown_in_place(acme, client):
    with business_scope(acme):
        address = files.link(files.store("logos", b"png", content_type="image/png"))

    answer = client.get(address, **HOST)

    answer.close()
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/png", "inline")


def test_a_link_dies_after_its_time(acme, client, monkeypatch):
    with business_scope(acme):
        address = files.link(files.store("logos", b"png", content_type="image/png"), max_age=10)
    later = files.time.time() + 11
    monkeypatch.setattr(files.time, "time", lambda: later)

    assert client.get(address, **HOST).status_code == 404


def test_no_link_lives_longer_than_a_minute(in_acme):
    key = files.store("logos", b"png", content_type="image/png")

    with pytest.raises(ValueError, match="60 seconds"):
        files.link(key, max_age=61)


def test_an_altered_link_is_like_none(acme, client):
    with business_scope(acme):
        address = files.link(files.store("logos", b"png", content_type="image/png"))

    assert client.get(address[:-2] + ("A/" if address[-2] != "A" else "B/"), **HOST).status_code == 404


def test_a_link_for_one_person_is_nothing_to_anybody_else(acme, client):
    with business_scope(acme):
        address = files.link(files.store("logos", b"png", content_type="image/png"), person_id=4711)

    assert client.get(address, **HOST).status_code == 404


def test_a_storage_that_is_full_says_so_and_keeps_nothing(in_acme, monkeypatch, tmp_path):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)

    with pytest.raises(Unavailable):
        files.store("logos", b"png", content_type="image/png")
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_kind_is_a_word(in_acme):
    with pytest.raises(ValueError, match="names no kind"):
        files.store("../logos", b"png", content_type="image/png")


def _read(key: str) -> bytes:
    with files.open_key(key) as file:
        return file.read()


def test_in_object_storage_a_link_leads_to_an_address_that_lives_a_minute(acme, client, bucket, monkeypatch):
    now = files.time.time()
    monkeypatch.setattr(files.time, "time", lambda: now)
    with business_scope(acme):
        key = files.store("receipts", b"%PDF", content_type="application/pdf")
        address = files.link(key, filename="receipt.pdf")
        assert _read(key) == b"%PDF"

    answer = client.get(address, **HOST)

    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{bucket}/")
    assert seconds_of(answer["Location"]) == 60
    assert answer["Cache-Control"] == "private, no-store"
    with urlopen(answer["Location"]) as fetched:
        assert fetched.read() == b"%PDF"
        assert fetched.headers["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
        assert fetched.headers["Content-Type"] == "application/pdf"


def test_the_address_in_object_storage_dies_with_the_link_that_led_to_it(acme, client, bucket, monkeypatch):
    with business_scope(acme):
        address = files.link(files.store("receipts", b"%PDF", content_type="application/pdf"))
    later = files.time.time() + 45
    monkeypatch.setattr(files.time, "time", lambda: later)

    assert seconds_of(client.get(address, **HOST)["Location"]) <= 15


def test_what_lies_in_object_storage_is_nobodys_without_a_signed_address(acme, bucket):
    with business_scope(acme):
        one = files.store("receipts", b"one", content_type="application/pdf")
        files.put(one, b"other")

        assert _read(one) == b"one"
        files.discard(one)
        with pytest.raises(NotFound):
            files.open_key(one)
    from django.core.files.storage import default_storage

    assert (default_storage.default_acl, default_storage.querystring_auth) == ("private", True)
    assert default_storage.file_overwrite is False


def test_an_object_storage_that_is_down_is_said_to_be_so(acme, client, bucket, settings):
    with business_scope(acme):
        key = files.store("receipts", b"%PDF", content_type="application/pdf")
    away = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": away}}

    with business_scope(acme):
        for deed in (lambda: files.store("receipts", b"x", content_type="text/plain"), lambda: files.open_key(key)):
            with pytest.raises(Unavailable):
                deed()
        with pytest.raises(Unavailable):
            files.discard(key)


def seconds_of(address: str) -> int:
    return int(parse_qs(urlsplit(address).query)["X-Amz-Expires"][0])
