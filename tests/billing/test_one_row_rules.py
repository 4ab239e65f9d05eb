"""What a business has one row of: whoever saves at the same instant comes after the other, the first time too."""

import re
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q

from billing.errors.invoices import BankNeedsPassword
from billing.forms.invoicing import InvoicingRulesForm
from billing.models import InvoicingRules
from billing.services.invoicing_rules import save_rules
from tenants.activity.models import Activity
from tenants.kernel.models import OneRowModel
from tenants.kernel.scope import business_scope
from tests.patience import PATIENCE, eventually
from tests.test_architecture import APPS, ROOT, sources

TYPED = {
    "pattern": "{year}-{number:04}", "credit_note_pattern": "CN-{year}-{number:04}", "is_reset_yearly": "on",
    "due_days": "14", "automatic": "never", "automatic_day": "1", "accepted_quote": "charges",
}  # fmt: skip


def wait_until_it_waits_for_us(work: Future[Any]) -> None:
    """Return once another connection waits for what this transaction has locked."""

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            return cursor.fetchone() is not None

    eventually(lambda: work.done() or waits())
    assert not work.done(), f"The other has not waited: {work.result()}"


def test_the_second_of_two_who_save_at_once_waits_and_takes_nothing_back(committed):
    """When there is no row yet, and when there is one."""

    def thank(words: str) -> InvoicingRules:
        try:
            with business_scope(committed):
                return save_rules(notes=words)
        finally:
            connection.close()

    with business_scope(committed), ThreadPoolExecutor(1) as other:
        for days, words in ((30, "Thank you"), (60, "Many thanks")):
            with transaction.atomic():
                save_rules(due_days=days)
                second = other.submit(thank, words)
                wait_until_it_waits_for_us(second)
            saved, kept = second.result(PATIENCE), InvoicingRules.objects.get()
            assert [(rules.due_days, rules.notes) for rules in (saved, kept)] == [(days, words)] * 2

        assert Activity.objects.filter(verb="invoicing.changed").count() == 4


def test_a_save_without_the_password_does_not_put_back_where_customers_paid_before(in_acme):
    save_rules(iban="PT50000201231234567890154", bank_other="One\nTwo", knows_password=True)
    seen = TYPED | {"iban": "PT50 0002 0123 1234 5678 9015 4", "bank_other": "One\r\nTwo", "due_days": "30"}
    form = InvoicingRulesForm(seen, instance=InvoicingRules.as_it_is())
    assert form.is_valid()
    assert not form.changes_bank

    save_rules(iban="DE89370400440532013000", knows_password=True)
    save_rules(**form.said())

    rules = InvoicingRules.objects.get()
    assert (rules.iban, rules.bank_other, rules.due_days) == ("DE89370400440532013000", "One\nTwo", 30)


def test_where_customers_pay_stays_for_whom_has_not_said_their_password(in_acme):
    with pytest.raises(BankNeedsPassword):
        save_rules(iban="PT50000201231234567890154", due_days=30)

    assert not InvoicingRules.objects.exists()


def test_one_row_is_read_and_made_in_one_way():
    """The constraint that holds the id is the only other place that names it."""
    another_way = re.compile(r"(?<!condition=Q\()\b(pk|id)=1\b")
    allowed = {"tenants/kernel/models.py", "tenants/kernel/canary/models.py"}

    found = {str(path.relative_to(ROOT)) for path in sources(*APPS) if another_way.search(path.read_text())}

    assert found - allowed == set()


def test_the_database_holds_one_row_of_each():
    single = [model for model in apps.get_models() if issubclass(model, OneRowModel)]

    assert len(single) == 6
    for model in single:
        assert Q(id=1) in [getattr(constraint, "condition", None) for constraint in model._meta.constraints], model
