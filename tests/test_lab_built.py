"""sim/lab/lab.html is one small file that holds the kernel and the data as they are, and asks for nothing from elsewhere."""

import base64
import json
import re

import pytest
from node import answers, needs_node

from sim.inputs.parameters import MECHANISMS
from sim.kernel import wasm
from sim.lab import sets
from sim.lab.page import BUILT

MOST = 1_500_000  # bytes
REGISTRIES = ".names."  # whose English stands in the registries of Python


@pytest.fixture(scope="module")
def page():
    return BUILT.read_text(encoding="utf-8")


def test_it_is_small(page):
    assert len(page.encode()) < MOST


def test_it_holds_the_kernel_as_it_is(page):
    assert base64.b64encode(wasm.KERNEL.read_bytes()).decode() in page, "sim/lab/lab.html holds another kernel: make page"


def test_its_sets_are_those_that_what_if_draws():
    assert sets.FILE.read_text(encoding="utf-8") == sets.written()
    some = json.loads(sets.written())
    assert len(some["sets"]) == sets.COUNT and len({one["number"] for one in some["sets"]}) == sets.COUNT


def test_it_asks_for_nothing_from_elsewhere(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'") and "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert "unsafe-inline" not in policy.split("style-src")[0] and "connect-src" not in policy
    assert re.findall(r'(?:src|href)="(?!data:)[^"]+"', page.split("<script>")[0]) == []


@needs_node
def test_every_text_is_there_in_both_languages():
    (told,) = answers("words_in_node.mjs")
    english, danish = told["en"], told["da"]
    assert {path for path in english.keys() ^ danish.keys() if not path.startswith(REGISTRIES)} == set()
    assert {path.rpartition(".")[2] for path in danish if path.startswith(f"{REGISTRIES}mechanisms")} == set(MECHANISMS)
    assert {path for path in english.keys() & danish.keys() if (english[path] == "string") != (danish[path] == "string")} == set()
