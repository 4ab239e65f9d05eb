"""Every URL and what it answers to whom. ``test_every_url.py`` walks it; a URL without its row fails, and vice versa.

Add a row with every URL, in its app's list; one line is mostly enough::

    Row("workspace/contacts/", get=workspace(200)),                                # members
    Row("workspace/settings/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row("workspace/contacts/<int:contact_id>/", get=workspace(200), args=lambda s: {"contact_id": s.contact_id}),
    Row("pay/", get=portal(200)),                                                  # customers
    Row("receipts/<int:payment_id>/", get=portal(200),
        args=lambda s: {"payment_id": payment_of(s.contact_id)},            # made here, inside acme's scope
        foreign=lambda s: {"payment_id": payment_of(s.other_contact_id)}),  # Carl's: Cleo must get what nobody's gets

- ``get`` and ``post`` are the methods that the URL has; any other must be refused to everybody.
- ``anyone(…)``, ``either(…)``, ``workspace(…)``, ``portal(…)`` are for the four kinds of decorators in
  ``tenants.accounts.access``. The number is the status of those who may; a text is where the answer redirects to.
  ``workspace(200, assistant=403)``, ``**OFFICE``, ``**HEADS``, ``**OWNERS`` say which roles are refused, and have to
  say what ``access.ACTIONS`` says. A POST sends ``data`` (nothing by default), so ``422`` or ``302`` is usual.
- Places in the route are filled from ``args``; without it, with ids that nobody has (then ``404`` is what is expected).
- Anonymous is led to ``/sign-in/``, customers get 404 in the workspace, and the stranger (Gus's cookie of globex,
  replayed on acme) gets what anonymous gets: nobody writes those down.
- The whole matrix, who, URL and method, is written to var/permissions.txt by the walk.
"""

import uuid

from django.core.files.base import ContentFile

from crm.services.files import add_file
from emails.models import Message
from tenants.uploads import examined
from tests.permission_answers import HEADS, OFFICE, Row, Scene, anyone, cleos, either, portal, workspace
from tests.permission_billing import BILLING, PORTAL
from tests.permission_console import CONSOLE
from tests.permission_corrections import CORRECTIONS
from tests.permission_ledger import LEDGER
from tests.permission_paying import PAYING
from tests.permission_team import TEAM
from tests.updates.rows import UPDATES

__all__ = ["BUSINESS", "CONSOLE", "PUBLIC", "portal", "workspace"]

_CUSTOMER = "workspace/contacts/<int:contact_id>/customers/<int:customer_id>/"


NEW_PASSWORD = {"new_password": "a much better sentence", "repeat_password": "a much better sentence"}

SITE = [
    Row("", get=anyone(200)),
    Row("legal/", get=anyone(200)),
    Row("robots.txt", get=anyone(200)),
    Row("sign-up/", get=anyone(200), post=anyone(422)),
    Row("sign-up/address/", get=anyone(200)),
    Row("sign-up/<str:reference>/", get=anyone(404)),
    Row("sign-up/<str:reference>/mail/", post=anyone(404)),
    Row("find-my-business/", get=anyone(200), post=anyone(422)),
    Row("healthz", get=anyone(200)),
    Row("readyz", get=anyone(200)),
    Row("tls/allowed/", get=anyone(404)),
    Row("webhooks/stripe/", post=anyone(400)),
]
DEVELOPMENT = [
    Row("ui/", get=anyone(200)),
    Row("ui/brand.css", get=anyone(200)),
    Row("ui/<slug:name>/", get=anyone(404)),
    Row("dev/mail/", get=anyone(200)),
    Row("dev/mail/latest.json", get=anyone(404)),
    Row("dev/mail/deletion/", post=anyone("/dev/mail/")),
    Row("dev/mail/<str:name>/", get=anyone(404)),
    Row("dev/mail/<str:name>/html/", get=anyone(404)),
    Row("dev/mail/<str:name>/source/", get=anyone(404)),
    Row("dev/mail/<str:name>/files/<int:number>/", get=anyone(404)),
]
PUBLIC = [*SITE, *DEVELOPMENT]

