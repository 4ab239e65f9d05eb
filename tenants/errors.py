from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class SubdomainTaken(MangoError):
    code = "subdomain_taken"
    status = HTTPStatus.CONFLICT
    message = _("The address “%(subdomain)s” is already taken. Try another.")
