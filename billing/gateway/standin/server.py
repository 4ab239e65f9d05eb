"""Sockets: one thread per connection, answers in one write, connections kept open."""

import logging
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from .app import Standin
from .exchange import Request, Response, json_response

logger = logging.getLogger(__name__)
LARGEST_BODY = 1_000_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, address: tuple[str, int], standin: Standin) -> None:
        super().__init__(address, Handler)
        self.standin = standin
        host = "127.0.0.1" if address[0] in ("", "0.0.0.0") else address[0]  # noqa: S104 - compared, not bound
        self.base_url = f"http://{host}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        logger.debug("connection %s of %s ended early: %s", request, client_address, sys.exception())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "standin"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the base class looks these names up

    def _answer(self) -> None:
        try:
            response = self.server.standin.handle(self._request())
        except Exception:
            logger.exception("%s %s failed", self.command, self.path)
            body = {"error": {"type": "api_error", "message": "The stand-in itself failed; see its log."}}
            response = json_response(body, HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(response)

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
        body = self.rfile.read(length).decode("utf-8", "replace")
        host = self.headers.get("Host")
        return Request(
            method="GET" if self.command == "HEAD" else self.command,
            path=unquote(parts.path),
            query=parts.query,
            headers=self.headers,
            body=body,
            base_url=f"http://{host}" if host else self.server.base_url,
        )

    def _send(self, response: Response) -> None:
        if response.is_lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        logger.debug(format, *args)
