"""The image and the compose file name only what exists, and ship no secret."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
OURS = ("web", "worker", "scheduler", "prepare")
READER = re.compile(r'env\.\w+\(\s*"([A-Z0-9_]+)"')
SHELL_READER = re.compile(r"\$\{([A-Z0-9_]+)")


def text(path):
    return (PROJECT / path).read_text()


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(text("compose.yaml"))


def read_by_settings():
    files = (PROJECT / "config/settings").rglob("*.py")
    return {name for file in files for name in READER.findall(file.read_text())}


def required_by_production():
    listed = re.search(r"for _name in \(([^)]*)\)", text("config/settings/production.py")).group(1)
    return set(re.findall(r'"([A-Z_]+)"', listed)) | {"SECRET_KEY", "BASE_DOMAIN"}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_our_services_is_read_by_the_settings(compose, name):
    given = set(compose["services"][name]["environment"])

    assert given - read_by_settings() - set(SHELL_READER.findall(text("deploy/web.sh"))) == set()


@pytest.mark.parametrize("name", OURS)
def test_our_services_are_given_all_that_production_requires(compose, name):
    assert required_by_production() - set(compose["services"][name]["environment"]) == set()


def test_every_value_that_is_asked_for_is_in_the_example_and_the_example_asks_for_nothing_more():
    asked = set(SHELL_READER.findall(text("compose.yaml")))
    offered = set(re.findall(r"^([A-Z0-9_]+)=", text("deploy/env.example"), re.MULTILINE))

    assert asked == offered


def test_the_example_holds_no_secret():
    values = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", text("deploy/env.example"), re.MULTILINE))

    assert {name: value for name, value in values.items() if re.search("KEY|SECRET|PASSWORD", name) and value} == {}


def test_everything_is_started_after_what_it_needs(compose):
    services = compose["services"]

    assert services["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("web", "worker", "scheduler"):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert services["caddy"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_images_of_others_are_pinned_and_only_caddy_is_open_to_the_world(compose):
    others = {name: service for name, service in compose["services"].items() if name not in OURS}

    assert all(re.search(r":[\w.-]*\d", service["image"]) for service in others.values())
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["caddy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_our_services_cannot_write_to_their_image_or_gain_rights(compose):
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_has_two_stages_a_user_and_a_health_check():
    dockerfile = text("Dockerfile")

    assert len(re.findall(r"^FROM ", dockerfile, re.MULTILINE)) == 2
    assert re.search(r"^USER mango$", dockerfile, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile
    assert dockerfile.index("collectstatic") < dockerfile.index("USER mango")


def test_every_file_that_the_image_and_compose_name_is_there_and_let_into_the_image():
    named = set(re.findall(r"deploy/[\w.]+", text("Dockerfile") + text("compose.yaml")))
    let_in = text(".dockerignore").splitlines()

    assert {name for name in named if not (PROJECT / name).is_file()} == set()
    assert "!deploy" in let_in
    assert {entry for entry in let_in if entry.startswith("!") and not (PROJECT / entry[1:]).exists()} <= {"!locale"}


def test_the_certificate_question_is_asked_where_it_is_answered():
    from django.urls import reverse

    path = reverse("tenants:certificate_allowed", urlconf="config.urls.public")

    assert f"ask http://127.0.0.1:5555{path}" in text("deploy/Caddyfile")


def test_the_proxy_takes_away_headers_that_would_be_read_as_its_own():
    served = re.search(r"\(mango\) \{(.*?)\n\}", text("deploy/Caddyfile"), re.DOTALL).group(1)

    assert served.index("request_header -*_*") < served.index("reverse_proxy")
