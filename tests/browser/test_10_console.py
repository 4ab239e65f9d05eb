"""10. An operator: sets two-factor up, finds a business, suspends and restores it, has dead mail sent again."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.inspection import Inspection
from tests.browser.stack import Stack
from tests.browser.steps import Owner, another_browser, on_a_phone, scrolls_sideways, shoot_day_and_night, sign_up

pytestmark = pytest.mark.browser
COGS = Owner(business="Cogwheel Repairs", subdomain="cogwheel", name="Gus Moreau", username="gus")
OWN_PASSWORD = "nine lanterns over water"
WHY = "The plan has not been paid since March."
FAILED = """
from django.db import transaction
from emails.models import Message
from emails.services.outbox import compose
from tenants import directory
from tenants.console.services.pulse import measure
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
from tenants.models import Business
business = Business.objects.get(subdomain="cogwheel")
with business_scope(directory.snapshot(business)), transaction.atomic():  # a worker finds nothing to send
    pk = compose("password_changed", to="dora@cogwheel.example",
                 context={"name": "Dora", "username": "dora", "changed_at": "2026-03-14T09:30:00+00:00"})
    DueWork.objects.filter(business_id=business.pk, name="emails.deliver").delete()
    Message.objects.filter(pk=pk).update(state="failed", error="OSError: dora@cogwheel.example: no route to host")
