"""What a benchmark found: each line is a ratio against a base of the same run, or a count."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Result:
    """One bar: ``ratio`` is value / base, or the value itself for a count; ``ok`` says whether it is within ``bar``."""

    name: str
    value: float
    base: float
    bar: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.value / self.base if self.base else self.value

    @property
    def ok(self) -> bool:
        return self.ratio <= self.bar

    def line(self) -> str:
        base = f"{self.base:9.3f}" if self.base else f"{'-':>9}"
        verdict = "ok" if self.ok else "OVER"
        return f"{self.name:<58} {self.value:9.3f} {base} {self.unit:<5} {self.ratio:7.3f} ≤ {self.bar:<5} {verdict}"


def count(name: str, value: int, bar: int) -> Result:
    """Return a plain count with its upper bar."""
    return Result(name, value, 0, bar, unit="")


def report(results: list[Result]) -> None:
    print(f"{'what':<58} {'value':>9} {'base':>9} {'unit':<5} {'ratio':>7}   bar")
    for result in results:
        print(result.line())
    rows = [{**asdict(result), "ratio": result.ratio, "ok": result.ok} for result in results]
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")
