"""What a file is, is read from its first bytes; what might run anywhere is not taken."""

import pytest

from tenants.errors import FileEmpty, FileKindRefused, FileTooLarge
from tenants.uploads import MOST_BYTES, clean_name, examined
from tests.kept_files import picture, sent

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "content", "content_type", "kept_as"),
    [
        ("door.png", picture("PNG"), "image/png", "door.png"),
        ("door.JPEG", picture("JPEG"), "image/jpeg", "door.JPEG"),
        ("door.exe", picture("WEBP"), "image/webp", "door.exe.webp"),
        ("moving.gif", picture("GIF"), "image/gif", "moving.gif"),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0", "image/heic", "phone.heic"),
        ("film.mov", b"\0\0\0\x14ftypqt  ", "video/mp4", "film.mov"),
        ("contract", b"%PDF-1.7\n", "application/pdf", "contract.pdf"),
        ("letter.docx", b"PK\x03\x04rest", OFFICE, "letter.docx"),
        ("macro.docm", b"PK\x03\x04rest", "application/zip", "macro.docm.zip"),
        ("flour.csv", "Mehl;1,20 €\n".encode(), "text/csv", "flour.csv"),
        ("flour.csv", "Mehl;é\n".encode("latin-1"), "text/csv", "flour.csv"),
        ("notes.html", b"Rye and wheat", "text/plain", "notes.html.txt"),
    ],
)
def test_a_file_is_what_its_bytes_say_and_is_named_so(name, content, content_type, kept_as):
    upload = examined(sent(name, content))

    assert (upload.content_type, upload.name, upload.size) == (content_type, kept_as, len(content))
    assert upload.content.read() == content


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"  \n<html>",
        b"harmless, then <ScRiPt>alert(1)</script>",
        b"<?php system($_GET['c']);",
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x00\x01\x02",
    ],
)
@pytest.mark.parametrize("name", ["photo.png", "notes.txt", "contract.pdf"])
def test_pages_and_programs_are_refused_whatever_they_are_called(name, content):
    with pytest.raises(FileKindRefused, match=f"“{name}” is no kind of file"):
        examined(sent(name, content))


def test_an_empty_file_and_one_too_large_are_refused_by_name():
    large = sent("film.mp4", b"x")
    large.size = MOST_BYTES + 1

    with pytest.raises(FileEmpty, match=r"“nothing\.txt” is empty\."):
        examined(sent("nothing.txt", b""))
    with pytest.raises(FileTooLarge, match=r"“film\.mp4” is larger than 25"):
        examined(large)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\door.png", "door.png"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("two\r\nSet-Cookie: x=y.txt", "twoSet-Cookie: x=y.txt"),
        ("  many   spaces .txt ", "many spaces .txt"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("Übersicht März.pdf", "Übersicht März.pdf"),
    ],
)
def test_a_name_holds_nothing_that_misleads(typed, shown):
    assert clean_name(typed) == shown
