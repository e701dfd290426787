"""The command takehold lab: the page on this machine, for this machine only."""

import ipaddress
import os
import socket
import warnings
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from sim.errors import InputError

NEEDED = ("solara", "solara_assets", "ipyvuetify")
MISSING = ("the lab needs Solara, which is not installed here; pip install 'takehold[lab]' brings it, or in a copy of the sources "
           "pip install -e '.[lab]'")


def lab(workplace: Annotated[str, typer.Argument(help="open the free page on a shipped workplace or the path of a .toml file")] = "",
        host: Annotated[str, typer.Option(help="an address of this machine itself")] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=1, max=65535, help="where to listen")] = 8765,
        open_browser: Annotated[bool, typer.Option("--open/--no-open", help="open a browser")] = True) -> None:
    """Watch a workplace, move levers and ask what if, on a page in the browser; works without a network."""
    if any(find_spec(name) is None for name in NEEDED):
        raise InputError(MISSING)
    check_address(host, port)
    page = f"http://{f'[{host}]' if ':' in host else host}:{port}/{first_page(workplace)}"
    print(f"The lab is at {page} (this machine only). Ctrl-C ends it.", flush=True)
    serve(host, port, page if open_browser else "")


def first_page(workplace: str) -> str:
    """The query string of the page to open; raises InputError for a workplace that cannot be used."""
    if not workplace:
        return ""
    from sim.lab.setting import Setting, checked
    return checked(Setting(place=workplace)).link()


def check_address(host: str, port: int) -> None:
    """Raise InputError unless host is this machine itself and the port is free."""
    try:
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise InputError(f"--host {host} is no address of this machine itself; the lab is for one person, so allowed are 127.0.0.1, "
                        "::1 and localhost")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            if os.name == "posix":  # elsewhere this would let two programs share the port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise InputError(f"--port {port} on {host} cannot be used ({error.strerror or error}); perhaps a lab is open already; "
                        "choose another, such as --port 8766") from None


def serve(host: str, port: int, browser: str = "") -> None:
    """Serve the page until interrupted. browser: address to open in a browser once it listens, or nothing."""
    os.environ.update({
        "SOLARA_APP": "sim.lab.page", "SOLARA_MODE": "production", "MPLBACKEND": "Agg",
        "SOLARA_THEME_SHOW_BANNER": "False", "SOLARA_THEME_TITLE": "Takehold lab",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",  # nobody is told that the lab runs
        "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # scripts come from solara-assets; one that is missing is not fetched from the network
    })
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # which are for pages inside other pages
    import uvicorn
    from solara.server.starlette import app

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if browser and self.started:
                import webbrowser
                webbrowser.open(browser)

    Server(uvicorn.Config(app, host=host, port=port, log_level="warning")).run()
