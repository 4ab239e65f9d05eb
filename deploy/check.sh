#!/bin/sh
# Everything that can be judged without running a test. All of it runs, also past a failure; the last line sums up.
set -u

failed=
started=$(date +%s)

check() { # check NAME COMMAND…
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

manage() { .venv/bin/python manage.py "$@"; }

deployment() { # the production settings, with values that only a check may use
    set -a
    . deploy/check.env
    set +a
    .venv/bin/python manage.py check --deploy --fail-level WARNING
}

check 'ruff' .venv/bin/ruff check .
check 'ruff format' .venv/bin/ruff format --check .
check 'mypy' .venv/bin/mypy .
check 'import-linter' .venv/bin/lint-imports
check 'migrations' manage makemigrations --check --dry-run
check 'system checks' manage check --fail-level WARNING
check 'templates' manage check_templates
check 'deployment settings' deployment

printf '\n%s s: ' "$(($(date +%s) - started))"
[ -z "$failed" ] || { printf 'failed: %s\n' "${failed#, }"; exit 1; }
printf 'all checks passed\n'
