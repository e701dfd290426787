"""What tests of the page of the lab share: where it lies, its rooms, and links to it."""

import base64
import json
from pathlib import Path

import pytest
from helpers import changed

import sim

LAB = Path(sim.__file__).parent / "lab" / "lab.html"
ROOMS = ("story", "play", "mine", "first", "fit")
STEPS = range(1, 8)  # of the story
SOURCES = LAB.parent / "page"
AXE = SOURCES / "node_modules/axe-core/axe.min.js"
SAID = 300  # milliseconds after a change by which the address says it
PATIENCE = 60_000  # milliseconds
needs_page = pytest.mark.skipif(not LAB.exists() or LAB.stat().st_size < 100_000,
                                reason="lab.html is not built: node build.mjs in sim/lab/page")


def until(condition):
    """An expression that is fulfilled once a condition holds; the page forbids the text of a script, which Playwright needs."""
    return (f"new Promise((done, failed) => {{ const began = Date.now(), look = () => {{ if ({condition}) done(true);"
            f" else if (Date.now() - began > {PATIENCE}) failed(new Error('in vain'));"
            " else setTimeout(look, 50); }; look(); })")


def hash_of(parts):
    """What stands behind the question mark of a link."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def setting(page):
    return page.evaluate("globalThis.takehold.setting")


def other_language(page):
    page.locator("button.language").click()


def saved(page, button, to):
    """What a button of the open dialog gives as a file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    download.value.save_as(to)
    return to


def own_place(title="Åbo \"Ærø\" & 'Ø'"):
    place = changed("plejecenter-2", {"employees": 33}).model_dump(mode="json", exclude={"provenance"})
    return {**place, "name": "aabo", "title": title}
