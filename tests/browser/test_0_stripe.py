"""0. The owner connects Stripe: of a business of its own, for it stays connected from then on."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import Owner, sign_up
from tests.browser.till import to_stripe

pytestmark = pytest.mark.browser
MILL = Owner(business="Water Mill", subdomain="water-mill")


def test_the_owner_connects_stripe_and_may_take_a_break(page, stack, shoot):
    owner = page
    sign_up(owner, stack, MILL)
    owner.goto(stack.business(MILL.subdomain, "/workspace/settings/payments/"))
    expect(owner.get_by_text("Not connected")).to_be_visible()
    owner.get_by_label("Your password", exact=True).fill("a guess")
    owner.get_by_role("button", name="Connect Stripe").click()
    expect(owner.get_by_text("That is not your current password.").first).to_be_visible()

    to_stripe(owner, "Connect Stripe", MILL.password)
    shoot(owner, "at-stripe")
    owner.get_by_role("button", name="Save and finish later").click()
    expect(owner.get_by_text("Not finished")).to_be_visible()
    to_stripe(owner, "Go on at Stripe", MILL.password)
    owner.get_by_role("button", name="Finish onboarding").click()

    expect(owner.get_by_text("Taking payments")).to_be_visible()
    shoot(owner, "connected")
