"""A browser without scripts, light enough to share the machine with what it measures."""

import re
import socket
import time
from urllib.parse import urlencode

FORM = re.compile(rb'<form class="dy-form".*?</form>', re.DOTALL)
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)


class Page:
    """An answer: status, where it sends to, and the body."""

    def __init__(self, status, location, body):
        self.status, self.location, self.body = status, location, body


class Browser:
    """One connection that is kept open, with its cookies."""

    def __init__(self, port, host):
        self.port, self.host = port, host
        self.cookies = {}
        self.connection = None

    def forget(self):
        """Be another visitor from now on."""
        self.cookies = {}

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, path, took=None):
        page = self._ask("GET", path, b"", took)
        assert page.status == 200, (path, page.status, page.location, page.body[:1500])
        return page

    def post_form(self, page, action, answers, took=None):
        """Send the page's form: its hidden fields and these answers."""
        form = FORM.search(page.body)
        assert form, page.body[:1500]
        fields = {name.decode(): value.decode() for name, value in HIDDEN.findall(form[0])}
        answer = self._ask("POST", action, urlencode({**fields, **answers}).encode(), took)
        assert answer.status in (302, 303), (action, answer.status, answer.body[:3000])
        return answer

    def follow(self, answer, took=None):
        return self.get(answer.location, took)

    def _ask(self, method, path, body, took):
        started = time.perf_counter()
        page = self._once(method, path, body)
        if took is not None:
            took.append(time.perf_counter() - started)
        return page

    def _once(self, method, path, body):
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if method == "POST":
            head += (
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
                f"Origin: http://{self.host}\r\n"
            )
        self.connection.sendall(head.encode() + b"\r\n" + body)
        return self._read()

    def _read(self):
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, body = bytes(data[: end + 2]), data[end + 4 :]
        for name, value in COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        length = int(found[1]) if (found := LENGTH.search(head)) else 0
        while len(body) < length:
            body += self._more()
        location = found[1].decode() if (found := LOCATION.search(head)) else ""
        return Page(int(head[9:12]), location, bytes(body))

    def _more(self):
        chunk = self.connection.recv(262144)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        return chunk
