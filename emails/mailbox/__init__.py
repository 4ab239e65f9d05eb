"""The development mailbox: an SMTP server that keeps what it is given, and pages that show it. Never in production."""
