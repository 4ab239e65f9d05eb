"""The stand-in's test controls, as other tests may drive them."""

import json
import urllib.request
from typing import Any

from tests.patience import PATIENCE


class Controls:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def get(self, name: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.base_url}/_test/{name}") as answer:
            return json.load(answer)

    def flush(self) -> None:
        """Wait until every event has been tried once."""
        assert self.post("webhooks/flush", seconds=PATIENCE)["flushed"], "events are on their way for ever"

    def post(self, name: str, **given: Any) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.base_url}/_test/{name}", json.dumps(given).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
