"""Refunds, write-offs, credit and disputes as the API shows them and takes them."""

from typing import Any

from rest_framework import serializers

from billing.evidence import LONGEST
from billing.models import Dispute, LedgerEntry, RefundOrder
from tenants.api.fields import GivenMoney, ShownMoney, StrictSerializer


class ShownRefund(serializers.ModelSerializer[RefundOrder]):
    amount = ShownMoney(read_only=True)

    class Meta:
        model = RefundOrder
        fields = read_only_fields = [
            "id", "payment_id", "amount", "reason", "state", "failure", "asked_by_name", "created_at",
        ]  # fmt: skip


class ShownCredit(serializers.ModelSerializer[LedgerEntry]):
    amount = serializers.SerializerMethodField()
    left = ShownMoney(source="open", read_only=True, help_text="What is not used yet.")
    given_on = serializers.DateField(source="effective_on", read_only=True)
    given_by_name = serializers.CharField(source="posted_by_name", read_only=True)

    class Meta:
        model = LedgerEntry
        fields = read_only_fields = [
            "id", "contact_id", "payment_id", "amount", "left", "reason", "given_on", "given_by_name", "created_at",
        ]  # fmt: skip

    def get_amount(self, credit: LedgerEntry) -> ShownMoney:
        shown: Any = ShownMoney(-credit.amount).data
        return shown  # type: ignore[no-any-return]


class ShownDispute(serializers.ModelSerializer[Dispute]):
    amount = ShownMoney(read_only=True)
    reason = serializers.CharField(read_only=True, help_text="Stripe's word for why.")
    evidence_due_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Until when an answer counts; null when the bank takes none."
    )

    fee = ShownMoney(
        read_only=True, allow_null=True, help_text="What Stripe keeps for it; null while that is not known."
    )

    class Meta:
        model = Dispute
        fields = read_only_fields = [
            "id", "contact_id", "payment_id", "amount", "fee", "reason", "state", "evidence_due_at", "submissions",
            "answer", "answer_state", "answer_failure", "opened_at",
        ]  # fmt: skip


class NewRefund(StrictSerializer):
    amount = GivenMoney()
    reason = serializers.CharField(max_length=250, help_text="The customer reads it in the e-mail.")


class NewWriteOff(StrictSerializer):
    amount = GivenMoney(required=False, help_text="All that is still due when left out.")
    reason = serializers.CharField(max_length=500, help_text="The customer sees it on their account.")


class NewCredit(StrictSerializer):
    amount = GivenMoney()
    reason = serializers.CharField(max_length=500, help_text="The customer reads it on the account and in the e-mail.")
    tell = serializers.BooleanField(required=False, default=True, help_text="Whether the customer is written to.")


class NewEvidence(StrictSerializer):
    text = serializers.CharField(max_length=LONGEST, help_text="What the bank should know. The bank reads it.")
