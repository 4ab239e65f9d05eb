"""How a business of the demo lets itself be paid, and what its customers say they have sent."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import InvoicingRules
from billing.selectors.accounts import open_items
from billing.services.paying import PayingChange, change_paying
from billing.services.proofs import keep_proof
from billing.services.transfers import TransferClaim, decline_transfer, tell_of_transfer
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Customer
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money

IBAN, BIC = "PT50000201231234567890154", "BCOMPTPL"
STORIES = ((timedelta(days=12), Decimal(1)), (timedelta(), Decimal("0.5")), (timedelta(), Decimal(1)))
"""How long ago each transfer was told of, and which share of what is due; the last one is not found."""
SLIP = "Transfer order\nTo: {to}\nAmount: {amount}\nSent: {day}\n"


def decide_how_to_pay(trade: Trade) -> None:
    """A deposit on the larger orders, parts of ten and more, and an account to transfer to."""
    change_paying(
        PayingChange(
            allows_part=True,
            least=Money.of(Decimal(10), trade.currency),
            deposit_kind="percent",
            deposit_percent=Decimal(30),
            deposit=Money.zero(trade.currency),
            deposit_above=Money.of(Decimal(150), trade.currency),
        )
    )
    rules = InvoicingRules.as_it_is()
    if trade.currency == "EUR":
        rules.bank_holder, rules.iban, rules.bic = trade.name, IBAN, BIC
    else:
        rules.bank_other = f"{trade.name}\nNorthgate Bank, sort code 04-00-75, account 31926819"
    rules.save()


def tell_of_transfers(trade: Trade) -> None:
    """Two transfers wait to be looked at, the first for too long and the second for a part; one was not found."""
    owner = User.objects.get(username=trade.team[0].username)
    found = Customer.objects.exclude(user__username__in=[person.username for person, _sketch in trade.cast])
    owing = ((one, open_items(one.contact_id)) for one in found.select_related("user").order_by("-contact_id"))
    notices = [
        _tell(trade, customer, [item.charge_id for item in items[:2]], items[0].due.times(share), ago=ago)
        for (customer, items), (ago, share) in zip(((one, its) for one, its in owing if its), STORIES, strict=False)
    ]
    if len(notices) == len(STORIES):
        with acting(owner):
            decline_transfer(notice_id=notices[-1], reason="It is not on our statement up to yesterday.", by=owner)


def _tell(trade: Trade, customer: Customer, charge_ids: list[int], amount: Money, *, ago: timedelta) -> int:
    sent_on = clock.today(trade.time_zone) - timedelta(days=2) - ago
    text = SLIP.format(to=trade.name, amount=amount.format(), day=sent_on)
    slip = SimpleUploadedFile("transfer-slip.txt", text.encode())
    with acting(customer.user):
        claim = TransferClaim(
            charge_ids=charge_ids,
            amount=amount,
            sent_on=sent_on,
            note="Sent from our office account",
            proof_id=keep_proof(customer.contact_id, slip, sender=customer.user, is_shown=True),
        )
        with happening_at(clock.now() - ago):
            return tell_of_transfer(contact_id=customer.contact_id, claim=claim, customer=customer.user).pk
