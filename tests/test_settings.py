"""Fit, the share of needs that the project lets in, can be set whatever the scope."""

import pytest
from helpers import changed, complaint, exactly
from hypothesis import assume, given
from hypothesis import strategies as st

from sim import InterventionModel, load_workplace, simulate
from sim.inputs.phases import THEMES
from sim.inputs.settings import _shift_needs, with_context
from sim.text.conditions import context_of

SHARE = st.sampled_from([0.0, 0.3, 0.5, 1.0]) | st.floats(0, 1)


def inside(unit):
    return sum(unit["needs"][theme] * unit["scope"][theme] for theme in THEMES)


def unit_of(scope, needs):
    return {"name": "u", "scope": dict(zip(THEMES, scope, strict=True)),
            "needs": {theme: need / sum(needs) for theme, need in zip(THEMES, needs, strict=True)}}


@given(scope=st.tuples(SHARE, SHARE, SHARE), needs=st.tuples(SHARE, SHARE, SHARE), along=SHARE)
def test_needs_take_any_share_that_the_scope_leaves_room_for(scope, needs, along):
    assume(max(scope) - min(scope) > 1e-6 and sum(needs) > 1e-6)
    wanted = min(scope) + along * (max(scope) - min(scope))
    wanted = min(max(wanted, min(scope)), max(scope))
    unit = unit_of(scope, needs)
    _shift_needs(unit, wanted)
    assert inside(unit) == pytest.approx(wanted, abs=1e-9) and sum(unit["needs"].values()) == pytest.approx(1, abs=1e-9)
    assert all(need >= -1e-12 for need in unit["needs"].values())


@given(scope=st.sampled_from([(1, 1, 0), (1, 0, 1), (0, 1, 0), (1.0, 0.0, 0.0)]), needs=st.tuples(SHARE, SHARE, SHARE), wanted=SHARE)
def test_of_themes_wholly_inside_or_outside_the_needs_on_either_side_keep_their_proportions_to_the_bit(scope, needs, wanted):
    assume(sum(needs) > 1e-6)
    unit = unit_of(scope, needs)
    before = dict(unit["needs"])
    _shift_needs(unit, wanted)
    for let_in, goal in ((1, wanted), (0, 1.0 - wanted)):
        themes = [theme for theme in THEMES if unit["scope"][theme] == let_in]
        total = sum(before[theme] for theme in themes)
        assert [unit["needs"][theme] for theme in themes] == [goal * before[theme] / total if total > 0 else goal / len(themes)
                                                               for theme in themes]


def test_a_scope_that_lets_wellbeing_in_a_little_can_be_varied():
    place = changed("plejecenter-2", {"scope": {"planning": 1.0, "coordination": 1.0, "wellbeing": 0.3}})
    for wanted in (0.3, 0.6, 1.0):
        unit = with_context(place, {"needs_inside_scope": wanted}).units[0]
        assert inside(unit.model_dump()) == pytest.approx(wanted)
    low, high = (simulate(with_context(place, {"needs_inside_scope": wanted}), runs=40) for wanted in (0.35, 0.95))
    assert (low["outcome"] == "stopped").mean() > (high["outcome"] == "stopped").mean()
    complaint(lambda: with_context(place, {"needs_inside_scope": 0.2}), "0.2", "0.3 to 1", "plejecenter-2")
    everything = changed(place, {"scope": {"planning": 0.5, "coordination": 0.5, "wellbeing": 0.5}})
    complaint(lambda: with_context(everything, {"needs_inside_scope": 0.5}), "needs_inside_scope", "plejecenter-2", "0.5")


def test_what_is_said_of_a_workplace_is_what_was_set():
    place = changed("bostedet", {"scope": {"planning": 1.0, "coordination": 0.6, "wellbeing": 0.3}})
    told = context_of(InterventionModel(with_context(place, {"needs_inside_scope": 0.7})).units[0])
    assert [round(one.value, 9) for one in told if "scope" in one.what] == [0.7]
    exactly(simulate(with_context("bostedet", {}), seed=3), simulate(load_workplace("bostedet"), seed=3))
