from datetime import UTC, datetime, timedelta

import pytest

from tenants.kernel import clock, totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""Of RFC 6238, appendix B; its codes have eight digits, of which an authenticator app shows the last six."""


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(seconds, code):
    with clock.held_at(datetime.fromtimestamp(seconds, UTC)):
        assert totp.step_of(SECRET, code, after=None) == seconds // 30


def test_a_code_counts_once():
    with clock.held_at(datetime.fromtimestamp(59, UTC)):
        step = totp.step_of(SECRET, "287 082", after=None)

        assert step == 1
        assert totp.step_of(SECRET, "287082", after=step) is None


@pytest.mark.parametrize(("late", "is_good"), [(-31, True), (0, True), (30, True), (62, False), (-62, False)])
def test_a_phone_may_be_a_step_early_or_late(late, is_good):
    with clock.held_at(datetime.fromtimestamp(1111111109, UTC) + timedelta(seconds=late)):
        assert (totp.step_of(SECRET, "081804", after=None) is not None) is is_good


@pytest.mark.parametrize("code", ["", "1", "0818044", "08180a", "٠٨١٨٠٤", "\x00"])
def test_what_is_no_code_is_refused(code):
    with clock.held_at(datetime.fromtimestamp(1111111109, UTC)):
        assert totp.step_of(SECRET, code, after=None) is None


def test_recovery_codes_are_ten_and_all_different():
    codes = totp.new_recovery_codes()

    assert len(set(codes)) == 10
    assert {len(totp.folded(code)) for code in codes} == {8}
    assert totp.folded("K7WM 2xqp") == "k7wm2xqp"


def test_an_app_finds_name_and_issuer_in_the_address():
    address = totp.address(SECRET, account="ada", issuer="Acme Bakery")

    assert address.startswith("otpauth://totp/Acme%20Bakery:ada?secret=" + SECRET)
    assert totp.qr_svg(address).startswith("<svg")
