"""A real Chromium for tests, quiet and without a network of its own."""

import shutil
from contextlib import contextmanager

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here, which .ci/browsers installs")


@contextmanager
def launched():
    """Chromium as long as a block lasts; skips where Playwright is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed: pip install playwright")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
