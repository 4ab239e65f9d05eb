"""Test controls under /_test/, JSON in and out; the package's docstring lists them."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from . import checkout
from .call import Call, shown
from .errors import ApiError, Json, invalid, no_such
from .exchange import Request, Response, json_response
from .faults import Fault
from .resources import accounts, balance, disputes, methods

if TYPE_CHECKING:
    from .app import Standin

Control = Callable[[Json], Json]


class Controls:
    def __init__(self, standin: "Standin") -> None:
        self.standin = standin
        self.store = standin.store
        self.table: dict[str, Control] = {
            "GET state": self.state,
            "GET objects": self.objects,
            "GET deliveries": self.deliveries,
            "GET requests": lambda _: {"data": list(standin.api.log)},
            "POST webhooks": lambda given: asdict(standin.webhooks.disturb(**given)),
            "POST webhooks/release": lambda _: {"released": standin.webhooks.release()},
            "POST webhooks/flush": self.flush,
            "POST webhooks/resend": self.resend,
            "POST faults": self.fault,
            "POST faults/clear": self.clear_faults,
            "POST clock": self.advance,
            "POST settle": self.settle,
            "POST checkout": self.pay,
            "POST cards/renew": self.renew_card,
            "POST disputes": self.dispute,
            "POST disputes/decide": self.decide,
            "POST disputes/move": self.move,
            "POST accounts": self.change_account,
            "POST payouts": self.pay_out,
        }

    def answer(self, request: Request) -> Response:
        control = self.table.get(f"{request.method} {request.path.removeprefix('/_test/').strip('/')}")
        if control is None:
            names = {"error": {"message": f"No such control. There are: {', '.join(self.table)}"}}
            return json_response(names, HTTPStatus.NOT_FOUND)
        try:
            given = dict(parse_qsl(request.query)) if request.method == "GET" else json.loads(request.body or "{}")
            return json_response(shown(control(given)))
        except ApiError as error:
            return json_response(shown(error.body()), error.status)
        except (TypeError, ValueError, KeyError) as error:
            message = f"{type(error).__name__}: {error}"
            return json_response({"error": {"message": message}}, HTTPStatus.BAD_REQUEST)

    def _with(self, object_id: str) -> tuple[Call, Json]:
        owner = self.store.owner_of(object_id)
        body = self.store.get(owner, object_id) if owner else None
        if owner is None or body is None:
            raise no_such("object", object_id)
        return self.standin.call_for(owner), body

    def state(self, _: Json) -> Json:
        counted = Counter(row["kind"] for row in self.store.rows("SELECT kind FROM objects"))
        waiting = Counter(row["state"] for row in self.store.rows("SELECT state FROM deliveries"))
        return {
            "platform": self.standin.platform,
            "now": self.standin.clock.now(),
            "objects": dict(counted),
            "deliveries": dict(waiting),
            "webhooks": asdict(self.standin.webhooks.disturbance),
            "faults": [asdict(fault) for fault in self.standin.api.faults.waiting],
        }

    def objects(self, given: Json) -> Json:
        rows = self.store.rows("SELECT account, body FROM objects WHERE kind = ? ORDER BY seq", given["kind"])
        account = given.get("account")
        return {"data": [json.loads(row["body"]) for row in rows if account in (None, row["account"])]}

    def deliveries(self, _: Json) -> Json:
        return {"data": [dict(row) for row in self.store.rows("SELECT * FROM deliveries ORDER BY seq")]}

    def flush(self, given: Json) -> Json:
        return {"flushed": self.standin.webhooks.flush(given.get("seconds", 10))}

    def resend(self, given: Json) -> Json:
        return {"sent": self.standin.webhooks.resend(given["event"], int(given.get("times", 1)))}

    def fault(self, given: Json) -> Json:
        fault = Fault(**{**given, "kind": str(given["kind"])})
        self.standin.api.faults.add(fault)
        return asdict(fault)

    def clear_faults(self, _: Json) -> Json:
        self.standin.api.faults.clear()
        return {}

    def advance(self, given: Json) -> Json:
        self.standin.clock.advance(int(given["advance"]))
        done = self.standin.tick()
        return {"now": self.standin.clock.now(), "done": done}

    def settle(self, given: Json) -> Json:
        """Answer one debit, or all that wait; the outcome is the account number's unless given."""
        succeeds = {None: None, "succeed": True, "fail": False}[given.get("outcome")]
        settled: list[Any] = []
        with self.store.transaction():
            for object_id in self._processing(given.get("payment_intent")):
                call, intent = self._with(object_id)
                if intent["status"] != "processing":
                    raise invalid(f"{object_id} is {intent['status']}, not processing.")
                settled.append(checkout.settle(call, intent, succeeds=succeeds))
        return {"data": settled}

    def _processing(self, only: str | None) -> list[str]:
        if only:
            return [only]
        sql = "SELECT id FROM objects WHERE kind = 'payment_intent' AND json_extract(body, '$.status') = 'processing'"
        return [row["id"] for row in self.store.rows(sql)]

    def pay(self, given: Json) -> Json:
        """Pay a session as its page would, without a browser; a decline comes back as the API's error."""
        with self.store.transaction():
            call, session = self._with(given["session"])
            who = {"name": given.get("name"), "email": given.get("email")}
            if "debit" in given:
                return checkout.pay_by_debit(call, session, given["debit"], who=who)
            card = methods.look_up(given.get("card", "4242424242424242"))
            year = time.gmtime(call.now).tm_year + 5
            return checkout.pay_by_card(call, session, card, expiry=(12, year), who=who)

    def renew_card(self, given: Json) -> Json:
        """The card's bank has told Stripe of a new expiry; with ``number`` it behaves as that test card from now on."""
        with self.store.transaction():
            call, method = self._with(given["card"])
            method["card"] |= {name: given[name] for name in ("exp_month", "exp_year") if name in given}
            method["_card"] = given.get("number", method["_card"])
            call.emit("payment_method.automatically_updated", method)
            return call.save(method)

    def dispute(self, given: Json) -> Json:
        with self.store.transaction():
            call, charge = self._with(given.get("charge") or self._with(given["payment_intent"])[1]["latest_charge"])
            amount = given.get("amount")
            facts = {"reason": given.get("reason", "fraudulent"), "is_inquiry": bool(given.get("inquiry"))}
            return disputes.open_dispute(call, charge, amount=amount, **facts)

    def decide(self, given: Json) -> Json:
        is_won = {"won": True, "lost": False}[given["outcome"]]
        with self.store.transaction():
            call, dispute = self._with(given["dispute"])
            return disputes.decide(call, dispute, is_won=is_won)

    def move(self, given: Json) -> Json:
        with self.store.transaction():
            call, dispute = self._with(given["dispute"])
            return disputes.move(call, dispute, given["status"])

    def change_account(self, given: Json) -> Json:
        """`enable` as onboarding does, or `restrict`."""
        change = {"enable": accounts.finish_onboarding, "restrict": accounts.restrict}[given["do"]]
        with self.store.transaction():
            call, account = self._with(given["account"])
            return change(call, account)

    def pay_out(self, given: Json) -> Json:
        """Pay out all that is available, as Stripe does daily; `days` until it is in the bank."""
        days = int(given.get("days", 0))
        with self.store.transaction():
            call = self.standin.call_for(given["account"])
            available = {currency: amount for currency, amount in balance.totals(call)[0].items() if amount > 0}
            paid = [
                balance.pay_out(call, amount, currency, automatic=True, days=days)
                for currency, amount in available.items()
            ]
        return {"data": paid}
