# syntax=docker/dockerfile:1
# One image for web, worker and scheduler; compose.yaml says which is which.

FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/mango
WORKDIR /build
COPY requirements.lock .
RUN /opt/mango/bin/pip install --no-deps --require-hashes --requirement requirements.lock

FROM python:3.13-slim-bookworm
ENV PATH=/opt/mango/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    MANGO_VAR=/var/lib/mango \
    PORT=8000
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/mango --create-home mango
COPY --from=packages /opt/mango /opt/mango
WORKDIR /srv/mango
COPY . .
# The files' names carry their hashes; collecting them needs settings, and these values open nothing.
RUN sh -c 'set -a && . deploy/check.env && python manage.py collectstatic --noinput' \
    && chown -R mango:mango /var/lib/mango
USER mango
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "deploy/healthcheck.py"]
CMD ["sh", "deploy/web.sh"]
