"""Every page that can be seen, walked on the real product: nothing for axe to find in any theme, brand or width."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE
from tests.browser.furnish import BARE, FULL
from tests.browser.inspection import HARD, Inspection
from tests.permission_answers import Row
from tests.permission_table import BUSINESS, CONSOLE, PUBLIC

pytestmark = pytest.mark.browser

SITE = ""
AT_BARE = {"waiting", "founder", "nobody", "temporary"}
SEND = """() => {
    const form = document.querySelector('main form[method=post]')
    form.querySelectorAll('.input').forEach(field => { field.value = '' })
    form.submit()
}"""
WHO = {"anyone": "", "signed_in": "customer", "member": "owner", "customer": "customer", "operator": "operator"}
AT_THE_CONSOLE = {"operator", "half_way", "second_step"}
NOT_PAGES = {
    "robots.txt", "healthz", "readyz", "tls/allowed/", "sign-up/address/", "ui/brand.css", "dev/mail/latest.json",
    "dev/mail/<str:name>/source/", "dev/mail/<str:name>/files/<int:number>/", "workspace/settings/brand/preview.css",
    "brand/logo.png", "brand/icon-<int:side>.png", "brand/manifest.webmanifest", "brand/<slug:content_hash>.css",
    "manifest.webmanifest", "favicon.ico", "media/<str:ticket>/", "security/recovery-codes/codes.txt",
    "receipts/<int:payment_id>/receipt.pdf", "account/statement.pdf", "account/statement.csv",
    "workspace/contacts/<int:contact_id>/statement.pdf", "workspace/contacts/<int:contact_id>/statement.csv",
    "workspace/updates/<int:update_id>/progress/", "workspace/payments/<int:payment_id>/receipt.pdf",
    "workspace/invoices/<int:invoice_id>/invoice.pdf", "workspace/invoices/<int:invoice_id>/ubl.xml",
    "workspace/invoices/<int:invoice_id>/cii.xml", "documents/<int:invoice_id>/invoice.pdf",
    "d/<str:token>/document.pdf",
    "workspace/quotes/<int:quote_id>/quote.pdf", "quotes/<int:quote_id>/quote.pdf",
    "workspace/transfers/<int:notice_id>/proof/", "workspace/payments/<int:payment_id>/proof/",
    "pay/transfer/",  # looked at below, by who has something to pay
    "workspace/contacts/<int:contact_id>/files/<int:file_id>/", "files/<int:file_id>/",
    "workspace/expenses.csv", "workspace/profit.csv", "workspace/profit/rows/",
    "workspace/expenses/<int:expense_id>/receipts/<int:receipt_id>/",
    "ui/", "ui/<slug:name>/",  # tests/design walks the catalogue
    "workspace/portal/",  # leads to the preview of the latest contact
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A page as somebody sees it at some time; places in its path are filled from what ``furnish`` has printed.

    ``send`` empties the page's form and sends it, whatever the browser would say; ``sealed`` is a mail, whose policy
    lets nothing run in it, axe included: it is looked at outside of its frame.
    """

    path: str
    who: str = ""
    status: int = 200
    host: str = FULL
    send: bool = False
    sealed: bool = False

    def address(self, host: str, facts: dict[str, Any]) -> str:
        path = self.path.format(**facts)
        return path if path.startswith("http") else host + path


