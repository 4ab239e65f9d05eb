"""What a business sells, what its contacts owe, what they have paid, and the ledger that adds it up."""

from billing.models.attempt import AttemptItem, PaymentAttempt
from billing.models.autopay import AutopayConsent, AutopayRules
from billing.models.autopay_run import AutopayRun
from billing.models.card import SavedCard, StripeCustomer
from billing.models.cash import BankBalance, Payout
from billing.models.charge import Charge
from billing.models.dispute import Dispute
from billing.models.document_link import DocumentLink
from billing.models.expense import Expense, ExpenseCategory, ExpenseReceipt, ExpenseRule
from billing.models.instalments import InstalmentCharge, InstalmentPart, InstalmentPlan, InstalmentRules
from billing.models.invoice import Invoice, InvoiceLine
from billing.models.invoice_event import InvoiceAttachment, InvoiceEvent
from billing.models.invoicing import AcceptedQuote, Automatic, BillingProfile, InvoiceCounter, InvoicingRules
from billing.models.ledger import Allocation, LedgerEntry
from billing.models.paying import PayingRules
from billing.models.payment import Payment, ReceiptCounter
from billing.models.product import Product
from billing.models.promise import Promise
from billing.models.query import ChargeQuery
from billing.models.quote import Quote, QuoteCounter, QuoteLine, QuoteVersion
from billing.models.rate import ExchangeRate
from billing.models.reconciliation import Difference, Reconciliation
from billing.models.refund import RefundOrder
from billing.models.reminder import ContactReminders, LateFee, Reminder, ReminderItem, StatementMail
from billing.models.reminder_rules import ReminderRules
from billing.models.schedule import Schedule, SchedulePrice, ScheduleRun, ScheduleSkip
from billing.models.transfer import TransferItem, TransferNotice

__all__ = [
    "AcceptedQuote",
    "Allocation",
    "AttemptItem",
    "Automatic",
    "AutopayConsent",
    "AutopayRules",
    "AutopayRun",
    "BankBalance",
    "BillingProfile",
    "Charge",
    "ChargeQuery",
    "ContactReminders",
    "Difference",
    "Dispute",
    "DocumentLink",
    "ExchangeRate",
    "Expense",
    "ExpenseCategory",
    "ExpenseReceipt",
    "ExpenseRule",
    "InstalmentCharge",
    "InstalmentPart",
    "InstalmentPlan",
    "InstalmentRules",
    "Invoice",
    "InvoiceAttachment",
    "InvoiceCounter",
    "InvoiceEvent",
    "InvoiceLine",
    "InvoicingRules",
    "LateFee",
    "LedgerEntry",
    "PayingRules",
    "Payment",
    "PaymentAttempt",
    "Payout",
    "Product",
    "Promise",
    "Quote",
    "QuoteCounter",
    "QuoteLine",
    "QuoteVersion",
    "ReceiptCounter",
    "Reconciliation",
    "RefundOrder",
    "Reminder",
    "ReminderItem",
    "ReminderRules",
    "SavedCard",
    "Schedule",
    "SchedulePrice",
    "ScheduleRun",
    "ScheduleSkip",
    "StatementMail",
    "StripeCustomer",
    "TransferItem",
    "TransferNotice",
]
