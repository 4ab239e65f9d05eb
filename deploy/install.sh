#!/bin/sh
# Makes .venv and installs a hash-pinned lock into it, once per lock: deploy/install.sh requirements.lock
# Needs a POSIX shell and a Python from 3.11 on. All paths are relative: the folder may have any name.
set -eu

lock=$1
log=var/log/install.log
stamps=.venv/installed

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

fits() { # fits PROGRAM FIRST LAST: whether this is a Python from 3.FIRST to 3.LAST that runs
    "$1" -c "import sys; sys.exit(not (3, $2) <= sys.version_info[:2] <= (3, $3))" 2>/dev/null
}

find_python() { # the user's own choice first, then the versions that are tested, then anything new enough
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if fits "$candidate" 11 13; then command -v "$candidate"; return; fi
    done
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14; do
        if fits "$candidate" 14 99; then command -v "$candidate"; return; fi
    done
    return 1
}

make_environment() {
    python=$(find_python) || fail "Mango needs Python 3.11 or newer, and none was found.
Install one, or name it: make demo PYTHON=/path/to/python3"
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    if ! "$python" -m venv .venv >"$log" 2>&1; then
        cat "$log" >&2
        rm -rf .venv
        fail "$python cannot make a virtual environment.
On Debian and Ubuntu: apt-get install python3-venv. Or name another Python: make demo PYTHON=/path/to/python3"
    fi
}

fingerprint() { # of a lock and of the interpreter it was installed for
    .venv/bin/python -c 'import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest(), ".".join(map(str, sys.version_info[:3])))' "$1"
}

is_installed() { # whether this very lock is in .venv
    [ -f "$stamps" ] && [ -x .venv/bin/python ] && grep -qxF "$lock $(fingerprint "$lock")" "$stamps"
}

is_usable() { # a .venv that was moved or copied points at programs of its old place
    [ -x .venv/bin/python ] && fits .venv/bin/python 11 99 && .venv/bin/python -m pip --version >/dev/null 2>&1
}

progress() { # pip's talk, as one line every few packages
    awk -v total="$1" '
        /^(Collecting|Processing|Requirement already satisfied:) / {
            seen += 1; name = /^Requirement/ ? $4 : $2; sub(/.*\//, "", name); sub(/[-=<>;][0-9=].*/, "", name)
            if (seen % 10 == 0) { printf "  %3d of at most %d  %s\n", seen, total, name; fflush() }
        }
        /^Installing collected packages/ { printf "  %3d packages are here; unpacking\n", seen; fflush() }'
}

install_lock() {
    total=$(grep -c '^[A-Za-z0-9].*==' "$lock")
    say "Installing $lock, each package checked against its hash"
    { .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes \
        --progress-bar off --requirement "$lock" 2>&1 || echo "INSTALL-FAILED"; } | tee "$log" | progress "$total"
    if grep -q '^INSTALL-FAILED' "$log"; then
        tail -n 20 "$log" >&2
        fail "The packages of $lock could not be installed; all that pip said is in $log"
    fi
}

leave_stamps() { # The development lock holds the other one, pin for pin.
    locks=$lock
    [ "$lock" != requirements-dev.lock ] || locks="requirements.lock requirements-dev.lock"
    for each in $locks; do printf '%s %s\n' "$each" "$(fingerprint "$each")"; done >"$stamps"
}

mkdir -p var/log
[ -f "$lock" ] || fail "$lock is missing"
if is_installed; then exit 0; fi
is_usable || make_environment
started=$(date +%s)
install_lock
leave_stamps
say "Installed in $(($(date +%s) - started)) s"
