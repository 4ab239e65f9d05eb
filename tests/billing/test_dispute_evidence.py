"""Evidence for a payer's bank: what helps is said, it is sent once, and what is refused stays written."""

import pytest

from billing.errors import AnswerOnItsWay, DisputeNotAnswerable, EvidenceMissing
from billing.gateway import gateway
from billing.gateway.protocol import Dispute as Found
from billing.gateway.protocol import OutcomeUnknown, Refused
from billing.models import Dispute
from billing.services import disputes as rules
from billing.services.disputes import answer_dispute, send_evidence
from billing.services.reversals import note_dispute
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import RetryLater, run_due
from tenants.kernel.scope import business_scope
from tests.billing.books import assert_books_add_up, charge, due, entries
from tests.billing.dispute_world import Says, as_told
from tests.billing.test_disputes import hear, open_at_bank, paid, written
from tests.cast import browser_of

__all__ = ["paid"]
WHY = "Delivered on 3 March at 7:40; Cleo signed for it."


def test_evidence_is_sent_once_whatever_is_lost_on_the_way(stripe, cleo, acme, paid):
    name = open_at_bank(stripe, paid)
    hear(stripe, acme)
    dispute = answer_dispute(Dispute.objects.get().pk, text=WHY)
    DueWork.objects.filter(name="billing.send_evidence").delete()
    stripe.lose_answers(2, f"POST /v1/disputes/{name}")

    with pytest.raises(RetryLater):
        send_evidence(dispute.pk)
    send_evidence(dispute.pk)
    send_evidence(dispute.pk)

    (kept,) = [one for one in stripe.objects("dispute") if one["id"] == name]
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer_state, dispute.submissions) == ("under_review", "sent", 1)
    assert kept["evidence_details"]["submission_count"] == 1
    sent = {"uncategorized_text": WHY, "customer_name": "Cleo van Dam", "product_description": "Tart"}
    assert kept["evidence"] | sent == kept["evidence"]


def test_the_magic_words_win_and_the_money_is_back(stripe, cleo, acme, paid):
    open_at_bank(stripe, paid)
    hear(stripe, acme)

    answer_dispute(Dispute.objects.get().pk, text="winning_evidence")
    run_due()

    assert (Dispute.objects.get().state, due(cleo)) == ("won", {})
    assert entries(cleo)[2:] == [("dispute", 1000), ("dispute_won", -1000)]
    assert_books_add_up()


def test_what_stripe_refuses_is_said_and_what_was_written_is_kept(cleo, monkeypatch):
    dispute = written(cleo)

    class Refusing(Says):
        def answer_dispute(self, **_words) -> Found:
            raise Refused("The evidence is too long.")

    monkeypatch.setattr(rules, "gateway", lambda: Refusing(as_told("needs_response", dispute.payment)))
    send_evidence(answer_dispute(dispute.pk, text=WHY).pk)

    dispute.refresh_from_db()
    assert (dispute.answer_state, dispute.answer, dispute.needs_answer) == ("refused", WHY, True)
    assert dispute.answer_failure == "The evidence is too long."


def test_nobody_is_asked_for_an_answer_again_while_what_became_of_it_is_not_known(cleo, monkeypatch):
    dispute = written(cleo)

    class Silent(Says):
        def answer_dispute(self, **_words) -> Found:
            self.has_ended = True
            return self.found

        def dispute(self, **names) -> Found:
            if self.has_ended:
                raise OutcomeUnknown("The line is dead.")
            return super().dispute(**names)

    bank = Silent(as_told("needs_response", dispute.payment))
    bank.has_ended = False
    monkeypatch.setattr(rules, "gateway", lambda: bank)
    with pytest.raises(RetryLater):
        send_evidence(answer_dispute(dispute.pk, text=WHY).pk)

    dispute.refresh_from_db()
    assert (dispute.answer_state, dispute.needs_answer) == ("asked", False)


@pytest.mark.parametrize(
    ("facts", "text", "refusal"),
    [
        ({}, "  ", EvidenceMissing),
        ({"answer_state": "asked"}, WHY, AnswerOnItsWay),
        ({"state": "under_review"}, WHY, DisputeNotAnswerable),
        ({"state": "won"}, WHY, DisputeNotAnswerable),
        ({"evidence_due_at": None}, WHY, DisputeNotAnswerable),
    ],
)
def test_what_cannot_be_answered_is_refused_and_nothing_is_sent(cleo, facts, text, refusal):
    dispute = written(cleo, **facts)

    with pytest.raises(refusal):
        answer_dispute(dispute.pk, text=text)

    dispute.refresh_from_db()
    assert (dispute.answer, dispute.answers) == ("", 0)
    assert not DueWork.objects.filter(name="billing.send_evidence").exists()


def test_the_pages_say_what_helps_send_it_and_offer_nothing_more(as_ada, acme, cleo):
    with business_scope(acme):
        dispute = written(cleo, fee_minor=2000, fee_currency="EUR", fee_on=clock.now().date())
    page = f"/workspace/disputes/{dispute.pk}/"

    listed, shown = as_ada.get("/workspace/disputes/").content.decode(), as_ada.get(page).content.decode()
    assert [
        said for said in ("Answer these", "2 days left", "Says it was paid twice", page) if said not in listed
    ] == []
    helps = ("The receipts of both payments", gateway().dispute_page("dp_1"), "€10.00", "€20.00")
    assert [said for said in helps if said not in shown] == []
    assert as_ada.post(f"{page}answer/", {"text": ""}).status_code == 422

    assert as_ada.post(f"{page}answer/", {"text": WHY})["Location"] == page
    assert as_ada.post(f"{page}answer/", {"text": "Another"}).status_code == 409

    shown = as_ada.get(page).content.decode()
    assert [said for said in (WHY, "Ada Lindqvist", "Your evidence is on its way") if said not in shown] == []
    assert "Send to the bank" not in shown
    with business_scope(acme):
        assert Dispute.objects.get().answers == 1


def test_a_lost_dispute_is_asked_for_again_by_the_team(as_ada, acme, cleo):
    with business_scope(acme):
        dispute = written(cleo, state="lost")
    page = f"/workspace/disputes/{dispute.pk}/"
    assert "Nothing of what it had paid for is due any more." in as_ada.get(page).content.decode()
    with business_scope(acme):
        charge(cleo, 1000, "Tart")
        note_dispute(dispute.payment, as_told("lost", dispute.payment))
    assert "Ask for it again" in as_ada.get(page).content.decode()

    assert as_ada.post(f"{page}claim/")["Location"] == page

    assert "Ask for it again" not in as_ada.get(page).content.decode()


def test_an_assistant_sees_no_disputes_and_answers_none(ben, acme, cleo):
    with business_scope(acme):
        dispute = written(cleo)
    browser, page = browser_of(ben), f"/workspace/disputes/{dispute.pk}/"

    asked = [browser.get("/workspace/disputes/"), browser.get(page), browser.post(f"{page}answer/", {"text": WHY})]

    assert [answer.status_code for answer in asked] == [403, 403, 403]
    with business_scope(acme):
        assert Dispute.objects.get().answer == ""
