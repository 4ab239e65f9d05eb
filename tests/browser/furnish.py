"""Two businesses for the walk over every page, written in the stack's own process: one full, one new and bare.

``manage.py shell -c "…furnish()"`` prints the facts that addresses are made of, as one line of JSON.
"""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from billing.models import Invoice, InvoicingRules, PaymentAttempt
from billing.services.checkout import Wish, start_checkout
from billing.services.document_links import PURPOSE as DOCUMENT
from billing.services.document_links import make_link, revoke_link
from config.demo.seed import logos
from config.demo.seed.acme import ACME
from config.demo.seed.autopay import pay_by_themselves, pay_in_parts
from config.demo.seed.business import live_the_year, open_business
from config.demo.seed.corrections import tell_what_is_right
from config.demo.seed.expenses import spend_money
from config.demo.seed.files import keep_files
from config.demo.seed.mail import file_away_old_mail
from config.demo.seed.online import take_payments_online
from config.demo.seed.paying import decide_how_to_pay, tell_of_transfers
from config.demo.seed.quotes import offer
from config.demo.seed.trades import ContactSketch, Item, Person, Trade
from crm.emails import UNSUBSCRIBE
from crm.models import Contact, Customer
from crm.services.contacts import create_contact
from crm.services.files import add_file, delete_file
from emails.models import Message
from emails.services.delivery import deliver
from tenants.accounts import fresh_codes
from tenants.accounts.models import Invitation, User
from tenants.accounts.services import second_step, tokens
from tenants.accounts.services.invitations import invite, renew
from tenants.accounts.services.users import create_member
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.console.services.pulse import measure
from tenants.console.services.standing import suspend
from tenants.directory import snapshot
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.kernel.signing import sign
from tenants.models import Business
from tenants.services.businesses import change_business
from tenants.services.sign_up import Application, sign_up
from tenants.uploads import examined
from tenants.views.sign_up import PURPOSE
from tests.accounts.factors import with_factor
from tests.browser.inspection import HARD
from tests.cast import details_of
from tests.console.people import at_the_console, operator
from tests.permission_answers import Row, Scene, told
from tests.permission_billing import charge_of, payment_of
from tests.permission_papers import paper_of
from tests.permission_paying import transfer_of
from tests.permission_table import BUSINESS, CONSOLE
from tests.updates.rows import update_of

FULL, BARE = "marigold", "blank"
LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley"
LONGER = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
BREAD = Item(
    "Sourdough, rye and spelt delivered before seven to the back door of both restaurants, Sundays included",
    "Six loaves", "service", "month", "12345.67", "38.00", "6", "month",
)  # fmt: skip
MARIGOLD = replace(
    ACME,
    name="Marigold Bakery & Patisserie",
    subdomain=FULL,
    primary=HARD[0],
    accent=HARD[0],
    contacts=(ContactSketch(LONG, "Llanfairpwllgwyngyll", LONGER, ("wholesale", "events")), *ACME.contacts[:2]),
    catalogue=(BREAD, *ACME.catalogue[1:]),
    reasons={BREAD.name: ("As agreed", "Weekly"), **ACME.reasons},
    team=(*ACME.team, Person("Bea", "bea", "bea-keeps-the-books", "bookkeeper")),
)


def furnish() -> None:
    full, bare = _full(MARIGOLD), _bare()
    console = _console(Business.objects.get(subdomain=FULL))
    _suspended("resting", "read_only")
    _suspended("shut", "closed")
    keys = {**full.pop("keys"), **bare.pop("keys"), **console.pop("keys")}
    print(json.dumps({**full, **bare, **console, "keys": keys}))


def _full(trade: Trade) -> dict[str, Any]:
    business = open_business(trade, logos.acme())
    with business_scope(business):
        live_the_year(trade, lambda _line: None)
        spend_money(trade)
        decide_how_to_pay(trade)
        tell_of_transfers(trade)
        offer(trade)
        keep_files(trade)
        tell_what_is_right(trade)
        file_away_old_mail(older_than=timedelta(days=1))
    business = take_payments_online(business, trade)
    business = snapshot(Business.objects.get(pk=business.id))  # the stack's worker hears Stripe's events meanwhile
    with business_scope(business):
        pay_by_themselves(trade)
        return _facts(business)


