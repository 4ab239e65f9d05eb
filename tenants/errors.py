from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class SubdomainRefused(MangoError):
    """An address that a business cannot have; each subclass says why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SubdomainTooShort(SubdomainRefused):
    code = "subdomain_too_short"
    message = _("An address needs at least three letters or digits.")


class SubdomainTooLong(SubdomainRefused):
    code = "subdomain_too_long"
    message = _("An address has at most 40 letters, digits and hyphens.")


class SubdomainForm(SubdomainRefused):
    code = "subdomain_form"
    message = _("Use letters a to z, digits and hyphens; begin and end with a letter or digit.")


class SubdomainForeignLetters(SubdomainRefused):
    code = "subdomain_foreign_letters"
    message = _(
        "One of these letters is of another alphabet and only looks like a to z. Use letters a to z and digits."
    )


class SubdomainEncoded(SubdomainRefused):
    code = "subdomain_encoded"
    message = _("Two hyphens as third and fourth character have a meaning of their own on the internet. Leave one out.")


class SubdomainReserved(SubdomainRefused):
    code = "subdomain_reserved"
    message = _("“%(subdomain)s” is kept for the platform itself.")


class SubdomainImitates(SubdomainRefused):
    code = "subdomain_imitates"
    message = _("“%(subdomain)s” reads like the name of a well-known company, which could mislead your customers.")


class SubdomainLooksAlike(SubdomainRefused):
    code = "subdomain_looks_alike"
    message = _("“%(subdomain)s” is too easily mistaken for an address that somebody has already.")


class SubdomainResting(SubdomainRefused):
    code = "subdomain_resting"
    message = _(
        "“%(subdomain)s” was given up not long ago. It rests until %(free_on)s, "
        "so that nobody receives what was meant for its last owner."
    )


class SubdomainTaken(SubdomainRefused):
    code = "subdomain_taken"
    status = HTTPStatus.CONFLICT
    message = _("“%(subdomain)s” is already taken.")


class CurrencyFixed(MangoError):
    code = "currency_fixed"
    status = HTTPStatus.CONFLICT
    message = _("There are amounts in %(currency)s already, so the currency stays.")


class UploadRefused(MangoError):
    """A file that is not kept; each subclass says why and names it."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FileEmpty(UploadRefused):
    code = "file_empty"
    message = _("“%(name)s” is empty.")


class FileTooLarge(UploadRefused):
    code = "file_too_large"
    message = _("“%(name)s” is larger than %(most)s. Make it smaller, or send a link to it.")


class FileKindRefused(UploadRefused):
    code = "file_kind_refused"
    message = _(
        "“%(name)s” is no kind of file that is kept here. "
        "Pictures, PDFs, office documents, text, MP4 and ZIP files are; pages and programs are not."
    )


class TooManyFiles(UploadRefused):
    code = "too_many_files"
    message = _("At most %(most)s files at once. Choose fewer; none was added.")


class StorageFull(UploadRefused):
    code = "storage_full"
    status = HTTPStatus.CONFLICT
    message = _("There is no room for “%(name)s”: %(used)s of %(most)s are in use.")
