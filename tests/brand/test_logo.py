import io
import struct
import subprocess
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tenants.brand.logo import (
    LogoError,
    LogoNotAPictureError,
    LogoTooLargeError,
    LogoTooManyPixelsError,
    LogoTooSmallError,
    clean_logo,
)


def picture(kind="PNG", size=(80, 40), colour=(200, 30, 30, 255), **options):
    written = io.BytesIO()
    mode = "RGB" if kind == "JPEG" else "RGBA"
    Image.new(mode, size, colour[: len(mode)]).save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_three_kinds_come_back_as_png(kind):
    logo = clean_logo(picture(kind))

    assert (logo.width, logo.height) == (80, 40)
    assert Image.open(io.BytesIO(logo.png)).format == "PNG"


def test_what_a_file_tells_about_its_maker_is_gone():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "taken at Ada's kitchen table")
    exif = Image.Exif()
    exif[0x010F] = "Ada's camera"
    uploaded = picture(pnginfo=told, exif=exif)

    logo = clean_logo(uploaded)

    assert b"kitchen" in uploaded
    assert b"kitchen" not in logo.png
    assert b"camera" not in logo.png
    assert Image.open(io.BytesIO(logo.png)).info == {}


def test_a_payload_behind_the_picture_is_gone():
    logo = clean_logo(picture() + b"<script>alert(1)</script>")

    assert b"script" not in logo.png


def test_a_large_picture_is_kept_smaller():
    assert clean_logo(picture(size=(4096, 2048))).width == 1024


def test_a_picture_that_was_turned_by_the_camera_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    logo = clean_logo(picture("JPEG", exif=exif))

    assert (logo.width, logo.height) == (40, 80)


@pytest.mark.parametrize(
    ("uploaded", "refusal"),
    [
        (b"\0" * (2 * 1024 * 1024 + 1), LogoTooLargeError),
        (picture(size=(4097, 20)), LogoTooManyPixelsError),
        (picture(size=(15, 15)), LogoTooSmallError),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", LogoNotAPictureError),
        (picture("GIF"), LogoNotAPictureError),
        (picture()[:60], LogoNotAPictureError),
        (b"", LogoNotAPictureError),
    ],
)
def test_what_cannot_be_a_logo_is_refused_in_a_sentence(uploaded, refusal):
    with pytest.raises(refusal) as refused:
        clean_logo(uploaded)

    assert str(refused.value).endswith(".")
    assert refused.value.code


def test_a_png_that_lies_about_its_size_is_not_decoded():
    """A few bytes that announce 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\0" * 64

    with pytest.raises(LogoError):
        clean_logo(bomb)


def test_a_decoder_that_hangs_or_dies_is_a_picture_that_cannot_be_read(monkeypatch, tmp_path):
    dying = tmp_path / "decoder.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr("tenants.brand.logo.DECODER", dying)

    with pytest.raises(LogoNotAPictureError):
        clean_logo(picture())

    dying.write_text("import time; time.sleep(30)")
    monkeypatch.setattr("tenants.brand.logo.MOST_SECONDS", 0.2)
    with pytest.raises(LogoNotAPictureError):
        clean_logo(picture())


def test_the_decoder_cannot_take_more_memory_than_it_was_given(tmp_path):
    from tenants.brand.logo import DECODER

    greedy = tmp_path / "greedy.py"
    greedy.write_text(f"import runpy; m = runpy.run_path({str(DECODER)!r}); m['limit'](); bytearray(1 << 30)")
    done = subprocess.run(["/usr/bin/env", "python3", str(greedy)], capture_output=True, check=False)

    assert b"MemoryError" in done.stderr
