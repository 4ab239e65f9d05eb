"""The REST API: who asks, for which account, with which parameters, once per idempotency key."""

import re
from collections import deque
from http import HTTPStatus
from typing import Any

from . import faults, idempotency, routing, typed_params
from .call import Call, default_version, shown, token
from .clock import Clock
from .errors import ApiError, Json, RefusedParamsError, unauthorized
from .exchange import Request, Response, json_response
from .expand import expand
from .forms import decode
from .idempotency import IdempotencyKeys, Remembered
from .routes import ROUTES
from .store import Store

_VERSION = re.compile(r"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$")


class Api:
    def __init__(self, store: Store, clock: Clock, platform: str) -> None:
        self.store = store
        self.clock = clock
        self.platform = platform
        self.keys = IdempotencyKeys(store)
        self.faults = faults.Faults()
        self.log: deque[Json] = deque(maxlen=1000)

    def answer(self, request: Request) -> Response:
        request_id = f"req_{token(14)}"
        headers = {"Request-Id": request_id, "Stripe-Version": request.headers.get("Stripe-Version", default_version())}
        hit = self.faults.take(f"{request.method} {request.path}")
        faults.wait(hit, faults.DELAY)
        try:
            for fault in hit:
                faults.refuse(fault.kind)
            response = self._authorized(request, request_id, hit)
        except ApiError as error:
            response = json_response(shown(error.body()), error.status)
        response.is_lost = any(fault.kind == faults.LOST_ANSWER for fault in hit)
        response.headers = {**headers, **response.headers}
        self._note(request, response)
        return response

    def _authorized(self, request: Request, request_id: str, hit: list[faults.Fault]) -> Response:
        check_key(request.headers.get("Authorization", ""))
        version = request.headers.get("Stripe-Version")
        if version and not _VERSION.match(version):
            raise unauthorized(f"Invalid Stripe API version: {version}")
        call = Call(
            store=self.store,
            account=self._account(request),
            platform=self.platform,
            base_url=request.base_url,
            now=self.clock.now(),
            api_version=version,
            request_id=request_id,
            idempotency_key=request.headers.get("Idempotency-Key"),
        )
        form = decode("&".join(part for part in (request.query, request.body) if part))
        if request.method == "POST" and call.idempotency_key:
            return self._once(call, request, form, hit)
        return json_response(self._run(call, request, form))

    def _account(self, request: Request) -> str:
        account = request.headers.get("Stripe-Account", self.platform)
        if self.store.get(self.platform, account, "account") is None:
            raise ApiError(
                f"The provided key does not have access to account '{account}' (or that account does not exist)."
                " Application access may have been revoked.",
                status=HTTPStatus.FORBIDDEN,
                code="account_invalid",
            )
        return account

    def _once(self, call: Call, request: Request, form: Json, hit: list[faults.Fault]) -> Response:
        key = str(call.idempotency_key)
        if len(key) > idempotency.LONGEST_KEY:
            raise ApiError(f"Idempotency key is too long, max {idempotency.LONGEST_KEY} characters.")
        print_ = idempotency.fingerprint(request.method, request.path, form)
        with self.keys.running_alone(call.account, key):
            faults.wait(hit, faults.HOLD)
            with self.store.transaction():
                if past := self.keys.recall(call.account, key, print_, now=call.now):
                    replayed = {"Idempotent_Replayed": "true", "Original_Request": past.request_id}
                    return json_response(past.body, past.status, Idempotency_Key=key, **replayed)
                answer = self._to_remember(call, request, form)
                self.keys.remember(call.account, key, print_, answer=answer, now=call.now)
        return json_response(answer.body, answer.status, Idempotency_Key=key)

    def _to_remember(self, call: Call, request: Request, form: Json) -> Remembered:
        try:
            return Remembered(HTTPStatus.OK, self._run(call, request, form), str(call.request_id))
        except RefusedParamsError:
            raise
        except ApiError as error:
            return Remembered(error.status, shown(error.body()), str(call.request_id))

    def _run(self, call: Call, request: Request, form: Json) -> Json:
        found = routing.find(ROUTES, request.method, request.path)
        if found is None:
            raise ApiError(
                f"Unrecognized request URL ({request.method}: {request.path}). If you are trying to list objects,"
                " remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid"
                " (non-empty) identifier in your code.",
                status=HTTPStatus.NOT_FOUND,
            )
        route, names = found
        call.params = typed_params.check(route.params, form)
        paths: list[str] = call.params.pop("expand", [])
        with self.store.transaction():
            answer = expand(call, route.handler(call, **names), paths)
        if answer.get("object") == "list":
            answer["url"] = answer["url"] or request.path
        return shown(answer)

    def _note(self, request: Request, response: Response) -> None:
        entry: dict[str, Any] = {"method": request.method, "path": request.path, "status": response.status}
        entry["account"] = request.headers.get("Stripe-Account")
        entry["idempotency_key"] = request.headers.get("Idempotency-Key")
        entry["is_lost"] = response.is_lost
        self.log.append(entry)


def check_key(authorization: str) -> None:
    scheme, _, key = authorization.partition(" ")
    if scheme not in ("Bearer", "Basic") or not key:
        raise unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using"
            " Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if not key.startswith(("sk_test_", "rk_test_")):
        raise unauthorized(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}")
