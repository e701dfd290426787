"""The page of the laboratory over HTTP, for whoever sits at this machine and for nobody else."""

import ipaddress
import os
import re
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from urllib.parse import urlsplit

from sim.errors import InputError

HOST = re.compile(r"\[?(.*?)\]?(?::\d+)?")  # its name or number, without the port


def is_own(host: str) -> bool:
    """Whether a host, by name or number, is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Server(ThreadingTCPServer):
    """One page at one address; http.server's own would look its name up in the network first."""

    allow_reuse_address = os.name == "posix"  # elsewhere this would let two programs share the port
    daemon_threads = True

    def __init__(self, page: str, host: str = "127.0.0.1", port: int = 8765):
        """Listen, on any free port where it is 0. Raises InputError unless host is this machine itself and the port is free."""
        if not is_own(host):
            raise InputError(f"--host {host} is not an address of this machine itself; the page is for one person, so allowed are "
                             "127.0.0.1, ::1 and localhost")
        self.page = page.encode()
        try:
            self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            super().__init__(address[:2], _Answer)  # type: ignore[arg-type]
        except OSError as error:
            raise InputError(f"--port {port} on {host} cannot be used ({error.strerror or error}); perhaps the page is served already; "
                             "choose another, such as --port 8766") from None
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}/"


class _Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        """Give the page, and nothing to a site whose name was turned to this machine."""
        asked = HOST.fullmatch(self.headers.get("Host", ""))
        if not (asked and is_own(asked[1])):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif urlsplit(self.path).path != "/":
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self.send_response(HTTPStatus.OK)
            for name, value in (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(self.server.page))),
                                ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(self.server.page)

    def log_message(self, format: str, *args: object) -> None:
        """Tell nobody who looked."""
