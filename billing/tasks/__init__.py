"""Billing's work after the request, by topic; each safe to run twice."""

from billing.tasks import autopay, cash, money

__all__ = ["autopay", "cash", "money"]
