"""Run the benchmarks: `python -m bench [--only NAME] [--size quick|full]`. They inform; they are not tests."""

import argparse
import os
from importlib import import_module

from bench.results import Result, report

NAMES = ["provisioning", "request", "billing"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", choices=NAMES)
    arguments.add_argument("--size", choices=["quick", "full"], default="quick")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from tests.database import fresh_database

    results: list[Result] = []
    for name in [chosen.only] if chosen.only else NAMES:
        with fresh_database("bench"):
            results += import_module(f"bench.{name}").run(chosen.size)
    report(results)


if __name__ == "__main__":
    main()
