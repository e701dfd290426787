"""README.md shows what the commands print."""

import re
from pathlib import Path

import pytest

from tests import readme

TEXT = readme.README.read_text(encoding="utf-8")


def test_every_block_is_found():
    assert len(readme.BLOCK.findall(TEXT)) == len(re.findall(r"^<!-- (?:output|measured):", TEXT, re.MULTILINE)) >= 4


def test_an_old_output_is_noticed():
    old = "<!-- output: takehold --version -->\n```\ntakehold 0.0.0\n```\n"
    assert readme.stale(old) == ["takehold --version"]


@pytest.mark.slow
@pytest.mark.parametrize("command", [block["command"] for block in readme.BLOCK.finditer(TEXT) if block[1] == "output"])
def test_outputs_are_what_the_commands_print(command):
    assert readme.stale(TEXT, only=command) == []


def test_links_within_the_readme_lead_to_a_heading():
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).strip().replace(" ", "-")
                for line in TEXT.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings


def test_files_the_readme_names_are_there():
    for path in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (Path(readme.README).parent / path).exists(), path
