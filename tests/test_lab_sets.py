"""Sets of the page: parameters and workplaces are those of takehold what-if, and what somebody set stays."""

import json

import pytest
from node import answers, needs_node
from test_drawn import ensemble  # noqa: F401 - a fixture

from sim import load_workplace, with_context
from sim.calibration.drawn import draw
from sim.inputs.reading import shipped_names
from sim.inputs.workplace import Workplace
from sim.lab import sets

pytestmark = needs_node


@pytest.fixture
def some(ensemble, monkeypatch):  # noqa: F811
    monkeypatch.setattr(sets, "COUNT", 12)
    return json.loads(sets.written())


def under(some, workplace, at):
    """The workplace of a setting under a set, in Node."""
    given = workplace.model_dump(mode="json") if isinstance(workplace, Workplace) else workplace
    (told,) = answers("sets_in_node.mjs", [{"sets": some, "setting": {"workplace": given, "parameters": {"trust_rate": 0.05}}, "at": at}])
    return told


def test_a_set_has_the_parameters_and_the_workplace_of_python(some):
    members = draw(12, 0)
    for name in shipped_names():
        told = under(some, name, 7)
        place = told["workplace"] if isinstance(told["workplace"], dict) else load_workplace(name).model_dump(mode="json")
        assert place == members.places(load_workplace(name))[7].model_dump(mode="json")
        assert told["parameters"] == {**members.parameters[7].model_dump(), "trust_rate": 0.05}


def test_what_somebody_set_stays_and_a_workplace_of_another_name_is_as_it_is(some):
    members, place = draw(12, 0), load_workplace("bostedet")
    shares = {f"bostedet-a.needs.{name}": share for name, share in (("planning", 0.5), ("coordination", 0.3), ("wellbeing", 0.2))}
    changed = with_context(place, {"leader.value": 0.31, **shares})
    assert under(some, changed, 3)["workplace"] == members.places(changed)[3].model_dump(mode="json")
    own = place.model_copy(update={"name": "mine"})
    assert under(some, own, 3)["workplace"] == own.model_dump(mode="json")


def test_the_file_is_small(some):
    assert 100 / 12 * len(json.dumps(some, separators=(",", ":"))) < 500_000
