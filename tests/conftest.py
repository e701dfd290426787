"""What all tests share: Hypothesis without a time limit and with the same examples every time, and the command in this process."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from sim.cli import main

os.environ.pop("COLUMNS", None)  # those who share tests between processes set it, and tables would be fitted to it
WATCH = "addEventListener('securitypolicyviolation', (event) => console.error('refused', event.violatedDirective, event.blockedURI))"
settings.register_profile("takehold", deadline=None, derandomize=True)
settings.load_profile("takehold")


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command in this process; returns status, standard output, standard error."""
    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["takehold", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main.main()
        out, err = capsys.readouterr()
        return stop.value.code, out, err
    return called


@pytest.fixture(scope="module")
def browser():
    """A Chromium for the tests of a file."""
    from chromium import launched
    with launched() as running:
        yield running


@pytest.fixture
def opened(browser):
    """Open the page with an address; in the end nothing may have been asked of a network, and the console must hold no error."""
    from the_page import AXE, LAB, until
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce", locale="en-GB")
    context.add_init_script(WATCH)
    if AXE.exists():
        context.add_init_script(path=AXE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    errors, asked = [], []
    context.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("request", lambda request: asked.append(request.url))

    def open_page(hash_="", file=LAB):
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{Path(file).as_uri()}{hash_}")
        page.evaluate(until("globalThis.takehold"))
        return page
    yield open_page
    context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture
def light(monkeypatch):
    """An engine that costs nothing, and small chunks."""
    from study_files import lightly

    from sim.study.running import chunks
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 7)
    monkeypatch.setattr(chunks, "FEWEST", 1000)


@pytest.fixture(scope="module")
def received_study(tmp_path_factory):
    """The folder of a small study from a stranger, with every kind of file."""
    from study_files import received
    with pytest.MonkeyPatch.context() as patch:
        return received(patch, tmp_path_factory.mktemp("received"))


@pytest.fixture
def received_folder(received_study, tmp_path):
    """A copy of it."""
    return shutil.copytree(received_study, tmp_path / "out")
