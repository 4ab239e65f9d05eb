"""What the owner decides about autopay and about paying in parts."""

import pytest

from billing.selectors.autopay import autopay_rules
from billing.selectors.instalments import instalment_rules
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope

PAGE = "/workspace/settings/autopay/"
SENT = {
    "offers_autopay": "on",
    "days_after_due": "-2",
    "announce_days": "5",
    "retry_days": "7, 2",
    "offers_plans": "on",
    "most_parts": "4",
    "above": "200.00",
    "smallest": "50",
    "grace_days": "10",
}


def decided(acme) -> tuple:
    with business_scope(acme):
        autopay, parts = autopay_rules(), instalment_rules()
        verbs = list(Activity.objects.filter(verb__endswith=".changed").order_by("pk").values_list("verb", flat=True))
    return (
        (autopay.is_offered, autopay.days_after_due, autopay.announce_days, autopay.retry_days),
        (parts.is_offered, parts.most_parts, parts.above_minor, parts.smallest_minor, parts.grace_days),
        verbs,
    )


DEFAULTS = ((True, 0, 3, [1, 3, 7]), (False, 6, 0, 0, 14), [])


def test_what_is_decided_is_kept_and_told_of_once(acme, as_ada):
    as_ada.post(PAGE, SENT)
    as_ada.post(PAGE, SENT)

    assert decided(acme) == (
        (True, -2, 5, [2, 7]),
        (True, 4, 20_000, 5000, 10),
        ["autopay.changed", "instalments.changed"],
    )
    shown = as_ada.get(PAGE).content.decode()
    assert ('value="2, 7"' in shown, 'value="200.00"' in shown) == (True, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days_after_due": "-31"}, "Write -30 or more."),
        ({"retry_days": "soon"}, "Write whole days with commas between them"),
        ({"retry_days": "0, 1"}, "from 1 to 30 after the first refusal"),
        ({"most_parts": "1"}, "Write 2 or more."),
        ({"smallest": "-1"}, "An amount cannot be below nothing."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_of_it_is_kept_or_lost(acme, as_ada, wrong, said):
    answer = as_ada.post(PAGE, {**SENT, **wrong})

    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (422, True)
    assert all(f'value="{value}"' in shown for name, value in {**SENT, **wrong}.items() if value != "on")
    assert decided(acme) == DEFAULTS


def test_never_trying_again_is_a_decision(acme, as_ada):
    as_ada.post(PAGE, {**SENT, "retry_days": ""})

    assert decided(acme)[0] == (True, -2, 5, [])


def test_an_assistant_does_not_decide(acme, as_ben):
    assert as_ben.post(PAGE, SENT).status_code == 403

    assert decided(acme) == DEFAULTS
