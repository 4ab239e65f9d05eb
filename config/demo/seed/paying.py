"""How a business of the demo lets itself be paid."""

from decimal import Decimal

from billing.services.paying import PayingChange, change_paying
from config.demo.seed.trades import Trade
from tenants.kernel.money import Money


def decide_how_to_pay(trade: Trade) -> None:
    """A deposit on the larger orders, parts of ten and more."""
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
