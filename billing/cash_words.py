"""What the figures of the cash-flow page mean, in sentences that a shopkeeper understands."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.selectors.cash_flow import WEEKS, Week, lowest, shortest
from billing.selectors.forecast import Coming
from billing.selectors.habits import TO_BEGIN_WITH, Habits
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

LATE_ENOUGH = 3
"""Days late that are worth a word."""


def outlook(weeks: list[Week], comings: Iterable[Coming], names: Mapping[int, str]) -> str:
    """Say how the 13 weeks look, and why the hardest of them is hard."""
    said = [_how_many(weeks)]
    worst = shortest(weeks)
    if worst is not None:
        facts = {"week": day(worst), "short": money(-worst.net), "why": _why(worst, list(comings), names)}
        said.append(
            _("The week of %(week)s is short by %(short)s, because %(why)s.") % facts
            if facts["why"]
            else _("The week of %(week)s is short by %(short)s.") % facts
        )
    return " ".join(part for part in (*said, _balance(weeks)) if part)


def what_if(before: list[Week], after: list[Week], *, who: list[str], weeks: int) -> str:
    """Say what changes when these contacts pay so many weeks later."""
    facts = {"who": listed(who)}
    begin = (
        ngettext("If %(who)s pay %(n)s week later", "If %(who)s pay %(n)s weeks later", weeks)
        if len(who) > 1
        else ngettext("If %(who)s pays %(n)s week later", "If %(who)s pays %(n)s weeks later", weeks)
    ) % {**facts, "n": weeks}
    least, least_then = lowest(before), lowest(after)
    if least is not None and least_then is not None:
        then = {"low": money(least_then.balance or 0), "week": day(least_then), "was": money(least.balance or 0)}
        end = _("the least that is left in the bank is %(low)s, in the week of %(week)s, instead of %(was)s.") % then
        return f"{begin}, {end}"
    worst, worst_then = shortest(before), shortest(after)
    if worst_then is None:
        return f"{begin}, " + _("no week is short.")
    return f"{begin}, {_worst_then(worst, worst_then)}"


def _worst_then(worst: Week | None, then: Week) -> str:
    """Say what becomes of the hardest week; one that stays the hardest is no news of theirs."""
    facts = {"week": day(then), "short": money(-then.net)}
    if worst is None:
        return _("the week of %(week)s is short by %(short)s; without it no week is.") % facts
    if (worst.starts_on, worst.net) == (then.starts_on, then.net):
        return _("the week of %(week)s stays the hardest, short by %(short)s.") % facts
    facts["was"] = money(-worst.net)
    return _("the week of %(week)s is short by %(short)s; without it the worst is %(was)s.") % facts


def how_it_is_reckoned(known: Habits) -> str:
    """Explain the forecast in one sentence."""
    facts = {"when": _how_late(known.usual.days_late), "share": round(known.usual.share * 100)}
    if known.usual == TO_BEGIN_WITH:
        new = _("a new customer %(when)s and %(share)s %% of it, until you know better")
    else:
        new = _("a new customer as yours usually do: %(when)s, %(share)s %% of it")
    return _(
        "Each customer is expected to pay as before, as late as the middle of their payments of the last year and as "
        "much of it as they usually do; %(new)s. What is over 90 days late or not recognised is not counted on."
    ) % {"new": new % facts}


def _how_late(days: int) -> str:
    if days == 0:
        return _("on the due date")
    many = ngettext("%d day", "%d days", abs(days)) % abs(days)
    after = _("%(days)s after the due date") if days > 0 else _("%(days)s before the due date")
    return after % {"days": many}


def day(week: Week) -> str:
    return date_format(week.starts_on, "j F")


def money(minor: int) -> str:
    business = require_business()
    return Money(minor, business.currency).format(business.locale)


def listed(names: list[str]) -> str:
    """Return names as a sentence has them: one, two and three."""
    if len(names) < 2:  # noqa: PLR2004 nothing to join
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _how_many(weeks: list[Week]) -> str:
    if not any(week.came_in or week.went_out for week in weeks):
        return _("Nothing is expected to come in or to go out in the next 13 weeks.")
    hard = sum(week.net < 0 for week in weeks)
    if not hard:
        return _("In each of the next 13 weeks at least as much comes in as goes out.")
    if hard <= WEEKS // 2:
        return _("Most weeks you will have more coming in than going out.")
    return ngettext(
        "In %(n)s of the next 13 weeks more goes out than comes in.",
        "In %(n)s of the next 13 weeks more goes out than comes in.",
        hard,
    ) % {"n": hard}


def _why(week: Week, comings: list[Coming], names: Mapping[int, str]) -> str:
    """Name the largest bill of a week, and the customer whose lateness costs it most."""
    reasons = []
    end = week.starts_on + timedelta(days=6)
    out = [coming for coming in comings if coming.minor < 0 and week.starts_on <= coming.day <= end]
    if out:
        largest = min(out, key=lambda coming: coming.minor)
        reasons.append(_("%(what)s is due") % {"what": largest.what})
    late = _latest(week, comings)
    name = names.get(late.contact_id or 0) if late else None
    if late is not None and name:
        usual = ngettext(
            "%(name)s usually pays %(n)s day late", "%(name)s usually pays %(n)s days late", late.days_late
        )
        reasons.append(usual % {"name": name, "n": late.days_late})
    return _(" and ").join(reasons)


def _latest(week: Week, comings: list[Coming]) -> Coming | None:
    """Return the largest item that would be here by then if it came on time."""
    end = week.starts_on + timedelta(days=6)
    missing = [
        coming
        for coming in comings
        if coming.minor > 0 and coming.days_late >= LATE_ENOUGH and coming.due_on <= end < coming.day
    ]
    return max(missing, key=lambda coming: coming.minor, default=None)


def _balance(weeks: list[Week]) -> str:
    least = lowest(weeks)
    if least is None or least.balance is None:
        return ""
    empty = next((week for week in weeks if (week.balance or 0) < 0), None)
    if empty is None:
        facts = {"low": money(least.balance), "week": day(least)}
        return _("The least that is left in the bank is %(low)s, in the week of %(week)s.") % facts
    facts = {"week": day(empty), "low": money(least.balance), "worst": day(least)}
    return _("Money runs out in the week of %(week)s; at worst it is %(low)s, in the week of %(worst)s.") % facts