measure(business)
"""


def console(stack: Stack, path: str = "/") -> str:
    return stack.business("console", path)


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def give_password(page: Page, stack: Stack, password: str) -> None:
    page.goto(console(stack, "/sign-in/"))
    page.get_by_label("Username").fill("vera")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Continue").click()


def wrong_with(page: Page, name: str) -> list[str]:
    return Inspection(page, name).all_that_is_wrong(brands=(), turn=0, is_portal=False)


@pytest.fixture(scope="module")
def vera(browser: Browser, stack: Stack) -> dict[str, Any]:
    """How Vera signs in, once she has come for the first time: her cookies, her secret, her recovery codes."""
    sign_up_of_cogs(browser, stack)
    made = stack.manage("create_operator", "vera", "--name", "Vera Holm")
    assert made.returncode == 0, made.stderr
    found = re.search(r"one-time password\s+(\S+)", made.stdout)
    assert found, made.stdout
    with another_browser(browser, reduced_motion="reduce") as page:
        give_password(page, stack, found[1])
        page.get_by_text("No camera? Type the secret").click()
        secret = page.locator(".copy__text").inner_text()
        assert wrong_with(page, "setting two-factor up") == []
        page.get_by_label("Code", exact=True).fill("000000")
        page.get_by_role("button", name="Turn it on").click()
        expect(page.get_by_text("That code is not right, or was used already.")).to_be_visible()
        page.get_by_label("Code", exact=True).fill(code(secret))
        page.get_by_role("button", name="Turn it on").click()
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        codes = page.get_by_role("listitem").all_inner_texts()
        assert wrong_with(page, "recovery codes") == []
        page.get_by_role("link", name="I have kept them").click()
        choose_own(page, found[1])
        return {"cookies": page.context.storage_state(), "secret": secret, "codes": codes}


def sign_up_of_cogs(browser: Browser, stack: Stack) -> None:
    with another_browser(browser) as page:
        sign_up(page, stack, COGS)


def choose_own(page: Page, one_time: str) -> None:
    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    page.get_by_label("Current password", exact=True).fill(one_time)
    page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("New password again").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@pytest.fixture
def desk(browser: Browser, vera: dict[str, Any]) -> Iterator[Page]:
    """Vera at her desk, signed in."""
    with another_browser(browser, storage_state=vera["cookies"]) as page:
        yield page


def test_both_factors_let_her_in_again_and_each_code_counts_once(browser, stack, vera, shoot):
    with another_browser(browser) as page:
        give_password(page, stack, OWN_PASSWORD)
        fresh = code(vera["secret"], 1)  # the one of now may be used up; each counts a step early and a step late
        page.get_by_label("Code", exact=True).fill(fresh)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        shoot_day_and_night(page, shoot, "overview")
        page.get_by_role("button", name="Vera Holm").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Console")).to_be_visible()

        give_password(page, stack, OWN_PASSWORD)
        page.get_by_label("Code", exact=True).fill(fresh)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("That code is not right, or was used already.")).to_be_visible()
        shoot(page, "code")
        page.get_by_label("Code", exact=True).fill(vera["codes"][0].upper().replace("-", " "))
        page.get_by_role("button", name="Sign in").click()

        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        page.goto(console(stack, "/security/"))
        expect(page.get_by_text("9 are left.")).to_be_visible()


def suspend(desk: Page, how: str) -> None:
    desk.get_by_role("link", name=re.compile("Suspend it|Change how")).click()
    desk.get_by_label(how).check()
    desk.get_by_label("Reason").fill(WHY)
    desk.get_by_role("button", name="Suspend it").click()
    expect(desk.get_by_text("Cogwheel Repairs is suspended, and its owners are being told.")).to_be_visible()


def test_a_business_is_found_suspended_closed_and_restored(desk, browser, stack, phone, shoot):
    desk.goto(console(stack))
    desk.get_by_role("navigation", name="Main").get_by_role("link", name="Businesses").click()
    desk.get_by_label("Search businesses").fill("cogw")
    desk.get_by_label("Search businesses").press("Enter")
    expect(desk.get_by_role("link", name="Cogwheel Repairs")).to_be_visible()
    shoot_day_and_night(desk, shoot, "businesses")
    desk.get_by_role("link", name="Cogwheel Repairs").click()
    expect(desk.get_by_text(COGS.email)).to_be_visible()
    suspend(desk, "Read-only")
    shoot_day_and_night(desk, shoot, "business")

    phone.goto(stack.business("cogwheel", "/sign-in/"))
    expect(phone.get_by_text("Cogwheel Repairs can be looked at but not changed for now.")).to_be_visible()
    assert WHY not in phone.content()
    mail = stack.mail(COGS.email, subject="is suspended for now")
    assert WHY in mail["text"]
    suspend(desk, "Closed")
    phone.goto(stack.business("cogwheel", "/"))
    expect(phone.get_by_role("heading", name="Closed for now")).to_be_visible()
    assert "mango" not in phone.content().lower()
    shoot(phone, "closed")
    desk.get_by_role("button", name="Restore it").click()
    expect(desk.get_by_text("Cogwheel Repairs is open again; what had waited goes on.")).to_be_visible()

    phone.goto(stack.business("cogwheel", "/"))
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    desk.goto(console(stack, "/audit/"))
    rows = [row.replace("\n", " ") for row in desk.get_by_role("row").all_inner_texts()[1:4]]
    assert ["Restored it" in rows[0], f"closed: {WHY}" in rows[1], f"read-only: {WHY}" in rows[2]] == [True] * 3
    shoot(desk, "audit")


def test_the_owner_reads_why_and_loses_nothing_that_was_typed(desk, browser, stack, shoot):
    with another_browser(browser) as page:
        page.goto(stack.business("cogwheel", "/sign-in/"))
        page.get_by_label("Username or e-mail").fill("gus")
        page.get_by_label("Password", exact=True).fill(COGS.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(stack.business("cogwheel", "/workspace/"))
        page.goto(stack.business("cogwheel", "/workspace/products/new/"))
        page.get_by_label("Name").fill("Chain and cassette")
        desk.goto(console(stack, "/businesses/?q=cogwheel"))
        desk.get_by_role("link", name="Cogwheel Repairs").click()
        suspend(desk, "Read-only")

        page.locator("main form button:not([type=button])").last.click()
        expect(page.get_by_role("heading", name="Nothing can be changed just now")).to_be_visible()
        expect(page.get_by_text(WHY)).to_be_visible()
        shoot(page, "refused")
        page.go_back()
        expect(page.get_by_label("Name")).to_have_value("Chain and cassette")

        desk.get_by_role("button", name="Restore it").click()
        expect(desk.get_by_text("is open again")).to_be_visible()


def test_dead_mail_goes_again(desk, stack, shoot):
    made = stack.manage("shell", "--no-imports", "-c", FAILED)
    assert made.returncode == 0, made.stderr
    desk.goto(console(stack, "/mail/"))
    desk.get_by_role("link", name="Cogwheel Repairs").click()
    expect(desk.get_by_text("d…@cogwheel.example", exact=True)).to_be_visible()
    assert "dora@" not in desk.content()
    shoot_day_and_night(desk, shoot, "letters")

    desk.get_by_role("button", name="Send again").click()

    expect(desk.get_by_text("It is on its way again.")).to_be_visible()
    assert stack.mail("dora@cogwheel.example")["subject"] == "Your password at Cogwheel Repairs was changed"


def test_another_browser_is_signed_out_from_this_one(desk, browser, stack, vera, shoot):
    with another_browser(browser) as other:
        give_password(other, stack, OWN_PASSWORD)
        other.get_by_label("Code", exact=True).fill(vera["codes"][1])
        other.get_by_role("button", name="Sign in").click()
        expect(other.get_by_role("heading", name="Overview")).to_be_visible()
        desk.goto(console(stack, "/security/"))
        shoot(desk, "security")
        desk.get_by_role("button", name="End all others").click()
        expect(desk.get_by_text(re.compile("other browsers? (is|are) signed out"))).to_be_visible()

        other.reload()

        expect(other.get_by_role("heading", name="Console")).to_be_visible()
        with on_a_phone(desk):
            assert not scrolls_sideways(desk)
