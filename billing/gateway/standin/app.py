"""The whole stand-in without its sockets: an address goes to the API, the hosted pages or the test controls."""

import threading
from dataclasses import dataclass
from pathlib import Path

from . import timeline
from .api import Api
from .call import Call, token
from .clock import Clock
from .controls import Controls
from .exchange import Request, Response
from .hosted.pages import Pages
from .resources import accounts, events
from .store import Store
from .webhooks import Webhooks

_MAIN_ENDPOINT = "we_main"


@dataclass(frozen=True)
class Listener:
    """Who hears all events; `host` is the Host header to send where the address itself cannot be looked up."""

    url: str
    secret: str
    host: str | None = None


class Standin:
    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.base_url = ""
        self.ready = threading.Event()
        self.clock = Clock(self.store)
        self.platform = str(self.store.setting("platform") or f"acct_{token(16)}")
        self.api = Api(self.store, self.clock, self.platform)
        self.webhooks = Webhooks(self.store, self.tick)
        self.pages = Pages(self.store, self.call_for)
        self.controls = Controls(self)

    def start(self, base_url: str, listener: Listener | None = None) -> None:
        """Requests that came earlier have waited for this."""
        self.base_url = base_url
        with self.store.transaction():
            self._open_platform()
            self._listen(listener)
        self.webhooks.start()
        self.ready.set()

    def stop(self) -> None:
        self.webhooks.stop()
        self.store.close()

    def handle(self, request: Request) -> Response:
        self.ready.wait()
        try:
            if request.path.startswith("/v1/"):
                return self.api.answer(request)
            if request.path.startswith("/_test/"):
                return self.controls.answer(request)
            return self.pages.answer(request)
        finally:
            self.webhooks.wake.set()

    def call_for(self, account: str) -> Call:
        """Work that no API request asked for."""
        return Call(self.store, account, self.platform, self.base_url, self.clock.now())

    def tick(self) -> int:
        return timeline.tick(self.store, self.clock.now(), self.call_for)

    def _open_platform(self) -> None:
        if self.store.setting("platform"):
            return
        self.store.set("platform", self.platform)
        call = self.call_for(self.platform)
        account = accounts.new_account(call, kind="standard", country="US")
        account["id"] = self.platform
        account["business_profile"]["name"] = "Mango"
        accounts.finish_onboarding(call, account)

    def _listen(self, listener: Listener | None) -> None:
        self.store.remove(_MAIN_ENDPOINT)
        if listener:
            call = self.call_for(self.platform)
            endpoint = events.new_endpoint(call, listener.url, listener.secret, connect=None)
            call.save({**endpoint, "id": _MAIN_ENDPOINT, "_host": listener.host})
