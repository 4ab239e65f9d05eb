from http import HTTPStatus

from django.forms import BaseForm


def status_of(form: BaseForm) -> HTTPStatus:
    """Return the status of a page that shows a form: it came back with mistakes, or it is simply shown."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
