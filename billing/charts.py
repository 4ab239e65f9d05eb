"""Charts as SVG, drawn on the server: where each bar stands. Colours are the style sheet's."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 780, 260
TOP, BOTTOM, LEFT = 14, 30, 8
LEAST_BAR, WIDEST_BAR = 1.5, 56.0
"""So that what is not nothing is seen, and what is alone is no wall."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the picture; ``kind`` is its class, ``label`` what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``line`` is a polyline's points, empty for none; ``zero`` is where nothing stands."""

    bars: list[Bar]
    ticks: list[Tick]
    zero: float
    line: str = ""
    divide: float = 0
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over one place of the axis: amounts with their kind and label; below zero they hang down."""

    tick: str
    bars: Sequence[tuple[int, str, str]]
    line: int | None = None


def draw(groups: Sequence[Group], *, divide_before: int = 0) -> Chart:
    """Draw groups of bars side by side, and a line over those that have a value for it, on one scale."""
    amounts = [bar[0] for group in groups for bar in group.bars]
    amounts += [group.line for group in groups if group.line is not None]
    high, low = max([0, *amounts]), min([0, *amounts])
    scale = (HEIGHT - TOP - BOTTOM) / ((high - low) or 1)
    zero = TOP + high * scale
    step = (WIDTH - 2 * LEFT) / max(1, len(groups))
    bars, ticks, points = [], [], []
    for number, group in enumerate(groups):
        left = LEFT + number * step
        bars += _bars(group, left=left, step=step, scale=scale, zero=zero)
        ticks.append(Tick(round(left + step / 2, 1), group.tick))
        if group.line is not None:
            points.append(f"{left + step / 2:.1f},{zero - group.line * scale:.1f}")
    divide = round(LEFT + divide_before * step, 1) if divide_before else 0
    return Chart(bars, ticks, round(zero, 1), " ".join(points), divide)


def _bars(group: Group, *, left: float, step: float, scale: float, zero: float) -> list[Bar]:
    width = min(WIDEST_BAR, step * 0.68 / max(1, len(group.bars)))
    gap = (step - width * len(group.bars)) / 2
    found = []
    for place, (amount, kind, label) in enumerate(group.bars):
        if not amount:
            continue
        height = max(LEAST_BAR, abs(amount) * scale)
        y = zero - height if amount > 0 else zero
        found.append(
            Bar(round(left + gap + place * width, 1), round(y, 1), round(width - 1, 1), round(height, 1), kind, label)
        )
    return found
