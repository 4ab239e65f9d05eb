"""Recovery codes between being made and being kept: sealed in the session, so that the page can be loaded again."""

from datetime import datetime, timedelta

from tenants.accounts.sessions import BusinessSession
from tenants.kernel import clock
from tenants.kernel.signing import seal, unseal

SHOWN_FOR = timedelta(minutes=15)
_KEY = "recovery_codes"


def show(session: BusinessSession, codes: list[str]) -> None:
    until = (clock.now() + SHOWN_FOR).isoformat()
    session[_KEY] = {"sealed": seal(" ".join(codes)).decode(), "until": until}


def shown(session: BusinessSession) -> list[str]:
    """Return the codes that may still be seen here, or none."""
    kept = session.get(_KEY)
    if kept is None or datetime.fromisoformat(kept["until"]) <= clock.now():
        return []
    return unseal(kept["sealed"].encode()).split()


def hide(session: BusinessSession) -> None:
    session.pop(_KEY, None)