# Rows of the permission table whose address needs a secret or a name that only this walk knows.
ELSEWHERE = {
    "sign-up/<str:reference>/": Moment("/sign-up/{sign_up}/", host=SITE),
    "dev/mail/<str:name>/": Moment("/dev/mail/{letter}/", host=SITE),
    "dev/mail/<str:name>/html/": Moment("/dev/mail/{letter}/html/", host=SITE, sealed=True),
    "sign-in-link/<str:secret>/": Moment("/sign-in-link/{sign_in}/"),
    "join/<str:secret>/": Moment("/join/{join}/"),
    "set-password/<str:secret>/": Moment("/set-password/{set_password}/"),
    "sign-in/second-step/": Moment("/sign-in/second-step/", "half in"),
    "sign-in/recovery-code/": Moment("/sign-in/recovery-code/", "half in"),
    "security/two-factor/off/": Moment("/security/two-factor/off/", "guarded"),
    "security/recovery-codes/": Moment("/security/recovery-codes/", "keeping"),
    "verify-email/<str:secret>/": Moment("/verify-email/{verify_email}/"),
    "verify-email/": Moment("/verify-email/", "waiting", host=BARE),
    "sign-in/code/": Moment("/sign-in/code/", "second_step", host="console"),
    "verify/<str:code>/": Moment("/verify/{verify}/"),
    "d/<str:token>/": Moment("/d/{shared}/"),
    "updates/off/<str:token>/": Moment("/updates/off/{updates_off}/"),
    "workspace/updates/<int:update_id>/mail/": Moment("/workspace/updates/{draft}/mail/", "owner", sealed=True),
    "workspace/reminders/contacts/<int:contact_id>/mail/": Moment(
        "/workspace/reminders/contacts/{long_contact}/mail/", "owner", sealed=True
    ),
    "workspace/settings/mail/<slug:name>/html/": Moment("/workspace/settings/mail/welcome/html/", "owner", sealed=True),
}
MOMENTS = {
    "nothing here, on the console": Moment("/no-such-page/", status=404, host="console"),
    "sign in, refused, on the console": Moment("/sign-in/", status=422, host="console", send=True),
    "the way in while it is read-only": Moment("/sign-in/", host="resting"),
    "a form while it is read-only": Moment("/forgotten/", status=403, host="resting", send=True),
    "closed for now": Moment("/", status=503, host="shut"),
    "no business like that": Moment("/businesses/?q=nobody", "operator", host="console"),
    "a link that is dead": Moment("/set-password/nobodys/", status=410),
    "nothing here, for a visitor": Moment("/no-such-page/", status=404),
    "nothing here, for a customer": Moment("/receipts/999999999/", "customer", status=404),
    "nothing here, for the team": Moment("/workspace/contacts/999999999/", "owner", status=404),
    "nothing here, on the site": Moment("/no-such-page/", status=404, host=SITE),
    "no such business": Moment("/", status=404, host="nobodys"),
    "not for an assistant": Moment("/workspace/settings/", "assistant", status=403),
    "the password, for the team": Moment("/password/", "owner"),
    "the password, at first": Moment("/password/", "temporary", host=BARE),
    "security, with a second factor": Moment("/security/", "guarded"),
    "new recovery codes": Moment("/security/recovery-codes/", "guarded"),
    "two-factor, for the team": Moment("/security/two-factor/", "owner"),
    "a code, refused": Moment("/sign-in/second-step/", "half in", status=422, send=True),
    "two-factor, refused": Moment("/security/two-factor/", "customer", status=422, send=True),
    "a link to sign in, refused": Moment("/sign-in-link/", status=422, send=True),
    "security, for the team": Moment("/security/", "owner"),
    "the details, at first": Moment("/information/", "newcomer"),
    "long names in the portal's account": Moment("/account/", "newcomer"),
    "long names on Pay": Moment("/pay/", "newcomer"),
    "long names on the contact": Moment("/workspace/contacts/{long_contact}/", "owner"),
    "long names on the contact's account": Moment("/workspace/contacts/{long_contact}/account/", "owner"),
    "long names on the contact's information": Moment("/workspace/contacts/{long_contact}/information/", "owner"),
    "a payment that is open": Moment("/pay/{open}/?from=cancel", "customer"),
    "a payment on its way": Moment("/pay/{processing}/", "customer"),
    "a payment that failed": Moment("/pay/{failed}/", "customer"),
    "a payment nobody knows of": Moment("/pay/{unknown}/", "customer"),
    "the page to pay on": Moment("{checkout}"),
    "the mail in grey": Moment("/workspace/settings/mail/welcome/html/", "founder", host=BARE, sealed=True),
    "a receipt that is new": Moment("/receipts/{receipt}/?new=1", "customer"),
    "sign in, refused": Moment("/sign-in/", status=422, send=True),
    "a paper that nobody knows": Moment("/verify/NOBODYS/", status=404),
    "a link to a document, taken back": Moment("/d/{taken_back}/", status=410),
    "a paper without a code": Moment("/verify/?code=-", status=422),
    "find my business, refused": Moment("/find-my-business/", status=422, host=SITE, send=True),
    "sign up, refused": Moment("/sign-up/", status=422, host=SITE, send=True),
    "forgotten, sent": Moment("/forgotten/", status=422, send=True),
    "a draft, before it goes out": Moment("/workspace/updates/{draft}/", "owner"),
    "an update that was published": Moment("/workspace/updates/{update}/edit/", "owner"),
    "an update, refused": Moment("/workspace/updates/new/", "owner", status=422, send=True),
    "a correction, refused": Moment("/information/first_name/correction/", "customer", status=422, send=True),
    "a missing address, at first": Moment("/information/new:address/correction/", "newcomer"),
    "long names in the portal's information": Moment("/information/", "newcomer"),
    "a contact, refused": Moment("/workspace/contacts/new/", "owner", send=True),
    "a transfer, before it is sent": Moment("/pay/transfer/", "newcomer"),
    "a transfer told of, refused": Moment("/pay/transfer/", "newcomer", status=422, send=True),
    "a transfer to check, refused": Moment("/workspace/transfers/{notice}/", "owner", status=422, send=True),
    "a quote, refused": Moment("/workspace/quotes/new/", "owner", status=422, send=True),
    "a reference of nobody": Moment("/workspace/transfers/?reference=RF00ABCDEF", "owner"),
    "a charge, refused": Moment("/workspace/contacts/{contact}/charges/new/", "owner", status=422, send=True),
    "reminder settings, refused": Moment("/workspace/settings/reminders/", "owner", status=422, send=True),
    "long names in a reminder": Moment("/workspace/reminders/contacts/{long_contact}/", "owner"),
    "long names in a promise": Moment("/pay/promise/", "newcomer"),
    "a payment, refused": Moment("/workspace/contacts/{contact}/payments/new/", "owner", status=422, send=True),
    "a product, refused": Moment("/workspace/products/new/", "owner", status=422, send=True),
    "the rows behind a figure": Moment("/workspace/profit/rows/?by=product&key=overhead", "owner"),
    "cash flow, if some pay late": Moment("/workspace/cash-flow/?late={contact}&weeks=6", "owner"),
    "an expense, refused": Moment("/workspace/expenses/new/", "owner", status=422, send=True),
    "a file, refused in the portal": Moment("/files/", "customer", status=422, send=True),
    "long names among files": Moment("/workspace/contacts/{long_contact}/files/", "owner"),
    "an invitation, refused": Moment("/workspace/settings/team/invitations/new/", "owner", status=422, send=True),
    "joining, refused": Moment("/join/{join}/", status=422, send=True),
    "a password, refused": Moment("/password/", "customer", status=422, send=True),
    **{
        f"nothing yet, {path}": Moment(path, "founder", host=BARE)
        for path in (
            "/workspace/", "/workspace/contacts/", "/workspace/products/", "/workspace/charges/",
            "/workspace/invoices/",
            "/workspace/payments/", "/workspace/mail/", "/workspace/settings/payments/", "/workspace/settings/brand/",
            "/workspace/files/", "/workspace/updates/", "/workspace/expenses/", "/workspace/expenses/recurring/",
            "/workspace/cash-flow/", "/workspace/profit/",
            "/workspace/contacts/corrections/", "/workspace/contacts/check/", "/workspace/settings/team/",
        )
    },
    **{
        f"nothing yet, {path}": Moment(path, "nobody", host=BARE)
        for path in ("/", "/pay/", "/pay/promise/", "/account/", "/files/", "/updates/")
    },
}  # fmt: skip


