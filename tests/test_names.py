"""What the packages offer is shown where one looks for it, and typed."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim

LAZY = ("sim", "sim.plot", "sim.study", "sim.priorities")


@pytest.mark.parametrize("name", LAZY)
def test_a_package_shows_all_it_offers_and_has_it(name):
    package = importlib.import_module(name)
    assert dir(package) == sorted(package.__all__)
    for offered in package.__all__:
        assert getattr(package, offered) is not None
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'nothing'"):
        _ = package.nothing


def test_every_package_that_loads_names_late_does_it_in_the_one_way():
    root = Path(importlib.import_module("sim").__file__).parent
    late = {path for path in root.rglob("*.py") if "__getattr__" in path.read_text(encoding="utf-8")}
    assert late == {file_of(root, name) for name in LAZY} | {root / "machine" / "lazily.py"}


def file_of(root, name):
    place = root.joinpath(*name.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


LISTED = re.compile(r"\b(\w+\.py)\b")


def told(room):
    """The files that a room's own text names."""
    return set(LISTED.findall(ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))) or ""))


@pytest.mark.parametrize("room", [room for room in sorted(Path(sim.__file__).parent.rglob("__init__.py")) if told(room)],
                         ids=lambda room: room.parent.name)
def test_a_room_that_lists_its_files_lists_them_all(room):
    assert told(room) == {path.name for path in room.parent.glob("*.py")} - {"__init__.py", "__main__.py"}


def test_a_name_of_the_version_before_works_once_more_and_says_its_new_name():
    with pytest.warns(DeprecationWarning, match="sim.Complaint is called sim.InputError now"):
        assert sim.Complaint is sim.InputError


def test_showing_the_names_loads_nothing_heavy():
    code = "import sys, sim; dir(sim); assert not {'mesa', 'numba', 'matplotlib', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_types_come_with_the_package():
    root = Path(importlib.import_module("sim").__file__).parent
    settings = tomllib.loads((root.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert (root / "py.typed").is_file() and "py.typed" in settings["tool"]["setuptools"]["package-data"]["sim"]
