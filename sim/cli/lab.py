"""The command takehold lab: the laboratory as a page, in a file or, for those who want one, from a server."""

import contextlib
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import Lever, Set, Without
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.inputs.workplace import Workplace
    from sim.lab.page import Setting

HOST, PORT = "127.0.0.1", 8765

Place = Annotated[str, typer.Argument(metavar="WORKPLACE", help="a shipped workplace or the path of a .toml file; the story without one")]
Room = Annotated[str | None, typer.Option(help="where it opens: story, play, mine (my workplace), first (where first?) or fit (trust "
                                               "and fit)")]
Language = Annotated[str | None, typer.Option(help="en or da; by default what the browser prefers")]
Luck = Annotated[int | None, typer.Option(help="seed; the same seed gives the same people and luck")]
Run = Annotated[int | None, typer.Option(help="which run of that seed is watched")]
FollowUp = Annotated[int | None, typer.Option(metavar="WEEKS", help="weeks after launch")]
Out = Annotated[Path | None, typer.Option(metavar="FILE.html", help="write the page there, for a mail or a site, and open nothing")]
Serve = Annotated[bool, typer.Option("--serve", help="serve the page on this machine, and for it alone, until Ctrl-C")]
Host = Annotated[str, typer.Option(help="with --serve: an address of this machine itself")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="with --serve: where to listen")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="open a browser")]


def lab(workplace: Place = "", levers: Lever = [], settings: Set = [], without: Without = [], room: Room = None,  # noqa: B006
        language: Language = None, seed: Luck = None, run: Run = None, follow_up: FollowUp = None, out: Out = None, serve: Serve = False,
        host: Host = HOST, port: Port = PORT, open_browser: Open = True) -> None:
    """Watch a workplace, move levers and ask what if, on a page in the browser: one file, which needs no network."""
    from sim.lab.page import DRAWN, setting, write
    if out and serve:
        raise InputError("--out writes a file and --serve does not; give one of the two")
    if not serve and (host, port) != (HOST, PORT):
        raise InputError("--host and --port go with --serve")
    place, parameters, chosen = _asked(workplace, settings, levers)
    opened_with = setting(place, room=room, levers=chosen or None, parameters=parameters or None, without=without or None, seed=seed,
                          run=run, follow_up=follow_up, language=language)
    if place is not None and place.known_people:
        print(DRAWN)
    if serve:
        _serve(opened_with, host, port, open_browser)
        return
    path = out or Path(tempfile.mkdtemp(prefix="takehold-")) / "lab.html"  # a folder that is this person's alone
    write(path, opened_with, read=workplace)
    print(f"Page: {path}")
    if open_browser and not out and not webbrowser.open(path.as_uri()):
        print("No browser could be opened from here; takehold lab --out lab.html writes the page where you are.")


def _asked(workplace: str, settings: list[str], levers: list[str]) -> "tuple[Workplace | None, dict[str, Any], dict[str, Any]]":
    """The workplace, where one is named or changed, with parameters and levers."""
    from sim.inputs.cases import prepare
    from sim.lab.page import FIRST
    if workplace == "all":
        raise InputError("the page watches one workplace, not all")
    (place, parameters, chosen), = prepare(workplace or FIRST, settings, levers)
    return place if workplace or settings else None, parameters, chosen


def _serve(opened_with: "Setting", host: str, port: int, open_browser: bool) -> None:
    from sim.lab.page import page
    from sim.lab.serve import Server
    with contextlib.suppress(KeyboardInterrupt), Server(page(opened_with), host, port) as server:
        print(f"The page is at {server.url} (this machine only). Ctrl-C ends it.", flush=True)
        if open_browser:  # beside, since a browser in the terminal keeps who calls it waiting
            threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
        server.serve_forever()
