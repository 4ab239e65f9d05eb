"""What a business sells, what its contacts owe, what they have paid, and the ledger that adds it up."""

from billing.models.attempt import AttemptItem, PaymentAttempt
from billing.models.charge import Charge
from billing.models.ledger import Allocation, LedgerEntry
from billing.models.payment import Payment, ReceiptCounter
from billing.models.product import Product
from billing.models.refund import RefundOrder

__all__ = [
    "Allocation",
    "AttemptItem",
    "Charge",
    "LedgerEntry",
    "Payment",
    "PaymentAttempt",
    "Product",
    "ReceiptCounter",
    "RefundOrder",
]
