"""The locks pin everything with hashes, agree with each other and with pyproject.toml, and name no index."""

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def lock(name):
    return (PROJECT / name).read_text()


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name):
    return {normal(package): version for package, version in PIN.findall(lock(name))}


def wanted(requirements):
    return {normal(re.match(r"[A-Za-z0-9._-]+", requirement).group()) for requirement in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_nothing_else_stands_there(name):
    blocks = re.split(r"\n(?=\S)", lock(name).strip())

    assert len(blocks) == len(PIN.findall(lock(name)))
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_index_or_a_folder_of_this_machine(name):
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:|/(home|root|tmp|work)/", lock(name))


def test_the_development_lock_holds_the_other_one_pin_for_pin():
    development = pins("requirements-dev.lock")

    assert {name: development.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


def test_what_pyproject_asks_for_is_pinned():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())

    assert wanted(project["project"]["dependencies"]) - set(pins("requirements.lock")) == set()
    assert wanted(project["dependency-groups"]["dev"]) - set(pins("requirements-dev.lock")) == set()
