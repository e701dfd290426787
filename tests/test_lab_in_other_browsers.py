"""The page of the lab in Firefox and WebKit, opened as a file: every room opens, without errors, and numbers have the same bits."""

import os
import shutil
import sys

import pytest
from the_page import LAB, ROOMS, needs_page, until

pytest.importorskip("websocket", reason="Firefox is spoken to by websocket-client, which comes with JupyterLab")
import other_browsers

from sim import simulate

pytestmark = [needs_page, pytest.mark.skipif(sys.platform != "linux", reason="browsers are started as Debian has them")]
WATCH = """(() => { globalThis.wrong = [];
    for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation']) addEventListener(kind, () => wrong.push(kind)); })()"""
SCREEN = os.environ.get("DISPLAY") or shutil.which("xvfb-run")


@pytest.mark.parametrize("name", [
    pytest.param("firefox", marks=pytest.mark.skipif(not other_browsers.FIREFOX, reason="no Firefox is here: apt-get install firefox-esr")),
    pytest.param("webkit", marks=pytest.mark.skipif(not (other_browsers.WEBKIT and SCREEN),
                                                    reason="no WebKit with a screen here: apt-get install webkit2gtk-driver xvfb xauth")),
])
def test_every_room_opens_and_numbers_are_the_same(name, tmp_path):
    with getattr(other_browsers, name)(tmp_path) as page:
        page.open(LAB.as_uri())
        assert page.evaluate(until("globalThis.takehold"))
        page.evaluate(WATCH)
        for language in ("en", "da"):
            page.evaluate(f"takehold.words.language === '{language}' || takehold.relanguage()")
            for room in ROOMS:
                page.evaluate(f"takehold.open('{room}')")
                assert page.evaluate(f"document.querySelector('#{room} h1').textContent.length") > 0, room
        told = page.evaluate("takehold.runs.table({ workplace: 'plejecenter-2', levers: { push_through: 1 } }, 0, 100)"
                             ".then((table) => [...table.trust_end])")
        assert told == simulate("plejecenter-2", levers={"push_through": 1}, runs=100)["trust_end"].tolist()
        assert page.evaluate("wrong") == [] and page.said == []
