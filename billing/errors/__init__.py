"""What billing will not do, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from billing.errors.ledger import *  # noqa: F403 errors of a topic of its own, found here with all others
from tenants.kernel.errors import MangoError, NotFound


class NoSuchContact(NotFound):
    code = "no_such_contact"


class NoSuchCharge(NotFound):
    code = "no_such_charge"


class NoSuchPayment(NotFound):
    code = "no_such_payment"


class NoSuchDifference(NotFound):
    code = "no_such_difference"


class NoSuchProduct(NotFound):
    code = "no_such_product"


class AmountNotPositive(MangoError):
    code = "amount_not_positive"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The amount has to be more than nothing. Nothing was saved.")


class AmountTooLarge(MangoError):
    code = "amount_too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("That comes to more than anybody could be charged. Look at the price and the quantity.")


class QuantityNotPositive(MangoError):
    code = "quantity_not_positive"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The quantity has to be more than nothing. Nothing was saved.")


class ChargeIsVoid(MangoError):
    code = "charge_is_void"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” was voided, so nothing can be paid on it. Choose another charge.")


class NoExchangeRate(MangoError):
    code = "no_exchange_rate"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("There is no exchange rate for %(currency)s on that day. Add one under Settings → Currencies first.")


class ReconciliationSilent(MangoError):
    code = "reconciliation_silent"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("Stripe does not answer right now, so not all could be compared. Nothing was changed; try again later.")


class OwnCurrency(MangoError):
    code = "own_currency"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("%(currency)s is your own currency, so it needs no rate. Choose another one.")


class RateNotPositive(MangoError):
    code = "rate_not_positive"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A rate is more than nothing and less than a thousand million. Nothing was saved.")


class SeveralCurrencies(MangoError):
    code = "several_currencies"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Items in different currencies are paid one currency at a time. Nothing was charged.")


class ReasonMissing(MangoError):
    code = "reason_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Say why: the customer sees the reason on their account.")


class NothingToGiveBack(MangoError):
    code = "nothing_to_give_back"
    status = HTTPStatus.CONFLICT
    message = _("All of this payment has gone back, or is on its way, so nothing more was given back.")


class OtherRefundSent(MangoError):
    code = "other_refund_sent"
    status = HTTPStatus.CONFLICT
    message = _("This form was sent for another payment, so nothing was given back. Open the payment again.")


class TooMuchToGiveBack(MangoError):
    code = "too_much_to_give_back"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("At most %(left)s of this payment can go back. Nothing was given back.")


class ProductArchived(MangoError):
    code = "product_archived"
    status = HTTPStatus.CONFLICT
    message = _("“%(name)s” is no longer on sale. Restore it in the catalogue, or charge something else.")


class NothingChosen(MangoError):
    code = "nothing_chosen"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose at least one item to pay.")


class NothingDue(MangoError):
    code = "nothing_due"
    status = HTTPStatus.CONFLICT
    message = _("This is already paid, so nothing was charged. The account shows what is still due.")


class MoreThanDue(MangoError):
    code = "more_than_due"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("You chose items worth %(due)s, so you cannot pay %(amount)s for them. Nothing was charged.")


class PaymentOnItsWay(MangoError):
    code = "payment_on_its_way"
    status = HTTPStatus.CONFLICT
    message = _(
        "A bank payment of %(amount)s for this is on its way, so nothing more was charged. Banks take a few days; "
        "the account shows it as soon as it has arrived."
    )


class CardsNotAccepted(MangoError):
    code = "cards_not_accepted"
    status = HTTPStatus.CONFLICT
    message = _("%(business)s does not take payments online yet. Nothing was charged; ask them how to pay.")


class StripeSilent(MangoError):
    code = "payments_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _(
        "The payment service does not answer right now. You have not been charged and your selection is kept; "
        "try again in a minute."
    )


class StripeRefused(MangoError):
    code = "payment_refused"
    status = HTTPStatus.BAD_GATEWAY
    message = _("The payment could not be started. You have not been charged. The payment service says: %(reason)s")


class NoSuchAttempt(NotFound):
    code = "no_such_attempt"


class ConnectSilent(MangoError):
    code = "stripe_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("Stripe does not answer right now. Nothing was changed; try again in a minute.")


class ConnectRefused(MangoError):
    code = "stripe_refused"
    status = HTTPStatus.BAD_GATEWAY
    message = _("Stripe would not go on, and nothing was changed. It says: %(reason)s")


class EventOfNobody(MangoError):
    code = "event_of_nobody"
    status = HTTPStatus.CONFLICT
    message = _("No business has the account %(account)s, so there is nobody to handle it for. It stays as it is.")


# Invoices


class DiscountTooLarge(MangoError):
    code = "discount_too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The discount leaves nothing to pay, or is below nothing. Nothing was saved.")


class NoSuchInvoice(NotFound):
    code = "no_such_invoice"


# Queries and promises


class NoSuchQuery(NotFound):
    code = "no_such_query"


class QueryDecided(MangoError):
    code = "query_decided"
    status = HTTPStatus.CONFLICT
    message = _("This was resolved meanwhile, so nothing was changed. The page shows what was answered.")


class NotToBeReminded(MangoError):
    code = "not_to_be_reminded"
    status = HTTPStatus.CONFLICT
    message = _("No reminder was sent: %(reason)s.")


class NoSuchPromise(NotFound):
    code = "no_such_promise"


class PromisesNotTaken(MangoError):
    code = "promises_not_taken"
    status = HTTPStatus.CONFLICT
    message = _("%(business)s takes no promises to pay. Nothing was changed; please pay, or ask them.")


class PromiseTooFar(MangoError):
    code = "promise_too_far"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose a day from %(first)s to %(last)s. Nothing was promised.")


class PromiseTooOften(MangoError):
    code = "promise_too_often"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” was promised as often as it can be. Please pay it, or ask the business.")


class PromiseTooSmall(MangoError):
    code = "promise_too_small"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Promises are taken from %(least)s on. Please pay smaller amounts.")


class AnswerMissing(MangoError):
    code = "answer_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Write an answer: the customer reads it in an e-mail and beside the charge.")


# Expenses


class NoSuchExpense(NotFound):
    code = "no_such_expense"


class TaxNotBelowAmount(MangoError):
    code = "tax_not_below_amount"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The tax is part of the amount, so it has to be less. Nothing was saved.")


class EndBeforeStart(MangoError):
    code = "end_before_start"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("It would end before its first day. Nothing was saved.")


class TooManyExpenses(MangoError):
    code = "too_many_expenses"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("It would have come more than %(most)s times by now. Look at its first day; nothing was saved.")


class ExpenseRuleOver(MangoError):
    code = "expense_rule_over"
    status = HTTPStatus.CONFLICT
    message = _("%(supplier)s does not come again any more, so nothing was saved. Add it anew if it is to.")
