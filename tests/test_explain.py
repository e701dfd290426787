"""An explanation names what carried a run, in the model, and nobody as its cause."""

import json

import pytest
from helpers import REFUSING, changed

from sim import InputError, InterventionModel, simulate
from sim.explain.events import OVERRULED, RESTART, STOP, VOTE, live_through
from sim.explain.explanation import explain
from sim.explain.twins import CARRIED_RETENTION, CARRIED_TRUST, COMPARED, Contribution
from sim.inputs.parameters import MECHANISMS
from sim.kernel import engine, native
from sim.text.conditions import level
from sim.text.mechanisms import CHANNELS, MECHANISMS_IN_WORDS, in_words
from sim.text.sentences import listed

FEW = ("steering_veto", "listening", "comparison", "leader_exit", "turnover")


@pytest.fixture(scope="module")
def stopped():
    """The explanation of a run of Plejecenter 2 that stops, as it mostly does."""
    outcomes = simulate("plejecenter-2", runs=10)
    return explain("plejecenter-2", run=int(outcomes.loc[outcomes["outcome"] == "stopped", "run"].iloc[0]))


def by_name(unit):
    return {c.mechanism: c for c in unit.contributions}


def test_every_mechanism_is_told_in_words_and_nothing_else_is():
    assert set(MECHANISMS_IN_WORDS) == set(MECHANISMS)
    assert set(CHANNELS) <= set(MECHANISMS)
    for called, does in MECHANISMS_IN_WORDS.values():
        assert called and does and not does.endswith(".")
    assert in_words("a_new_rule").called == "a new rule"


def test_the_veto_carries_plejecenter_2_and_is_named(stopped):
    unit, = stopped.units
    assert unit.outcome["outcome"] == "stopped"
    assert "steering_veto" in {c.mechanism for c in unit.carrying}
    assert by_name(unit)["steering_veto"].changes_outcome
    assert "the representatives' veto" in stopped.text()
    assert {VOTE, STOP} <= {event.kind for event in unit.events}


def test_a_twin_that_launches_where_the_run_stopped_is_compared_all_the_same(stopped):
    veto = by_name(stopped.units[0])["steering_veto"]
    assert veto.with_it["launch_week"] == -1
    assert veto.without_it["launch_week"] == 14


def test_all_causes_are_said_of_the_model_and_the_stop_is_no_fault(stopped):
    text = stopped.text()
    prose = " ".join(text.split())
    mechanism = prose[prose.index("Mechanism."):prose.index("Outcome.")].removeprefix("Mechanism. ")
    for sentence in mechanism.rstrip().rstrip(".").split(". "):
        assert sentence.startswith("In the model")
    assert "stopping was a good decision" in prose
    for word in ("fail", "fault", "blame", "resist", "wrong", "poor", "refused to"):
        assert word not in prose.lower()
    assert 10 <= len(text.splitlines()) <= 24


def test_twins_share_the_weeks_before_the_mechanism_acts():
    with_it, without = (InterventionModel("plejecenter-2", without=names).run() for names in ((), ("steering_veto",)))
    here, there = (model.units[0].record.series for model in (with_it, without))
    for name, column in here.items():
        assert column[:6] == there[name][:6]


def test_the_first_week_is_the_one_in_which_the_twin_parts(stopped):
    assert by_name(stopped.units[0])["steering_veto"].first_week == 6


def test_a_mechanism_that_does_nothing_has_no_effect_at_all():
    unit, = explain("hjemmeplejen", mechanisms=("comparison", "leader_exit", "leader_sparring")).units
    for contribution in unit.contributions:
        assert set(contribution.effect.values()) == {0}
        assert contribution.first_week is None and not contribution.carried and contribution.size == 0


def test_carrying_is_what_the_limits_say_and_the_order_is_by_size(stopped):
    for c in stopped.units[0].contributions:
        large = abs(c.effect["retention"]) >= CARRIED_RETENTION or abs(c.effect["trust_change"]) >= CARRIED_TRUST
        assert c.carried == (large or c.with_it["outcome"] != c.without_it["outcome"])
        assert c.effect == {name: c.with_it[name] - c.without_it[name] for name in COMPARED}
    ranks = [(not c.changes_outcome, -c.size) for c in stopped.units[0].contributions]
    assert ranks == sorted(ranks)


def test_all_units_or_one_are_told_alike():
    both, one = explain("bostedet", mechanisms=FEW), explain("bostedet", unit="bostedet-b", mechanisms=FEW)
    assert [unit.unit for unit in both.units] == ["bostedet-a", "bostedet-b"]
    assert one.units == both.units[1:]


def test_the_story_is_that_of_the_run_itself():
    told = explain("bostedet", seed=3, run=2, follow_up=26, mechanisms=())
    row = simulate("bostedet", seed=3, runs=3, follow_up=26).query("run == 2 and unit == 'bostedet-a'").iloc[0]
    assert told.units[0].outcome["trust_end"] == row["trust_end"]
    assert told.model.outcomes(26)["retention"].iloc[0] == row["retention"]
    assert "no single mechanism carried" in told.units[0].text()


