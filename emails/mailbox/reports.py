"""What a provider would report: a message has reached its mailbox, or was opened there."""

from datetime import datetime

from emails.mailbox.letters import StoredLetter
from emails.services.events import business_of, note_event
from tenants.kernel.scope import business_scope


def report(letter: StoredLetter, event: str, *, at: datetime) -> None:
    """Tell the business whose message it is; mail of anybody else is nobody's news."""
    business = business_of(letter.message_id)
    if business is None:
        return
    with business_scope(business):
        note_event(letter.message_id, event, at=at, detail="Development mailbox")