def moments_of(rows: list[Row], host: str) -> dict[str, Moment]:
    """Every row with a page to get; the furnished business knows the addresses of its own."""
    pages = [row for row in rows if row.get and row.route not in NOT_PAGES and not row.route.startswith("api/")]
    return {f"{host}/{row.route}": ELSEWHERE.get(row.route) or _moment(row, host) for row in pages}


def _moment(row: Row, host: str) -> Moment:
    path = row.address({}) if host == SITE else f"{{{'rows' if host == FULL else host}[/{row.route}]}}"
    return Moment(path, WHO.get(row.get.kind, row.get.kind), host=host)


def _in_a_hurry(moment: Moment) -> bool:
    """What is over ten or fifteen minutes after it has begun; a busy machine may walk for longer."""
    return moment.who in {"half in", "half_way", "second_step", "keeping"} or "{sign_in}" in moment.path


PAGES = {**moments_of(PUBLIC, SITE), **moments_of(BUSINESS, FULL), **moments_of(CONSOLE, "console"), **MOMENTS}
WALK = dict(sorted(PAGES.items(), key=lambda page: not _in_a_hurry(page[1])))


@pytest.fixture(scope="module")
def facts(stack) -> dict[str, Any]:
    """Furnish two businesses, and wait for a mail that has reached the mailbox."""
    done = stack.manage("shell", "--no-imports", "-c", "from tests.browser.furnish import furnish; furnish()")
    assert done.returncode == 0, done.stderr
    letter = stack.mail("nia@blank.example")["id"]
    return {**json.loads(done.stdout.splitlines()[-1]), "letter": letter}


