"""Who runs the demo's platform."""

from datetime import timedelta

import pyotp

from tenants.accounts.visitor import Visitor
from tenants.console.services.operators import change_password, create_operator
from tenants.console.services.second_factor import set_up
from tenants.kernel import clock, totp

USERNAME, NAME, PASSWORD = "olga", "Olga Berg", "olga-keeps-the-lights-on"
_EARLIER = timedelta(minutes=5)  # the code it is set up with is none that an app still shows


def operators() -> list[dict[str, str]]:
    """Add one operator, whose second factor's secret is drawn anew for each demo; return what var/demo.json says."""
    secret = totp.new_secret()
    with clock.held_at(clock.now() - _EARLIER):
        operator, _one_time = create_operator(username=USERNAME, name=NAME, email="olga@mango.example")
        code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
        set_up(operator=operator, secret=secret, code=code, visitor=Visitor(None))
        change_password(operator, PASSWORD)
    return [{"username": USERNAME, "password": PASSWORD, "totp_secret": secret}]
