"""What paying adds to mails, needs and sight, in one call from billing's ready()."""

from billing import emails_paying, needs_paying, sight_paying


def register() -> None:
    emails_paying.register()
    needs_paying.register()
    sight_paying.register()
