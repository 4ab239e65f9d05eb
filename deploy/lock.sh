#!/bin/sh
# Writes both locks from pyproject.toml: every version with its hashes, for every platform, and no address of an index.
# Versions already pinned stay; UPGRADE=1 takes the newest allowed, UPGRADE=name those of one package.
set -eu

case ${UPGRADE:-} in
    '') upgrade= ;;
    1) upgrade=--upgrade ;;
    *) upgrade=--upgrade-package=$UPGRADE ;;
esac

compile() { # compile OUTPUT OPTIONS…
    output=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header ${upgrade:+"$upgrade"} "$@" --output-file "$output" pyproject.toml
}

compile requirements.lock
compile requirements-dev.lock --group dev --constraint requirements.lock
grep -c '^[A-Za-z0-9].*==' requirements.lock requirements-dev.lock
