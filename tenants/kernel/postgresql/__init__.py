"""Database backend: django-tenants', plus a path that is set only when the server does not already report it."""