def _facts(business: BusinessSnapshot) -> dict[str, Any]:
    ada, ben, cleo, carl = (User.objects.get(username=name) for name in ("ada", "ben", "cleo", "carl"))
    scene = Scene(business, owner=ada, assistant=ben, customer=cleo, other_customer=carl, stranger=ada)
    newcomer = Customer.objects.get(user__name=LONG)
    Customer.objects.filter(pk=newcomer.pk).update(details_reviewed_at=None)
    _long_file(newcomer.contact_id)
    rows = {"/" + row.route: _address(row, scene) for row in BUSINESS if row.get is not None}
    rows["/plans/<int:plan_id>/"] = f"/plans/{pay_in_parts(cleo.customer)}/"
    return {
        "rows": rows,
        "keys": {
            "owner": _key(ada),
            "assistant": _key(ben),
            "customer": _key(cleo),
            "newcomer": _key(newcomer.user),
            **_guarded(carl),
        },
        "long_contact": newcomer.contact_id,
        "contact": scene.contact_id,
        "receipt": payment_of(scene.contact_id)["payment_id"],
        "part_paid": charge_of(newcomer.contact_id)["charge_id"],
        "draft": update_of(state="draft")["update_id"],
        "update": update_of()["update_id"],
        **_papers(scene.contact_id, ada),
        "updates_off": sign(cleo.customer.pk, purpose=UNSUBSCRIBE),
        **{purpose.value: tokens.issue(cleo, purpose) for purpose in tokens.Purpose},
        "join": _invitation(ada),
        **_attempts(cleo),
        "notice": transfer_of(scene.contact_id, cleo)["notice_id"],
    }


def _papers(contact_id: int, ada: User) -> dict[str, str]:
    """A paper that names an account the business has left since: its code, a link to it, and one taken back."""
    bank = {"bank_holder": MARIGOLD.name, "iban": "DE89370400440532013000", "bic": "COBADEFFXXX"}
    InvoicingRules.objects.update_or_create(id=1, defaults=bank)
    invoice = Invoice.objects.get(pk=paper_of(contact_id)["invoice_id"])
    shared, taken_back = make_link(invoice.pk, by=ada), make_link(invoice.pk, by=ada)
    revoke_link(taken_back.pk, invoice_id=invoice.pk, by=ada)
    return {
        "verify": invoice.verify_code,
        "shared": sign(shared.pk, purpose=DOCUMENT),
        "taken_back": sign(taken_back.pk, purpose=DOCUMENT),
    }


def _long_file(contact_id: int) -> None:
    upload = examined(ContentFile(b"Rye, wheat, spelt", name=f"{LONGER}-{LONGER}.txt"))
    add_file(contact_id, upload=upload, added_by=None, is_shown=True)
    delete_file(add_file(contact_id, upload=replace(upload, name="old.txt"), added_by=None, is_shown=True).pk)


def _invitation(ada: User) -> str:
    """Invite three: one whose link is known here, one whose time is over, one whose mail came back."""
    for email in (
        f"{LONG.replace(' ', '.').lower()}@marigold.example",
        "late@marigold.example",
        "joining@marigold.example",
    ):
        invitation = invite(email=email, role="assistant", contact_scope="assigned", by=ada)
    Message.objects.filter(to__startswith="wilhelmina", kind="invitation").update(state="bounced")
    Invitation.objects.filter(email="late@marigold.example").update(expires_at=clock.now())
    secret = renew(invitation)
    invitation.save()
    return secret


def _address(row: Row, scene: Scene) -> str:
    return row.address(told(row.args, scene))


def _key(user: User) -> str:
    session = BusinessSession(None, Visitor("127.0.0.1", "A walk over every page"))
    session.sign_in(user)
    return str(session.session_key)


def _guarded(carl: User) -> dict[str, str]:
    """Carl signs in with a code as well: half way in, with codes to keep, and in."""
    codes = with_factor(carl)
    waiting, keeping = (BusinessSession(None, Visitor("127.0.0.1", "A walk over every page")) for _ in range(2))
    second_step.begin(waiting, carl, way="password", wanted="")
    waiting.save()
    keeping.sign_in(carl)
    fresh_codes.show(keeping, codes)
    keeping.save()
    return {"half in": str(waiting.session_key), "keeping": str(keeping.session_key), "guarded": _key(carl)}


