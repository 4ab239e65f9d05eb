"""How a dispute ended, as the owners read it: in each outcome once, with what it means for the money."""

from dataclasses import replace

import pytest

from billing.gateway.protocol import Refund
from billing.models import Dispute
from billing.services import disputes as rules
from billing.services.disputes import follow_dispute
from billing.services.reversals import note_refunds
from emails.models import Message
from emails.rendering.mail import branded_mail
from tests.billing import books
from tests.billing.books import charge, pay
from tests.billing.dispute_world import Says, as_told


@pytest.mark.parametrize(
    ("state", "refunded", "words"),
    [
        ("won", 0, (["The money is back on the account"], ["is due again", "a fee of"])),
        ("lost", 0, (["What it had paid for is due again", "a fee of €20.00"], ["You had refunded"])),
        ("lost", 300, (["You had refunded €3.00 of it before"], ["Nothing of what it had paid for"])),
        ("warning_closed", 0, (["It has taken no money"], ["a fee of"])),
    ],
)
def test_the_owners_read_how_a_dispute_ended_and_what_it_means(ada, cleo, monkeypatch, state, refunded, words):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    if refunded:
        note_refunds(payment, [Refund(id="re_1", minor=refunded, state="succeeded")])
    fee = books.money(2000) if state == "lost" else None
    monkeypatch.setattr(rules, "gateway", lambda: Says(replace(as_told(state, payment), fee=fee)))

    follow_dispute(payment, "dp_1")
    for told in ("under_review", state):  # it is looked into again, and ends in the same way
        monkeypatch.setattr(rules, "gateway", lambda said=told: Says(as_told(said, payment)))
        follow_dispute(payment, "dp_1")

    letter = Message.objects.get(user_id=ada.pk)
    mail = branded_mail(letter)
    dispute = Dispute.objects.get()
    said, unsaid = words
    said = [*said, "Cleo van Dam", "€10.00", payment.receipt_name, f"/disputes/{dispute.pk}/"]
    for part in (mail.alternatives[0].content, mail.body):
        assert [words for words in said if words not in part] == []
        assert [words for words in unsaid if words in part] == []
