"""A browser and a server for the catalogue. It needs no database, so a plain WSGI server on loopback will do."""

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from tests.chromium import chromium as launched


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address():
    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/ui/"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium():
    with launched() as browser:
        yield browser
