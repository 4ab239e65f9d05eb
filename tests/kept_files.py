"""Files in tests: where they go, what people send, and a storage that is away."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from config.settings.parts import files as settings_of_files
from crm.models import StoredFile
from crm.services.files import add_file
from tenants.uploads import examined

TEXT = b"Rye, wheat, spelt\n"


def sent(name: str = "flour.txt", content: bytes = TEXT) -> SimpleUploadedFile:
    """A file as a browser sends it; what it claims to be is a lie."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def kept(contact_id: int, name: str = "flour.txt", content: bytes = TEXT, **more: Any) -> StoredFile:
    upload = examined(ContentFile(content, name=name))
    return add_file(contact_id, upload=upload, **{"added_by": None, "is_shown": True, **more})


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "#C2571A").save(out, kind)
    return out.getvalue()


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """A folder of the test's own for all that is stored."""
    folder = tmp_path / "media"
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"default": local}
    return folder


def lying_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def storage_away(monkeypatch) -> None:
    """Disk full, or nobody there."""

    def away(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("save", "open", "delete"):
        monkeypatch.setattr(FileSystemStorage, name, away)


@pytest.fixture
def bucket(settings) -> Iterator[str]:
    """S3 over HTTP on loopback, spoken to with the product's own options."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    keys = {"access_key": "testing", "secret_key": "testing", "region_name": "us-east-1"}
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    ).create_bucket(Bucket="mango")
    options = settings_of_files._S3["OPTIONS"] | keys | {"bucket_name": "mango", "endpoint_url": endpoint}
    settings.STORAGES = settings.STORAGES | {"default": settings_of_files._S3 | {"OPTIONS": options}}
    settings.S3_BUCKET = "mango"
    yield endpoint
    server.stop()
