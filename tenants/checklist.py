"""The first steps of a new business, shown on its home page until all are done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import User
from tenants.kernel.scope import require_business

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``action`` of access.ACTIONS says who may take it; ``is_done`` is asked in the business's scope."""

    name: str
    order: int
    title: Text
    text: Text
    url_name: str
    label: Text
    action: str
    is_done: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """A step as one member sees it: ``state`` is done, current or empty."""

    step: Step
    state: str
    may: bool


_steps: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Add a step; called from an app's ready()."""
    _steps[step.name] = step


def progress_for(member: User) -> list[Progress]:
    """Return every step with its state, or nothing when all are done."""
    steps = sorted(_steps.values(), key=lambda step: step.order)
    done = {step.name: step.is_done() for step in steps}
    if all(done.values()):
        return []
    current = next(step.name for step in steps if not done[step.name])
    return [Progress(step, _state(done[step.name], step.name == current), member.may(step.action)) for step in steps]


def _state(is_done: bool, is_current: bool) -> str:  # noqa: FBT001 two facts, one word
    return "done" if is_done else "current" if is_current else ""


def _is_branded() -> bool:
    return require_business().brand.version > 1


BRAND = Step(
    name="brand",
    order=10,
    title=_("Logo and colours"),
    text=_("Every page and e-mail your customers see wears them."),
    url_name="tenants:brand",
    label=_("Choose"),
    action="brand.change",
    is_done=_is_branded,
)
