"""What var/demo.json says of the demo's operator lets somebody in."""

import pyotp

from config.demo.seed.operators import operators
from tenants.kernel import clock
from tests.console.people import at_the_console


def test_the_demos_operator_signs_in_with_what_the_demo_prints(db):
    (told,) = operators()
    browser = at_the_console()

    browser.post("/sign-in/", {"username": told["username"], "password": told["password"]})
    now = pyotp.TOTP(told["totp_secret"]).at(int(clock.now().timestamp()))
    answer = browser.post("/sign-in/code/", {"code": now})

    assert answer["Location"] == "/"
    assert browser.get("/businesses/").status_code == 200
