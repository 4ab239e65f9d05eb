"""What goes by itself in the demo: one customer has agreed to autopay of a saved card, one pays in parts."""

from datetime import timedelta
from decimal import Decimal

from billing.selectors.autopay import terms_for
from billing.selectors.instalments import plan_of
from billing.services.attempts import refresh_attempt
from billing.services.autopay_rules import AutopayChange, InstalmentChange, change_what_goes_by_itself
from billing.services.cards import follow_cards, start_saving_card
from billing.services.charges import ChargeDraft, add_charge
from billing.services.checkout import Wish, start_checkout
from billing.services.consents import Agreement, give_consent
from billing.services.instalments import PlanDraft, Signature, agree_to_plan, offer_plan
from billing.services.shares import Instalment
from config.demo.seed.online import GOOD_CARD, tell_stand_in
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Customer
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.links import business_url

PARTS, MONTHLY_LIMIT = 4, 250
AUTOPAY = AutopayChange(is_offered=True, days_after_due=0, announce_days=3, retry_days=[1, 3, 7])


def pay_by_themselves(trade: Trade) -> None:
    """Let the first of the cast save a card and agree, and the last pay a cake in parts; Stripe is connected."""
    amounts = {"above_minor": 10_000, "smallest_minor": 2_500}
    parts = InstalmentChange(is_offered=True, most_parts=6, grace_days=14, **amounts)
    change_what_goes_by_itself(autopay=AUTOPAY, instalments=parts)
    people = [
        Customer.objects.select_related("user").get(user__username=person.username) for person, _sketch in trade.cast
    ]
    switch_autopay_on(people[0])
    if len(people) > 1:
        pay_in_parts(people[-1])


def switch_autopay_on(customer: Customer) -> None:
    """Save a card on the stand-in's page, and agree to have it charged up to a limit."""
    page = business_url("/methods/")
    session = start_saving_card(contact_id=customer.contact_id, success_url=page, cancel_url=page).rpartition("/")[2]
    tell_stand_in("checkout", {"session": session, "card": GOOD_CARD})
    follow_cards(customer.contact_id)
    terms = terms_for(customer.contact_id)
    if terms is None:
        raise RuntimeError("The card that was saved cannot be charged.")
    limit = Money.of(Decimal(MONTHLY_LIMIT), require_business().currency)
    agreement = Agreement(agrees=True, digest=terms.digest, limit=limit, address="192.0.2.24")
    with acting(customer.user):
        give_consent(contact_id=customer.contact_id, agreement=agreement, by=customer.user)


def pay_in_parts(customer: Customer) -> int:
    """Split a cake a week ago, and pay the first part today; returns the plan."""
    user, contact_id = customer.user, customer.contact_id
    today = clock.today(require_business().time_zone)
    with happening_at(clock.now() - timedelta(days=7)):
        price = Money.of(Decimal(480), require_business().currency)
        cake = ChargeDraft(description="Wedding cake", unit_price=price, reason="As agreed at the tasting")
        charge_id = add_charge(contact_id=contact_id, draft=cake).pk
        draft = PlanDraft(charge_ids=[charge_id], parts=PARTS, rhythm="month", first_on=today)
        with acting(user):
            plan = offer_plan(contact_id=contact_id, draft=draft, by=user)
            signature = Signature(name=user.name, user=user, address="192.0.2.31")
            agree_to_plan(contact_id=contact_id, plan_id=plan.pk, signature=signature)
    part = plan_of(contact_id, plan.pk).payable
    if part is None:
        raise RuntimeError("Nothing of the plan is to be paid.")
    page = business_url("/pay/")
    wish = Wish(
        contact_id=contact_id,
        customer_user_id=user.pk,
        charge_ids=[charge_id],
        amount=Instalment(part),
        success_url=page,
        cancel_url=page,
    )
    attempt = start_checkout(wish)
    tell_stand_in("checkout", {"session": attempt.checkout_session, "card": GOOD_CARD})
    refresh_attempt(attempt.pk)
    return plan.pk
