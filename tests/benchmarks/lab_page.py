"""The page of the lab, in Chromium on this machine: size, first picture, frames, runs per second, 500 pairs; against native runs beside it.

    python tests/benchmarks/lab_page.py

Without a graphics card, frames are painted by the processor. Medians of a few repetitions; ratios to native code are of one core.
"""

import gzip
import shutil
from statistics import median
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

import sim
from sim.lab import __path__ as lab

PAGE = next(iter(lab)) + "/lab.html"
REPEATED, RUNS, PAIRS = 5, 400, 500
ONE = """(runs) => { const { takehold } = globalThis.takehold.runs, began = performance.now();
    takehold.world({ workplace: "plejecenter-2" }).table(0, runs); return performance.now() - began; }"""
BOTH = """([pairs, count]) => { const { pool } = globalThis.takehold.runs, began = performance.now();
    const each = Math.ceil(pairs / (count ?? pool.workers.length));
    const ask = (levers, first) => pool.ask({ workplace: "plejecenter-2", levers }, "table", first, Math.min(pairs, first + each));
    const starts = Array.from({ length: Math.ceil(pairs / each) }, (_, k) => k * each);
    const chain = async (first) => { await ask({}, first); await ask({ push_through: 1 }, first); };
    return Promise.all(starts.map(chain)).then(() => performance.now() - began); }"""


def until(condition: str) -> str:
    """An expression that is fulfilled when a condition holds."""
    return f"new Promise((done) => {{ const look = () => {{ if ({condition}) done(true); else setTimeout(look, 50); }}; look(); }})"


def main() -> None:
    """Measure and print the table."""
    with open(PAGE, "rb") as file:  # noqa: PTH123 - a path of the package
        content = file.read()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        first = median(opened(browser.new_page()).evaluate("takehold.measured.firstPicture") for _ in range(REPEATED))
        page = opened(browser.new_page())
        frames = frames_of_the_story(page)
        page.evaluate(ONE, RUNS)
        page.evaluate(BOTH, [PAIRS, None])  # workers start, and code is compiled to its end
        one = median(page.evaluate(ONE, RUNS) for _ in range(REPEATED)) / 1000
        pairs = [median(page.evaluate(BOTH, [PAIRS, count]) for _ in range(REPEATED)) / 1000 for count in (1, None)]
        workers = page.evaluate("takehold.runs.pool.workers.length")
        browser.close()
    native, native_pairs = native_seconds(RUNS), native_seconds(PAIRS) + native_seconds(PAIRS, push_through=1)
    print("| the page | here | against native code |\n|---|---|---|")
    for what, here, ratio in (
            ("size, as it lies and packed", f"{len(content) / 1e6:.2f} MB, {len(gzip.compress(content)) / 1e6:.2f} MB", ""),
            ("first picture", f"{first:.0f} ms", ""), ("frames a second, story", f"{frames:.0f}", ""),
            ("runs a second, one core", f"{RUNS / one:.0f}", f"{one / native:.1f} times as long"),
            ("500 pairs, one worker", f"{pairs[0]:.2f} s", f"{pairs[0] / native_pairs:.1f} times as long"),
            (f"500 pairs, {workers} workers", f"{pairs[1]:.2f} s", f"{pairs[1] / native_pairs:.1f} times as long")):
        print(f"| {what} | {here} | {ratio} |")


def opened(page: Page) -> Page:
    """The page, drawn for the first time."""
    page.goto(f"file://{PAGE}")
    page.evaluate(until("globalThis.takehold?.measured.firstPicture"))
    return page


def frames_of_the_story(page: Page) -> float:
    """Frames a second while the weeks of scene 4 go by."""
    page.evaluate("takehold.rooms.story.go(3)")
    page.locator("#story .text > .primary").click()
    page.evaluate(until("takehold.measured.fps"))
    return page.evaluate("takehold.measured.fps")


def native_seconds(runs: int, **levers: float) -> float:
    """Seconds of the same runs by code compiled for this machine, on one core."""
    spent = []
    for _ in range(REPEATED + 1):
        start = perf_counter()
        sim.simulate("plejecenter-2", levers=levers, runs=runs, engine="native")
        spent.append(perf_counter() - start)
    return median(spent[1:])


if __name__ == "__main__":
    main()
