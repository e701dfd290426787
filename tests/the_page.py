"""What tests of the page of the lab share: where it lies, its rooms, and links to it."""

import base64
import json
from pathlib import Path

import pytest

import sim

LAB = Path(sim.__file__).parent / "lab" / "lab.html"
ROOMS = ("story", "play", "mine", "first", "fit")
STEPS = range(1, 8)  # of the story
needs_page = pytest.mark.skipif(not LAB.exists() or LAB.stat().st_size < 100_000,
                                reason="lab.html is not built: node build.mjs in sim/lab/page")


def until(condition):
    """An expression that is fulfilled once a condition holds; the page forbids the text of a script, which Playwright needs."""
    return f"new Promise((done) => {{ const look = () => {{ if ({condition}) done(true); else setTimeout(look, 50); }}; look(); }})"


def hash_of(parts):
    """What stands behind the question mark of a link."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
