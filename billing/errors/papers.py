"""Refusals about invoices on paper, their e-invoices and the links to them."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError, NotFound


class NoEInvoice(MangoError):
    code = "no_e_invoice"
    status = HTTPStatus.CONFLICT
    message = _(
        "No e-invoice can be made of %(number)s. It lacks: %(missing)s. An issued invoice never changes, so fill it in"
        " and it is there from the next one on; the PDF is not affected."
    )


class PaperChanged(MangoError):
    code = "paper_changed"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _(
        "The PDF of %(number)s is not the one that was made when it was issued, so it is not handed out. The invoice"
        " itself is unharmed; ask whoever runs this installation to restore the file."
    )


class NoSuchPaper(NotFound):
    """A code that stands on no paper of this business."""

    code = "no_such_paper"


class NoSuchDocument(NotFound):
    """A link to a document that was never given out here."""

    code = "no_such_document"


class DocumentLinkRevoked(MangoError):
    code = "document_link_revoked"
    status = HTTPStatus.GONE
    message = _("This link has been taken back, so it shows nothing any more.")


class DocumentLinkOver(MangoError):
    code = "document_link_over"
    status = HTTPStatus.GONE
    message = _("This link has run out, so it shows nothing any more.")
