"""The shipped workplaces load, and say where every value comes from."""

import tomllib

import pytest

from sim import load_workplace, workplaces
from sim.inputs.reading import SHIPPED, TEMPLATE

NAMED_ONLY = {"name", "title", "about", "reported"}  # what is no reading of the study but a name, or the study itself


def test_the_template_and_the_shipped_workplaces_load():
    assert load_workplace(TEMPLATE).units[0].employees == 20
    assert [load_workplace(name).name for name in workplaces()] == workplaces()
    assert {file.stem for file in SHIPPED.glob("*.toml")} == {*workplaces(), "template"}


def leaves(entry, path, sourced):
    """Every value of a file: its path, and whether it or a table around it has a source."""
    if isinstance(entry, dict):
        sourced = sourced or bool(str(entry.get("source", "")).strip())
        if "value" in entry and set(entry) <= {"value", "source", "low", "high", "reason"}:
            yield path, sourced
        else:
            for key, inner in entry.items():
                if key not in ("source", "reason") and not (key in NAMED_ONLY and path[-1:] != ("leader",)):
                    yield from leaves(inner, (*path, key), sourced)
    elif isinstance(entry, list) and entry and isinstance(entry[0], dict):
        for i, inner in enumerate(entry):
            yield from leaves(inner, (*path, i), sourced)
    else:
        yield path, sourced


@pytest.mark.parametrize("name", workplaces())
def test_every_value_of_a_shipped_workplace_has_a_source(name):
    found = list(leaves(tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8")), (), False))
    assert len(found) >= 40
    assert [path for path, sourced in found if not sourced] == []
    provenance = load_workplace(name).provenance
    for path, _ in found:
        assert any(".".join(map(str, path[:n])) in provenance for n in range(1, len(path) + 1)), path


def test_a_value_without_a_source_is_seen():
    assert list(leaves({"a": {"value": 1}, "b": {"source": "x", "c": 2}, "title": "t", "leader": {"value": 3}}, (), False)) == [
        (("a",), False), (("b", "c"), True), (("leader",), False)]
