"""What billing will not do with invoices, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class PatternInvalid(MangoError):
    code = "pattern_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _(
        "“%(pattern)s” cannot be a number. Use letters, digits, spaces and - . / around {number}, {year} and {month}."
    )


class PatternWithoutNumber(MangoError):
    code = "pattern_without_number"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The pattern has to contain {number} once, such as {number:04} for four digits.")


class PatternWithoutYear(MangoError):
    code = "pattern_without_year"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Numbers that begin anew each year need {year} in the pattern, or they would come twice.")


class PatternsAlike(MangoError):
    code = "patterns_alike"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Invoices and credit notes need patterns that differ, or they would get the same numbers.")


class NumberTaken(MangoError):
    code = "number_taken"
    status = HTTPStatus.CONFLICT
    message = _(
        "The next number would be %(number)s, which is given out already. Change the pattern under Tax & numbering; "
        "nothing was issued."
    )


class NumbersGivenOut(MangoError):
    code = "numbers_given_out"
    status = HTTPStatus.CONFLICT
    message = _("Numbers of this year are given out already, so they go on from the last one.")


class BankNeedsPassword(MangoError):
    code = "bank_needs_password"
    status = HTTPStatus.FORBIDDEN
    message = _("Where your customers are to pay is changed with your password only. Nothing was changed.")


class NothingToInvoice(MangoError):
    code = "nothing_to_invoice"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("There is nothing on it yet. Choose open charges or add a line.")


class InvoiceIsIssued(MangoError):
    code = "invoice_is_issued"
    status = HTTPStatus.CONFLICT
    message = _("Invoice %(number)s is issued, so it stays as it is. Correct it with a credit note.")


class FilesAreSettled(MangoError):
    code = "files_are_settled"
    status = HTTPStatus.CONFLICT
    message = _("Invoice %(number)s is issued, so the files that go along stay as they are. Share others on their own.")


class ChargeIsInvoiced(MangoError):
    code = "charge_is_invoiced"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” stands on invoice %(number)s. Make a credit note for it instead.")


class ChargeOnDraft(MangoError):
    code = "charge_on_draft"
    status = HTTPStatus.CONFLICT
    message = _("“%(description)s” stands on another draft already. Take it off there first.")


class ReverseChargeTaxed(MangoError):
    code = "reverse_charge_taxed"
    status = HTTPStatus.CONFLICT
    message = _(
        "“%(description)s” was charged with tax, so it cannot stand on an invoice where the buyer accounts for it."
    )


class NotCreditable(MangoError):
    code = "not_creditable"
    status = HTTPStatus.CONFLICT
    message = _("Only an issued invoice can be credited. Nothing was changed.")


class NothingToCredit(MangoError):
    code = "nothing_to_credit"
    status = HTTPStatus.CONFLICT
    message = _("All of invoice %(number)s is credited already, so there is nothing left to credit.")


class TooMuchToCredit(MangoError):
    code = "too_much_to_credit"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("At most %(left)s of “%(description)s” can be credited. Nothing was changed.")
