#!/bin/sh
# The web process: one thread per worker process, because a process answers one request at a time (see ARCHITECTURE.md).
set -eu
exec python -m granian --interface wsgi config.wsgi:application --host 0.0.0.0 --port "${PORT:-8000}" \
    --workers "${WEB_WORKERS:-$(nproc)}" --blocking-threads 1 --respawn-failed-workers --no-ws \
    --workers-max-rss "${WEB_WORKER_MEMORY_MB:-512}"