def _attempts(cleo: User) -> dict[str, Any]:
    """One attempt in every state that its page tells apart; the open one is a real page of the stand-in's."""
    contact_id = cleo.customer.contact_id
    charge = charge_of(contact_id)["charge_id"]
    attempt = start_checkout(
        Wish(
            contact_id=contact_id,
            customer_user_id=cleo.pk,
            charge_ids=[charge],
            amount=None,
            success_url="http://localhost/",
            cancel_url="http://localhost/",
        )
    )
    states = {state: _attempt(contact_id, state) for state in ("unknown", "processing", "failed")}
    return {"checkout": attempt.checkout_url, "open": attempt.pk, **states}


def _attempt(contact_id: int, state: str) -> int:
    return PaymentAttempt.objects.create(
        contact_id=contact_id,
        amount_minor=64_000,
        currency="EUR",
        state=state,
        idempotency_key=uuid.uuid4().hex,
        stripe_account="acct_walk",
        failure="The bank has declined the card." if state == "failed" else "",
        expires_at=clock.now() + timedelta(hours=1),
    ).pk


def _suspended(subdomain: str, state: str) -> None:
    """A business of its own, so that nobody else's walk is refused."""
    trade = replace(MARIGOLD, name=f"The {subdomain} bakery", subdomain=subdomain)
    business = open_business(trade, logos.acme())
    suspend(business_id=business.id, state=state, reason="The plan has not been paid since March.")


def _console(business: Business) -> dict[str, Any]:
    """Operators on each step of signing in, and the addresses of the console."""
    olga, nils = operator(), operator("nils", "Nils Ek", has_factor=False)
    scene: Any = SimpleNamespace(acme=snapshot(business))  # all that a row of the console asks for
    dead = {"state": "dead", "attempts": 10, "error": "OSError: gone", "due_at": clock.now()}
    DueWork.objects.create(name="emails.deliver", business_id=business.pk, **dead)
    measure(business)
    keys = {
        "operator": at_the_console(olga),
        "half_way": at_the_console(nils, is_whole=False),
        "second_step": at_the_console(olga, is_whole=False),
    }
    return {
        "console": {"/" + row.route: _address(row, scene) for row in CONSOLE if row.get},
        "keys": {who: client.cookies["mango_console"].value for who, client in keys.items()},
    }


def _bare() -> dict[str, Any]:
    """A business of today: its owner has not opened the mail, a colleague has; one customer, nothing else."""
    application = Application(
        business_name="Blank",
        subdomain=BARE,
        owner_name="Nia Blank",
        email="nia@blank.example",
        password="a page with nothing on it",
        country="PT",
        currency="EUR",
        time_zone="Europe/Lisbon",
        token=uuid.uuid4(),
    )
    business = sign_up(application)
    business = change_business(business.id, primary_colour="#808080", accent_colour="#808080")
    with business_scope(business):
        waiting = _key(User.objects.get(role="owner"))
        deliver(message_id=Message.objects.get().pk, attempt=0)  # now, not when a worker looks next
        founder = create_member(
            username="founder", name="Noor Blank", email="noor@blank.example", password="with nothing yet", role="owner"
        )
        founder.email_verified_at = clock.now()
        founder.save(update_fields=["email_verified_at"])
        keys = {"waiting": waiting, "founder": _key(founder), "nobody": _key(_customer("nobody", reviewed=True))}
        keys["temporary"] = _key(_customer("temporary", reviewed=False))
        Contact.objects.update(archived_at=clock.now())
    return {"keys": keys, "sign_up": sign(business.id, purpose=PURPOSE)}


def _customer(username: str, *, reviewed: bool) -> User:
    contact = create_contact(
        details=details_of("Nobody", "Special", email=f"{username}@blank.example"),
        username=username,
        password="amber-kettle-orchard-42",
    )
    customer = Customer.objects.select_related("user").get(contact=contact)
    user = customer.user
    if reviewed:
        Customer.objects.filter(pk=customer.pk).update(details_reviewed_at=clock.now())
        user.must_change_password, user.temporary_password_until = False, None
        user.save(update_fields=["must_change_password", "temporary_password_until"])
    return user
