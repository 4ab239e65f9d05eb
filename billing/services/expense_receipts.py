"""The papers of expenses: bytes in the private storage first, then the row; what a crash leaves behind is tidied."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from billing.errors import NoSuchExpense
from billing.models import Expense, ExpenseReceipt
from crm.selectors.files import used_bytes
from tenants import files
from tenants.errors import StorageFull
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.jobs.queue import enqueue
from tenants.services.space import held_allowed_bytes
from tenants.uploads import Upload

TIDY_AFTER = timedelta(hours=1)


def add_receipt(expense_id: int, *, upload: Upload) -> ExpenseReceipt:
    """Keep a paper with its expense; the same content is kept once. Raises StorageFull and Unavailable.

    Call it outside of any transaction: what a crash leaves in the storage is found by work asked for before.
    """
    key = files.new_key("receipts", content_type=upload.content_type)
    enqueue("billing.tidy_expense_receipt", due_at=clock.now() + TIDY_AFTER, storage_key=key)
    files.put(key, upload.content)
    try:
        kept = _write_down(expense_id, upload, key)
    except MangoError:
        files.discard(key)
        raise
    if kept.storage_key != key:
        files.discard(key)
    return kept


@transaction.atomic
def remove_receipt(expense_id: int, receipt_id: int) -> None:
    """Take a paper away for good; one that is gone is gone."""
    receipt = ExpenseReceipt.objects.select_for_update().filter(pk=receipt_id, expense_id=expense_id).first()
    if receipt is None:
        return
    key = receipt.storage_key
    receipt.delete()
    files.discard(key)  # in the transaction: a storage that is down keeps the row, and it can be tried again


def tidy_receipt(storage_key: str) -> None:
    if not ExpenseReceipt.objects.filter(storage_key=storage_key).exists():
        files.discard(storage_key)


@transaction.atomic
def _write_down(expense_id: int, upload: Upload, key: str) -> ExpenseReceipt:
    allowed = held_allowed_bytes()
    expense = Expense.objects.select_for_update().filter(pk=expense_id).first()
    if expense is None:
        raise NoSuchExpense
    twin: ExpenseReceipt | None = expense.receipts.filter(sha256=upload.sha256).first()
    if twin is not None:
        return twin
    used = used_bytes() + (ExpenseReceipt.objects.aggregate(total=Sum("size"))["total"] or 0)
    if used + upload.size > allowed:
        raise StorageFull(name=upload.name, used=filesizeformat(used), most=filesizeformat(allowed))
    return ExpenseReceipt.objects.create(
        expense=expense,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        storage_key=key,
    )