def test_watching_a_run_changes_nothing():
    watched, alone = (InterventionModel("plejecenter-2", levers={"restart": 1}) for _ in range(2))
    live_through(watched)
    assert watched.trajectories().equals(alone.run().trajectories())


def test_a_restart_is_told_with_both_votes():
    model = InterventionModel(changed("plejecenter-2", REFUSING), levers={"restart": 1})
    kinds = [event.kind for event in live_through(model)[0]]
    assert kinds.count(VOTE) == 2
    assert kinds.index(STOP) < kinds.index(RESTART)


def test_an_overruled_refusal_is_told():
    story, = live_through(InterventionModel(changed("plejecenter-2", REFUSING), levers={"push_through": 1}))
    assert OVERRULED in [event.kind for event in story]


def test_a_change_of_leader_is_told_in_its_week():
    place = changed("hjemmeplejen", {"leader.leaves_in_week": 20})
    story, = live_through(InterventionModel(place))
    assert [event.week for event in story if event.kind == "succession"] == [20]
    assert not [e for e in live_through(InterventionModel("plejecenter-2"))[0] if e.kind == "succession"]


def test_a_change_too_small_to_be_seen_is_not_told_as_one():
    """Without ownership from shaping this run ends otherwise, and trust moves by the same in two digits."""
    unit, = explain("hjemmeplejen", mechanisms=["workshop_ownership"]).units
    told, = unit.contributions
    assert told.changes_outcome and "would have been retained in part" in told.text() and "instead of" not in told.text()
    begun, stopped = ({**dict.fromkeys(COMPARED, 0.0), "outcome": name, "trust_change": change}
                      for name, change in (("faded", 0.002), ("stopped", -0.002)))
    assert "trust" not in Contribution("steering_veto", stopped, begun, 6).text().split("; without")[1]  # -0.00 is no other than +0.00


def test_over_several_runs_it_says_how_often_a_mechanism_carries():
    seen: list[tuple[int, int]] = []
    told = explain(changed("plejecenter-2", REFUSING), mechanisms=("steering_veto", "comparison"), runs=4,
                   progress=lambda done, of: seen.append((done, of)))
    veto, other = (by_name(told.units[0])[name].carried_share for name in ("steering_veto", "comparison"))
    assert (veto.value, veto.runs, other.value) == (1, 4, 0)
    assert veto.low < 1 == veto.high
    assert "Over 4 paired runs" in " ".join(told.text().split())
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_record_is_plain_json(stopped):
    record = json.loads(json.dumps(stopped.as_record(), allow_nan=False))
    unit, = record["units"]
    veto = next(c for c in unit["contributions"] if c["mechanism"] == "steering_veto")
    assert veto["with"]["outcome"] == "stopped" and veto["carried"]
    assert {c["level"] for c in unit["context"]} <= {"low", "middling", "high"}


def test_levers_are_part_of_the_context():
    low, widened = (explain("plejecenter-2", levers=levers, mechanisms=()).units[0].context for levers in (None, {"widen_scope": 1}))
    name = "share of needs inside the project's scope"
    levels = [next(c.level for c in context if c.what == name) for context in (low, widened)]
    assert levels == ["low", "high"]


@pytest.mark.parametrize(("arguments", "part"), [
    ({"unit": "bostedet-c"}, "there is no unit 'bostedet-c'"), ({"mechanisms": ("veto",)}, "there is no mechanism 'veto'"),
    ({"runs": 0}, "runs = 0 is not a whole number from 1"), ({"engine": "slow"}, "there is no engine"),
    ({"run": -1}, "run = -1"), ({"follow_up": 3}, "follow_up = 3")])
def test_what_cannot_be_used_is_said_in_a_sentence(arguments, part):
    with pytest.raises(InputError, match=part):
        explain("bostedet", **arguments)


def test_small_words():
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c"
    assert [level(value, (0.4, 0.7)) for value in (0.39, 0.4, 0.7)] == ["low", "middling", "high"]


@pytest.mark.parametrize(("name", "levers"), [("bostedet", None), ("plejecenter-2", {"restart": 1})])
def test_twins_on_either_engine_tell_the_same(monkeypatch, name, levers):
    """The same text, and the same numbers to the last bit, without any of the mechanisms."""
    pytest.importorskip("numba")
    native.compiled()
    calls, weekly = [], engine.weekly
    monkeypatch.setattr(engine, "weekly", lambda *arguments: calls.append(arguments) or weekly(*arguments))
    fast = explain(name, levers=levers, seed=3)
    assert len(calls) == len(MECHANISMS)
    monkeypatch.setattr(engine, "is_available", lambda: False)
    mesa = explain(name, levers=levers, seed=3)
    assert len(calls) == len(MECHANISMS), "Mesa alone"
    assert fast.text() == mesa.text()
    assert fast.units == mesa.units
