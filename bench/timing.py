"""Timing that survives a shared machine: variants take turns, and the median speaks."""

import statistics
import time
from collections.abc import Callable


def median_ms(work: Callable[[], object], rounds: int) -> float:
    return statistics.median(once(work) for _ in range(rounds))


def in_turns(variants: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each variant's median in milliseconds, measured in alternation after one warm-up each."""
    for work in variants.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, work in variants.items():
            times[name].append(once(work))
    return {name: statistics.median(values) for name, values in times.items()}


def once(work: Callable[[], object]) -> float:
    """Return what a run takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
