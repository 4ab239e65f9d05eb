"""`python -m billing.gateway.standin --port 0 --state DIR --webhook-url URL --webhook-secret S`."""

import argparse
import logging
import sys
import threading
from pathlib import Path

from tenants.kernel.stopping import StopSignal

from .app import Listener, Standin
from .server import Server


def main() -> int:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s standin %(levelname)s %(message)s")
    standin = Standin(options.state)
    try:
        server = Server((options.host, options.port), standin)
    except OSError as error:
        sys.stderr.write(f"standin: port {options.port}: {error.strerror}\n")
        return 1
    stop = StopSignal()
    _listen(server, options.port_file)
    standin.start(options.public_url or server.base_url, _listener(options))
    stop.wait()
    server.shutdown()
    server.server_close()
    standin.stop()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="billing.gateway.standin", description="A stand-in for Stripe. TEST only.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="folder that keeps everything across restarts")
    parser.add_argument("--webhook-url", help="where events go, the platform's and the connected accounts'")
    parser.add_argument("--webhook-secret", default="whsec_standin")
    parser.add_argument("--webhook-host", help="Host header of the deliveries, if not the address's own")
    parser.add_argument("--port-file", type=Path, help="written with the port once it listens")
    parser.add_argument("--public-url", help="how browsers reach this server, if not by its own address")
    return parser.parse_args()


def _listener(options: argparse.Namespace) -> Listener | None:
    if not options.webhook_url:
        return None
    return Listener(options.webhook_url, options.webhook_secret, options.webhook_host)


def _listen(server: Server, port_file: Path | None) -> None:
    """Open the doors first: the SDK's types take half a second to import, and early requests wait for that."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    if port_file:
        _write_whole(port_file, str(server.server_port))
    sys.stdout.write(f"Stand-in for Stripe (TEST) on {server.base_url}\n")
    sys.stdout.flush()


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    draft.replace(path)


if __name__ == "__main__":
    sys.exit(main())
