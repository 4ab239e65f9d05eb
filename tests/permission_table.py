"""Every URL and what it answers to whom. ``test_every_url.py`` walks it; a URL without its row fails, and vice versa.

Add a row with every URL, in its app's list; one line is mostly enough::

    Row("workspace/contacts/", get=workspace(200)),                                # members
    Row("workspace/settings/", get=workspace(200, assistant=403), post=workspace(422, assistant=403)),
    Row("workspace/contacts/<int:contact_id>/", get=workspace(200), args=lambda s: {"contact_id": s.contact_id}),
    Row("pay/", get=portal(200)),                                                  # customers
    Row("receipts/<int:payment_id>/", get=portal(200),
        args=lambda s: {"payment_id": payment_of(s.contact_id)},            # made here, inside acme's scope
        foreign=lambda s: {"payment_id": payment_of(s.other_contact_id)}),  # Carl's: Cleo must get what nobody's gets

- ``get`` and ``post`` are the methods that the URL has; any other must be refused to everybody.
- ``anyone(…)``, ``either(…)``, ``workspace(…)``, ``portal(…)`` are for the four kinds of decorators in
  ``tenants.accounts.access``. The number is the status of those who may; a text is where the answer redirects to.
  A POST sends ``data`` (nothing by default), so ``422`` or ``302`` is usual.
- Places in the route are filled from ``args``; without it, with ids that nobody has (then ``404`` is what is expected).
- Anonymous is led to ``/sign-in/``, customers get 404 in the workspace, and the stranger (Gus's cookie of globex,
  replayed on acme) gets what anonymous gets: nobody writes those down.
"""

from tests.permission_answers import Row, Scene, anyone, either, portal, workspace

__all__ = ["BUSINESS", "CONSOLE", "PUBLIC", "portal", "workspace"]

_CUSTOMER = "workspace/contacts/<int:contact_id>/customers/<int:customer_id>/"


def cleos(scene: Scene) -> dict[str, int]:
    """Cleo's contact and Cleo as its customer."""
    return {"contact_id": scene.contact_id, "customer_id": scene.customer.customer.pk}


NEW_PASSWORD = {"new_password": "a much better sentence", "repeat_password": "a much better sentence"}

SITE = [
    Row("", get=anyone(200)),
    Row("legal/", get=anyone(200)),
    Row("robots.txt", get=anyone(200)),
    Row("sign-up/", get=anyone(200), post=anyone(422)),
    Row("sign-up/address/", get=anyone(200)),
    Row("sign-up/<str:reference>/", get=anyone(404)),
    Row("sign-up/<str:reference>/mail/", post=anyone(404)),
    Row("healthz", get=anyone(200)),
    Row("readyz", get=anyone(200)),
    Row("tls/allowed/", get=anyone(404)),
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
    Row("sign-out/", post=anyone("/sign-in/")),
    Row("sign-in-link/<str:secret>/", get=anyone(410), post=anyone(410)),
    Row("password/", get=either(200), post=either(422), data=NEW_PASSWORD),
    Row("forgotten/", get=anyone(200), post=anyone(200), data={"username": "cleo"}),
    Row("set-password/<str:secret>/", get=anyone(410), post=anyone(410), data=NEW_PASSWORD),
    Row("verify-email/<str:secret>/", get=anyone(410), post=anyone(410)),
    Row("security/", get=either(200)),
    Row("security/sessions/<int:session_id>/end/", post=either(404)),
    Row("security/sessions/end-others/", post=either("/security/")),
]
TENANTS = [
    Row("brand/logo.png", get=anyone(404)),
    Row("brand/icon-<int:side>.png", get=anyone(404)),
    Row("brand/manifest.webmanifest", get=anyone(200)),
    Row("brand/<slug:content_hash>.css", get=anyone(200)),
    Row("favicon.ico", get=anyone(200)),
    Row("media/<str:ticket>/", get=anyone(404)),
]
CONTACTS = [
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
    Row("workspace/contacts/<int:contact_id>/notes/", post=workspace(200), args=cleos),
    Row("workspace/contacts/<int:contact_id>/customers/new/", get=workspace(200), post=workspace(200), args=cleos),
    Row(_CUSTOMER + "welcome/", post=workspace("/workspace/contacts/", assistant=403), args=cleos),
    Row(_CUSTOMER + "suspension/", post=workspace("/workspace/contacts/", assistant=403), args=cleos),
    Row(_CUSTOMER + "restoration/", post=workspace("/workspace/contacts/", assistant=403), args=cleos),
]
BUSINESS = [*ACCOUNTS, *TENANTS, *CONTACTS]

CONSOLE: list[Row] = []
