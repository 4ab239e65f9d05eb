"""Production refuses to start with what belongs to development. Each case is a process: settings load once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

PROJECT = Path(__file__).resolve().parents[2]
PRINT = """
import json
from config.settings import production as made
names = ("DEBUG", "DEVELOPMENT", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
         "USE_X_FORWARDED_HOST", "SECURE_SSL_REDIRECT", "TRUSTED_PROXIES")
print(json.dumps({name: getattr(made, name) for name in names}))
"""


def given() -> dict[str, str]:
    lines = (PROJECT / "deploy/check.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def start(**changed: str | None) -> subprocess.CompletedProcess:
    environment = {name: text for name, text in {**given(), **changed}.items() if text is not None}
    return subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("SECRET_KEY", "development-only-key-that-production-refuses-to-start-with", "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", None, "SECRET_KEY"),
        ("BASE_DOMAIN", None, "BASE_DOMAIN"),
        ("BASE_DOMAIN", "*", "BASE_DOMAIN"),
        ("BASE_DOMAIN", "", "BASE_DOMAIN"),
        ("STRIPE_API_BASE", "http://127.0.0.1:12111", "stand-in"),
        ("STRIPE_API_BASE", "https://api.stripe.com.evil.example", "stand-in"),
        ("STRIPE_SECRET_KEY", None, "STRIPE_SECRET_KEY"),
        ("STRIPE_SECRET_KEY", "sk_test_standin", "stand-in"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_standin", "stand-in"),
        ("TRUSTED_PROXIES", "*", "TRUSTED_PROXIES"),
        ("DATABASE_URL", None, "DATABASE_URL"),
        ("EMAIL_URL", None, "EMAIL_URL"),
    ],
)
def test_what_belongs_to_development_stops_the_start(name, text, said):
    started = start(**{name: text})

    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr
    assert said in started.stderr.splitlines()[-1]


def test_what_is_asked_of_the_environment_cannot_loosen_it():
    started = start(DEBUG="1", ALLOWED_HOSTS="*", DEVELOPMENT="1", SESSION_COOKIE_SECURE="0", USE_X_FORWARDED_HOST="1")

    assert json.loads(started.stdout) == {
        "DEBUG": False,
        "DEVELOPMENT": False,
        "ALLOWED_HOSTS": ["mango.example", ".mango.example"],
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-mango_session",
        "CSRF_COOKIE_NAME": "__Host-mango_csrf",
        "USE_X_FORWARDED_HOST": False,
        "SECURE_SSL_REDIRECT": True,
        "TRUSTED_PROXIES": [],
    }
