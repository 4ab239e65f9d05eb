"""What a business has written, what became of it, and where it may not write again."""

from emails.models.day import MailDay
from emails.models.message import Message, MessageEvent
from emails.models.suppression import Suppression

__all__ = ["MailDay", "Message", "MessageEvent", "Suppression"]
