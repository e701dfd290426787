"""Firefox and WebKit without drivers of Playwright: Firefox by WebDriver BiDi, which it speaks itself; WebKit by WebKitWebDriver.

Each is a context manager that gives an object with open(address) and evaluate(expression), which answers with JSON.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from websocket import create_connection

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
WEBKIT = shutil.which("WebKitWebDriver")
PATIENCE = 60  # s


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def patiently(ask):
    """The first answer of a server that is still starting."""
    for _ in range(10 * PATIENCE):
        try:
            return ask()
        except OSError:
            time.sleep(0.1)
    return ask()


@contextmanager
def running(*command, **environment):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    try:
        yield
    finally:
        server.terminate()
        server.wait(20)


class BiDi:
    """A tab of Firefox."""

    def __init__(self, wire):
        self.wire, self.number, self.said = wire, 0, []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method, **params):
        self.number += 1
        self.wire.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (told := json.loads(self.wire.recv())).get("id") != self.number:
            if told.get("method") == "log.entryAdded" and told["params"]["level"] in ("error", "warn"):
                self.said.append(told["params"]["text"])
        assert told["type"] == "success", told
        return told["result"]

    def open(self, address):
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, expression):
        told = self.send("script.evaluate", expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value))",
                         target={"context": self.tab}, awaitPromise=True)
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))


@contextmanager
def firefox(folder):
    port = free_port()
    nowhere = {"network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9}
    (folder / "user.js").write_text("".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in nowhere.items()))
    with running(FIREFOX, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", str(port), HOME=str(folder)):
        wire = patiently(lambda: create_connection(f"ws://127.0.0.1:{port}/session", timeout=PATIENCE, suppress_origin=True))
        try:
            yield BiDi(wire)
        finally:
            wire.close()


class Driven:
    """A window of WebKit."""

    def __init__(self, port):
        self.base, self.said = f"http://127.0.0.1:{port}/session", []
        options = {"webkitgtk:browserOptions": {"binary": minibrowser(), "args": ["--automation"]}}
        self.base += "/" + patiently(lambda: self.post("", capabilities={"alwaysMatch": options}))["sessionId"]

    def post(self, path, **body):
        request = Request(self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def open(self, address):
        self.post("/url", url=address)

    def evaluate(self, expression):
        script = f"const done = arguments[0]; Promise.resolve({expression}).then((value) => done(JSON.stringify(value) ?? 'null'))"
        return json.loads(self.post("/execute/async", script=script, args=[]))


def minibrowser():
    """Where Debian keeps the browser that is driven."""
    return next((str(found) for found in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), "MiniBrowser")


@contextmanager
def webkit(folder):
    port = free_port()
    screen = [shutil.which("xvfb-run"), "-a"] if shutil.which("xvfb-run") and not os.environ.get("DISPLAY") else []
    with running(*screen, WEBKIT, f"--port={port}", HOME=str(folder), WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1"):
        driven = Driven(port)
        yield driven
        urlopen(Request(driven.base, method="DELETE"), timeout=PATIENCE).close()
