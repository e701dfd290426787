"""Members of an ensemble with workplaces of their own: whose entries are taken, what is drawn, and what stays as it was set."""

import json

import numpy as np
import pandas as pd
import pytest
from helpers import complaint

import sim.calibration.drawn as drawing
from sim import load_workplace, over_admissible, simulate
from sim.asking.questions import ask
from sim.calibration.drawn import draw
from sim.calibration.ensemble import load_ensemble
from sim.calibration.members import Ensemble
from sim.inputs.reading import GENERIC, workplaces
from sim.inputs.settings import with_context
from sim.inputs.uncertain import entries
from sim.inputs.workplace import Range
from sim.model.outcome import MEASURES
from sim.priorities.map import priority_map
from sim.priorities.ranking import priorities

MEMBERS = 60


def made_up(members=MEMBERS):
    """The shipped parameter sets, with entries of the study's workplaces that were drawn over their ranges."""
    shipped, random = load_ensemble(), np.random.default_rng(5)
    varied = {f"{name}: {one.path}": one for name in workplaces() for one in entries(load_workplace(name))}
    contexts = pd.DataFrame({name: np.round(random.uniform(one.low, one.high, members), 4).clip(one.low, one.high)
                             for name, one in varied.items()})
    told = {name: {"low": one.low, "high": one.high, "recorded": one.recorded} for name, one in varied.items()}
    return Ensemble(shipped.values.iloc[:members].reset_index(drop=True), {**shipped.provenance, "entries": told}, shipped.held, contexts)


@pytest.fixture
def ensemble(monkeypatch):
    """A made-up ensemble in the place of the shipped one."""
    found = made_up()
    monkeypatch.setattr(drawing, "_shipped", lambda: found)
    monkeypatch.setattr(Ensemble, "note_other_model", lambda self: None)
    return found


def own_place():
    """A workplace of one's own, with two numbers that are not known for sure."""
    place = load_workplace(GENERIC)
    ranges = {f"units.0.{name}": Range(low=0.1, high=0.9) for name in ("coherence", "trust_in_leader")}
    return place.model_copy(update={"name": "mine", "ranges": ranges})


def test_a_member_has_its_own_entries_in_the_studys_workplaces(ensemble):
    some, place = draw(5, 0), load_workplace("bostedet")
    where = some.places(place)
    for number, one in zip(some.numbers, where, strict=True):
        assert one.units[0].coherence == ensemble.contexts["bostedet: units.0.coherence"][number]
    assert len({one.units[1].leader.value for one in where}) == 5
    assert draw(5, 0, contexts="recorded").places(place) == [place] * 5
    complaint(lambda: draw(5, 0, contexts="as recorded"), "contexts", "ranges, recorded")


def test_what_is_set_stays_and_the_rest_is_as_before_even_where_it_is_set_to_what_is_recorded(ensemble):
    some, place = draw(5, 0), load_workplace("bostedet")
    as_it_is = some.places(place)
    for value in (0.3, place.units[0].coherence):
        changed = some.places(with_context(place, {"bostedet-a.coherence": value}))
        assert {one.units[0].coherence for one in changed} == {value}
        assert [with_context(one, {"bostedet-a.coherence": value}) for one in as_it_is] == changed
    needs = {f"needs.{name}": share for name, share in (("planning", 0.5), ("coordination", 0.3), ("wellbeing", 0.2))}
    assert {one.units[0].needs.planning for one in some.places(with_context(place, needs))} == {0.5}


def test_a_workplace_of_ones_own_is_drawn_over_its_ranges_by_member_and_path(ensemble):
    some, place = draw(MEMBERS, 3), own_place()
    values = np.array([(one.units[0].coherence, one.units[0].trust_in_leader) for one in some.places(place)])
    assert values.min() >= 0.1 and values.max() <= 0.9 and np.ptp(values, axis=0).min() > 0.6
    assert abs(np.corrcoef(values.T)[0, 1]) < 0.35
    fewer = [one.units[0].coherence for one in draw(MEMBERS, 3).places(with_context(place, {"trust_in_leader": 0.5}))]
    assert fewer == values[:, 0].tolist()
    assert [one.units[0].coherence for one in draw(MEMBERS, 4).places(place)] != fewer
    edited = load_workplace("bostedet")  # a copy of a shipped file with a range of one's own
    ranges = {**edited.ranges, "units.0.coherence": Range(low=0.55, high=0.6)}
    for one in some.places(edited.model_copy(update={"units": edited.units, "ranges": ranges})):
        assert 0.55 <= one.units[0].coherence <= 0.6 or edited.units[0].coherence > 0.6


def test_an_ensemble_without_contexts_leaves_the_studys_workplaces_as_recorded():
    place = load_workplace("bostedet")
    assert load_ensemble().way == "ranges" or load_ensemble().places([0, 1], place) == [place, place]


def test_rows_over_sets_are_runs_in_the_members_workplace_and_pair(ensemble):
    given = over_admissible("plejecenter-2", None, {"involvement": 1.0}, sets=3, runs=4)
    some = draw(3, 0).sorted()
    same = simulate(some.places(load_workplace("plejecenter-2"))[0], some.parameters[0], {"involvement": 1.0}, 4)
    mine = given[given["set"] == some.numbers[0]].reset_index(drop=True)
    for name in MEASURES:
        assert mine[name].tolist() == same[name].tolist(), name
    recorded = over_admissible("plejecenter-2", None, {"involvement": 1.0}, sets=3, runs=4, contexts="recorded")
    assert recorded["trust_end"].tolist() != given["trust_end"].tolist()


def test_every_answer_over_sets_is_over_both(ensemble):
    def records(**contexts):
        few = {"runs": 8, "workers": 2, **contexts}
        return [json.dumps(one.as_record(), default=str) for one in (
            priorities("plejecenter-2", **few, doses={}), priority_map("plejecenter-2", steps=2, **few),
            ask("plejecenter-2", question="measure", members=32, runs=2, workers=2, **contexts))]
    for ours, recorded in zip(records(), records(contexts="recorded"), strict=True):
        assert ours != recorded
