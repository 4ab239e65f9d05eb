"""What saved cards, autopay and instalments will not do, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from billing.errors import PaymentOnItsWay
from tenants.kernel.errors import MangoError, NotFound


class NoSuchCard(NotFound):
    code = "no_such_card"


class CardsNotKept(MangoError):
    code = "cards_not_kept"
    status = HTTPStatus.CONFLICT
    message = _(
        "%(business)s does not keep cards at present. Nothing was saved or charged; you can pay without saving one."
    )


class CardsSilent(MangoError):
    code = "cards_unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("The payment service does not answer right now. Nothing was changed; try again in a minute.")


class CardsRefused(MangoError):
    code = "card_refused"
    status = HTTPStatus.BAD_GATEWAY
    message = _("The payment service would not go on, and nothing was changed. It says: %(reason)s")


class TermsChanged(MangoError):
    code = "terms_changed"
    status = HTTPStatus.CONFLICT
    message = _("The terms have changed since you read them, so nothing was switched on. Please read them again.")


class ConsentMissing(MangoError):
    code = "consent_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Autopay is switched on only when you agree. Nothing was changed.")


class NoCardForAutopay(MangoError):
    code = "no_card_for_autopay"
    status = HTTPStatus.CONFLICT
    message = _("Autopay needs a card that has not expired. Save one first; nothing was switched on.")


class AutopayOnlyByCustomer(MangoError):
    code = "autopay_only_by_customer"
    status = HTTPStatus.FORBIDDEN
    message = _("Only the customer can switch autopay on, in their portal.")


class CardChargeUnderWay(PaymentOnItsWay):
    code = "card_charge_under_way"
    message = _(
        "Your saved card is being charged %(amount)s for this, so nothing more was charged. Look again in a minute."
    )


class NoSuchPlan(NotFound):
    code = "no_such_plan"


class PlanBeyondLimits(MangoError):
    code = "plan_beyond_limits"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("This can be paid in 2 to %(most)s parts. Choose another number; nothing was changed.")


class PlansNotOffered(MangoError):
    code = "plans_not_offered"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _(
        "%(business)s does not let customers split what they owe by themselves at present, so nothing was agreed."
        " Ask them for a plan, or pay what is due."
    )


class PlanTooLate(MangoError):
    code = "plan_too_late"
    status = HTTPStatus.CONFLICT
    message = _("The first part of this plan would be too late already, so nothing was agreed. Ask for a new plan.")


class PlanTooSmall(MangoError):
    code = "plan_too_small"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _(
        "Only more than %(above)s can be paid in parts, and no part can be below %(smallest)s. Choose fewer parts;"
        " nothing was changed."
    )


class PlanOutdated(MangoError):
    code = "plan_outdated"
    status = HTTPStatus.CONFLICT
    message = _("What is owed has changed since these parts were worked out, so nothing was agreed. Ask for new ones.")


class PlanEnded(MangoError):
    code = "plan_ended"
    status = HTTPStatus.CONFLICT
    message = _("This plan cannot be changed any more. Nothing was changed.")


class NameMissing(MangoError):
    code = "name_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Write your name under the agreement. Nothing was agreed yet.")
