"""The base: Django as `startproject` makes it, sessions and auth in tables, a persistent connection."""

import sys
from importlib import import_module
from pathlib import Path

import dj_database_url
import django
from django.conf import settings

from bench.burst import Asked, ask, serve

HOST = "plain.localhost"


def main() -> None:
    _configure(sys.argv[1])
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0, run_syncdb=True)
    from bench.plain.models import Row

    Row.objects.bulk_create([Row(name=f"row {number:02}", colour="grey") for number in range(25)])
    user = User.objects.create_user("bench", password="bench-password")
    cookie = f"sessionid={_session(user)}"
    application = get_wsgi_application()
    asked = Asked()

    def one(requests: int) -> None:
        for _ in range(requests):
            ask(application, HOST, cookie)

    serve({"one": one}, asked)


def _configure(url: str) -> None:
    folder = Path(__file__).resolve().parents[1]
    contrib = ["auth", "contenttypes", "sessions", "messages"]
    settings.configure(
        SECRET_KEY="bench-only",
        ALLOWED_HOSTS=[HOST],
        ROOT_URLCONF="bench.plain.urls",
        USE_TZ=True,
        INSTALLED_APPS=[*(f"django.contrib.{name}" for name in contrib), "bench.plain"],
        DATABASES={"default": {**dj_database_url.parse(url), "CONN_MAX_AGE": None}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [folder / "templates"]}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    django.setup()


def _session(user: object) -> str:
    from django.contrib.auth import login
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)


if __name__ == "__main__":
    main()
