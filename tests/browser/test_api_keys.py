"""A program is let in: a key made on a page adds a contact over the wire; then it is revoked and shut out."""

import http.client
import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import OWNER_PASSWORD, SUBDOMAIN, Shop
from tests.browser.stack import Stack
from tests.browser.steps import scrolls_sideways, shoot_everywhere

pytestmark = pytest.mark.browser

KEYS, MANUAL = "/workspace/settings/api/", "/workspace/api/"
CONTACT = {
    "first_name": "Rui",
    "last_name": "Salgado",
    "emails": [{"address": "rui@example.com"}],
    "username": "rui",
    "generate_password": True,
}


def ask(stack: Stack, method: str, path: str, key: str, body: Any = None) -> tuple[int, Any]:
    """Ask over loopback with the business's name in Host, as a program elsewhere would."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.plan.web_port, timeout=30)
    headers = {
        "Host": f"{SUBDOMAIN}.localhost:{stack.plan.web_port}",
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": "rui-1",
    }
    connection.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def make_key(owner: Page, shop: Shop, name: str) -> str:
    owner.goto(shop.url(KEYS))
    owner.get_by_label("Name").fill(name)
    owner.get_by_label("Add and change contacts").check()
    owner.get_by_label("Your password").fill(OWNER_PASSWORD)
    owner.get_by_role("button", name="Make the key").click()
    expect(owner.get_by_text("Copy it now")).to_be_visible()
    return owner.locator(".copy__text", has_text="mango_").inner_text()


def test_a_program_is_let_in_does_what_its_key_says_and_is_shut_out_again(owner, shop, stack, shoot):
    owner.goto(shop.url(KEYS))
    expect(owner.get_by_text("Let a program do the work")).to_be_visible()
    shoot_everywhere(owner, shoot, "nothing-yet")
    key = make_key(owner, shop, "Web shop")
    shoot_everywhere(owner, shoot, "made")

    status, made = ask(stack, "POST", "contacts/", key, CONTACT)
    again = ask(stack, "POST", "contacts/", key, CONTACT)

    assert (status, made["display_name"]) == (201, "Rui Salgado")
    assert again == (201, made)
    assert stack.mail("rui@example.com")["subject"]
    assert ask(stack, "GET", "payments/", key)[0] == 403
    owner.goto(shop.url(f"/workspace/contacts/{made['id']}/history/"))
    expect(owner.get_by_text("API key “Web shop”").first).to_be_visible()
    owner.goto(shop.url(KEYS))
    row = owner.get_by_role("row").filter(has_text="Web shop")
    expect(row.get_by_text("Never")).to_have_count(0)
    expect(owner.get_by_text(key)).to_have_count(0)
    shoot_everywhere(owner, shoot, "list")
    row.get_by_role("button", name="Revoke").click()
    expect(owner.get_by_text("“Web shop” opens nothing any more.")).to_be_visible()
    assert ask(stack, "POST", "contacts/", key, CONTACT)[0] == 401


def test_the_manual_says_how_without_a_script_or_a_stranger(owner, shop, shoot):
    owner.goto(shop.url(MANUAL))
    expect(owner.get_by_role("heading", name="In two minutes")).to_be_visible()
    owner.locator("summary", has_text="Add a contact").click()
    expect(owner.get_by_text("username_taken").first).to_be_visible()

    assert not scrolls_sideways(owner)
    shoot_everywhere(owner, shoot, "manual")