@pytest.fixture(scope="module")
def people(browser: Browser, stack, facts) -> Iterator[dict[str, BrowserContext]]:
    """One browser for each person; a visitor's has no cookie."""
    contexts = {}
    for who in ("", *facts["keys"]):
        contexts[who] = browser.new_context(viewport=PHONE, reduced_motion="reduce", locale="en-GB")
        if who:
            host = "console" if who in AT_THE_CONSOLE else BARE if who in AT_BARE else FULL
            cookie = "mango_console" if host == "console" else "mango_session"
            contexts[who].add_cookies([{"name": cookie, "value": facts["keys"][who], "url": stack.business(host)}])
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def tab_of(people) -> Callable[[str], Page]:
    """One tab for each person, who walks on in it: a Chromium that is warm has read axe and the styles already."""
    return cache(lambda who: people[who].new_page())


@pytest.fixture
def opened(tab_of, stack, facts) -> Iterator[Callable[[str], Inspection]]:
    """Open a page of the walk and inspect it from its first byte on."""
    inspections = []

    def open_(name: str) -> Inspection:
        moment = WALK[name]
        page = tab_of(moment.who)
        inspection = Inspection(page, name, is_mail=moment.sealed)
        inspections.append(inspection)
        inspection.listen()
        host = stack.business(moment.host, "") if moment.host else stack.base
        address = moment.address(host, facts)
        answer = page.goto(address)
        assert page.url == address, f"{name} leads elsewhere: {page.url}"
        if moment.send:
            with page.expect_navigation() as sent:
                page.evaluate(SEND)
            answer = sent.value
        assert answer.status == moment.status, f"{name}: {answer.status} at {page.url}"
        assert "text/html" in answer.headers["content-type"], f"{name} is no page: name it in NOT_PAGES"
        if moment.sealed:
            html = answer.text()
            page.goto("about:blank")
            page.set_content(html)
        else:
            inspection.be_still()
        return inspection

    yield open_
    for inspection in inspections:
        inspection.leave()


@pytest.mark.parametrize("name", WALK)
def test_nothing_is_wrong_with_a_page(opened, name):
    inspection = opened(name)
    is_portal = inspection.page.evaluate("document.body.classList.contains('portal')")
    brands = HARD if WALK[name].host == FULL else ()

    wrong = inspection.all_that_is_wrong(brands=brands, turn=list(PAGES).index(name), is_portal=is_portal)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/", "/workspace/", "/workspace/contacts/", "/workspace/contacts/<int:contact_id>/"])
def test_nothing_is_wrong_with_what_opens_over_a_page(opened, path):
    """Menus, sheets, dialogs: each layout, and the pages that have most of them."""
    wrong = opened(FULL + path).all_that_is_wrong_over_it()

    assert not wrong, "\n".join(wrong)


def test_what_is_no_page_has_a_url():
    """A page that is gone leaves nothing behind here; one that is new is walked, or named."""
    routes = {row.route for row in [*PUBLIC, *BUSINESS, *CONSOLE]}

    assert routes >= NOT_PAGES
    assert ELSEWHERE.keys() <= routes