ACCOUNTS = [
    Row("sign-in/", get=anyone(200, customer="/", member="/workspace/"), post=anyone(422)),
    Row("sign-in/second-step/", get=anyone("/sign-in/"), post=anyone("/sign-in/")),
    Row("sign-in/recovery-code/", get=anyone("/sign-in/"), post=anyone("/sign-in/")),
    Row("sign-out/", post=anyone("/sign-in/")),
    Row("sign-in-link/", get=anyone(200), post=anyone(200), data={"username": "cleo"}),
    Row("sign-in-link/<str:secret>/", get=anyone(410), post=anyone(410)),
    Row("password/", get=either(200), post=either(422), data=NEW_PASSWORD),
    Row("forgotten/", get=anyone(200), post=anyone(200), data={"username": "cleo"}),
    Row("set-password/<str:secret>/", get=anyone(410), post=anyone(410), data=NEW_PASSWORD),
    Row("verify-email/", get=either("/workspace/", customer="/"), post=either("/workspace/", customer="/")),
    Row("verify-email/<str:secret>/", get=anyone(410), post=anyone(410)),
    Row("security/", get=either(200)),
    Row("security/two-factor/", get=either(200), post=either(422)),
    Row("security/two-factor/off/", get=either("/security/"), post=either("/security/")),
    Row("security/recovery-codes/", get=either("/security/"), post=either("/security/")),
    Row("security/recovery-codes/codes.txt", get=either(404)),
    Row("security/recovery-codes/kept/", post=either("/security/")),
    Row("security/sessions/<int:session_id>/end/", post=either(404)),
    Row("security/sessions/end-others/", post=either("/security/")),
]
TENANTS = [
    Row("workspace/", get=workspace(200)),
    Row("workspace/search/", get=workspace(200)),
    Row("workspace/settings/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row("workspace/settings/sign-in/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row(
        "workspace/settings/sign-in/members/<int:user_id>/second-factor/reset/",
        post=workspace("/workspace/settings/sign-in/", **HEADS),
        args=lambda scene: {"user_id": scene.assistant.pk},
    ),
    Row("workspace/settings/brand/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row("workspace/settings/brand/preview.css", get=workspace(404, **HEADS)),
    Row("brand/logo.png", get=anyone(404)),
    Row("brand/icon-<int:side>.png", get=anyone(404)),
    Row("brand/manifest.webmanifest", get=anyone(200)),
    Row("brand/<slug:content_hash>.css", get=anyone(200)),
    Row("manifest.webmanifest", get=anyone(200)),
    Row("favicon.ico", get=anyone(200)),
    Row("media/<str:ticket>/", get=anyone(404)),
]


def file_of(contact_id: int) -> dict[str, int]:
    """A file that the contact's people see."""
    upload = examined(ContentFile(b"Rye, wheat, spelt", name="flour.txt"))
    stored = add_file(contact_id, upload=upload, added_by=None, is_shown=True)
    return {"contact_id": contact_id, "file_id": stored.pk}


_FILE = {"args": lambda scene: file_of(scene.contact_id)}
_OF_FILE = "workspace/contacts/<int:contact_id>/files/<int:file_id>/"

FILES = [
    Row("workspace/files/", get=workspace(200)),
    Row("workspace/contacts/<int:contact_id>/files/", get=workspace(200), post=workspace(422), args=cleos),
    Row(_OF_FILE, get=workspace("/media/"), **_FILE),
    Row(_OF_FILE + "edit/", get=workspace(200), post=workspace(422), **_FILE),
    Row(_OF_FILE + "showing/", post=workspace("/workspace/contacts/"), **_FILE),
    Row(_OF_FILE + "deletion/", post=workspace("/workspace/contacts/", **OFFICE), **_FILE),
    Row(_OF_FILE + "restoration/", post=workspace("/workspace/contacts/", **OFFICE), **_FILE),
    Row("files/", get=portal(200), post=portal(422)),
    Row(
        "files/<int:file_id>/",
        get=portal("/media/"),
        args=lambda scene: file_of(scene.contact_id),
        foreign=lambda scene: file_of(scene.other_contact_id),
    ),
]
CONTACTS = [
    *CORRECTIONS,
    Row("workspace/contacts/", get=workspace(200)),
    Row("workspace/contacts/new/", get=workspace(200), post=workspace(200)),
    Row("workspace/contacts/new/username/", post=workspace(200)),
    Row("workspace/contacts/new/look-alikes/", post=workspace(200)),
    Row("workspace/contacts/<int:contact_id>/", get=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/information/", get=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/access/", get=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/history/", get=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/edit/", get=workspace(200), post=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/archive/", post=workspace("/workspace/contacts/"), args=cleos),
    Row("workspace/contacts/<int:contact_id>/restoration/", post=workspace("/workspace/contacts/"), args=cleos),
    Row(
        "workspace/contacts/<int:contact_id>/assignments/", post=workspace("/workspace/contacts/", **OFFICE), args=cleos
    ),
    Row("workspace/contacts/assignments/", post=workspace("/workspace/contacts/", **OFFICE)),
    Row("workspace/contacts/<int:contact_id>/notes/", post=workspace(200), args=cleos),
    Row(
        "workspace/contacts/<int:contact_id>/customers/new/",
        get=workspace(200, **OFFICE),
        post=workspace(200, **OFFICE),
        args=cleos,
    ),
    Row(_CUSTOMER + "welcome/", post=workspace("/workspace/contacts/", **OFFICE), args=cleos),
    Row(_CUSTOMER + "second-factor/reset/", post=workspace("/workspace/contacts/", **OFFICE), args=cleos),
    Row(_CUSTOMER + "suspension/", post=workspace("/workspace/contacts/", **OFFICE), args=cleos),
    Row(_CUSTOMER + "restoration/", post=workspace("/workspace/contacts/", **OFFICE), args=cleos),
]


def message_of(_scene: Scene) -> dict[str, int]:
    """A message to Cleo that bounced."""
    message = Message.objects.create(
        kind="welcome",
        to="cleo@example.com",
        subject="Welcome",
        message_id=f"<{uuid.uuid4().hex}@acme.localhost>",
        state="bounced",
        last_attempt=8,
    )
    return {"pk": message.pk}


EMAILS = [
    Row("workspace/mail/", get=workspace(200, **HEADS)),
    Row("workspace/mail/<int:pk>/", get=workspace(200, **HEADS), args=message_of),
    Row("workspace/mail/<int:pk>/sending/", post=workspace("/workspace/mail/", **HEADS), args=message_of),
    Row("workspace/settings/mail/", get=workspace(200, **HEADS)),
    Row("workspace/settings/mail/<slug:name>/", get=workspace(200, **HEADS), args={"name": "welcome"}),
    Row("workspace/settings/mail/<slug:name>/html/", get=workspace(200, **HEADS), args={"name": "welcome"}),
]
BUSINESS = [*ACCOUNTS, *TEAM, *TENANTS, *CONTACTS, *UPDATES, *FILES, *BILLING, *PAYING, *PORTAL, *EMAILS]

# The API's rows stand in a file of their own, which draws on the facts above.
from tests.permission_api import API  # noqa: E402
from tests.permission_currencies import CURRENCIES  # noqa: E402

BUSINESS += API

from tests.permission_papers import PAPERS  # noqa: E402
from tests.permission_reminders import REMINDERS  # noqa: E402

BUSINESS += PAPERS
BUSINESS += REMINDERS
BUSINESS += LEDGER
from tests.permission_cash import CASH, CASH_API  # noqa: E402

BUSINESS += CASH + CASH_API
BUSINESS += CURRENCIES
from tests.permission_schedules import SCHEDULES  # noqa: E402

BUSINESS += SCHEDULES

from tests.permission_reconciliation import RECONCILIATION  # noqa: E402

BUSINESS += RECONCILIATION
from tests.permission_invoices import INVOICES  # noqa: E402

BUSINESS += INVOICES
# Each topic of billing keeps its rows in a file of its own.
from tests.permission_autopay import AUTOPAY  # noqa: E402

BUSINESS += AUTOPAY
