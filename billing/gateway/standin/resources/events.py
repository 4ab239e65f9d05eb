"""Events and the endpoints that receive them."""

from billing.gateway.standin.call import Call, merge_metadata, token
from billing.gateway.standin.errors import Json, invalid
from billing.gateway.standin.lists import page
from billing.gateway.standin.routing import Route, listing, retrieving


def list_events(call: Call) -> Json:
    wanted = call.params.get("types") or ([call.params["type"]] if "type" in call.params else None)
    events = call.select("event")
    return page(call, [each for each in events if wanted is None or _matches(each["type"], wanted)])


def _matches(event_type: str, wanted: list[str]) -> bool:
    return any(event_type == each or (each.endswith("*") and event_type.startswith(each[:-1])) for each in wanted)


def create_endpoint(call: Call) -> Json:
    url = call.params["url"]
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid")
    secret = f"whsec_{token(32)}"
    endpoint = new_endpoint(call, url, secret, connect=bool(call.params.get("connect")))
    endpoint["enabled_events"] = call.params["enabled_events"]
    endpoint["api_version"] = call.params.get("api_version")
    endpoint["description"] = call.params.get("description")
    endpoint["metadata"] = merge_metadata({}, call.params.get("metadata", {}))
    call.save(endpoint)
    return {**endpoint, "secret": secret}


def new_endpoint(call: Call, url: str, secret: str, *, connect: bool | None) -> Json:
    """`connect` None hears the platform's own events and those of connected accounts."""
    return call.new(
        "webhook_endpoint", url=url, status="enabled", enabled_events=["*"], _secret=secret, _connect=connect
    )


def update_endpoint(call: Call, object_id: str) -> Json:
    endpoint = call.get("webhook_endpoint", object_id)
    for name in ("url", "enabled_events", "description"):
        if name in call.params:
            endpoint[name] = call.params[name]
    if "disabled" in call.params:
        endpoint["status"] = "disabled" if call.params["disabled"] else "enabled"
    if "metadata" in call.params:
        endpoint["metadata"] = merge_metadata(endpoint["metadata"], call.params["metadata"])
    return call.save(endpoint)


def delete_endpoint(call: Call, object_id: str) -> Json:
    call.get("webhook_endpoint", object_id)
    call.store.remove(object_id)
    return {"id": object_id, "object": "webhook_endpoint", "deleted": True}


_ENDPOINT = "/v1/webhook_endpoints/{object_id}"
ROUTES = [
    Route("GET", "/v1/events", list_events, "EventListParams"),
    Route("GET", "/v1/events/{object_id}", retrieving("event"), "EventRetrieveParams"),
    Route("POST", "/v1/webhook_endpoints", create_endpoint, "WebhookEndpointCreateParams"),
    Route("GET", "/v1/webhook_endpoints", listing("webhook_endpoint"), "WebhookEndpointListParams"),
    Route("GET", _ENDPOINT, retrieving("webhook_endpoint"), "WebhookEndpointRetrieveParams"),
    Route("POST", _ENDPOINT, update_endpoint, "WebhookEndpointUpdateParams"),
    Route("DELETE", _ENDPOINT, delete_endpoint, "WebhookEndpointDeleteParams"),
]
