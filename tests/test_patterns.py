"""Patterns are checks that can fail: bounds are as the study's list has them, and a verdict follows from value and bound."""

import json
from math import inf, isnan

import pandas as pd
import pytest

from sim.errors import InputError
from sim.evidence.arms import RANDOM
from sim.evidence.declaration import CALIBRATION, LITERATURE, PREDICTION, Check, Finding, Sample, between
from sim.evidence.statistics import Statistic
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Workplace
from sim.model import intervals
from sim.model.random_inputs import random_workplace
from sim.patterns import PATTERNS, check_patterns, pattern_markdown, pattern_table
from sim.patterns import check as checking
from sim.patterns.results import NO_RUN, judge

# As in the study's pattern list. A bound is never moved here to make a pattern hold.
BOUNDS = {
    "S1": [">= 0.6", "<= 0.15", "<= 0.15", "<= 0.15", "<= 0.15"], "S2": [">= 0.05", "= 0"], "S3": ["< -0.1", "< 0.333"],
    "S4": [">= 0.66"], "S5": [">= 0.4"], "S6": [">= 0.4", "< -0.1"], "S7": ["> 0.01", "< -0.05"], "S8": [">= 0.3", "<= 0.2"],
    "S9": [">= 0.05"], "S10": ["<= 0.4", ">= 0.7"], "S11": [">= 0.66", "0 < x < 0.34", "> 0.3"], "S12": ["< 1", "> 0", ">= 0.5"],
    "S13": [">= 0.3", "> 0"], "S14": ["> 0.03", "> 0.03"], "S17": ["> 0.02", "> 0.02", "-0.02 <= x <= 0.02"], "S18": [">= 0.15"],
    "S19": [">= 0.4"], "S20": [">= 0.2"], "S22": [">= 0.1"], "S23": ["> 0"], "S25": ["<= 0.05", "<= 0.05"],
}
CALIBRATED = ["S1", "S2", "S4", "S5", "S6", "S7", "S10", "S11", "S12", "S13", "S14", "B1"]
HERE = Sample("somewhere", "unit")
STOPPED = "stopped_in == 'steering workshop'"
ARMS = {name: arm for pattern in PATTERNS.values() for name, arm in pattern.arms.items()}


def frame(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def judged(*checks: Check, **columns: list[float]):
    return judge(Finding("S0", PREDICTION, "a claim", "none", "somehow", checks), {HERE: frame(**columns)}, 10)


def mean(measure: str, given: str = "") -> Statistic:
    return Statistic("mean", measure, given)


def at_least(limit: float):
    return between(limit, inf)


def above(limit: float):
    return between(limit, inf, strict=True)


def exactly(value: float):
    return between(value, value)


# ----- statistics
@pytest.mark.parametrize(("hits", "runs", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
def test_shares_have_the_wilson_intervals_of_newcombe_1998(hits, runs, low, high):
    estimate = intervals.share(hits, runs)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)


def test_mean_has_students_interval():
    estimate = mean("x")(frame(x=[1.0, 2.0, 3.0, 4.0]))
    assert estimate.value == 2.5
    assert estimate.high - 2.5 == pytest.approx(3.1824 * (5 / 3) ** 0.5 / 2, rel=1e-4)


def test_differences_are_taken_run_by_run():
    first, second = frame(x=[0.11, 0.5, 0.9]), frame(x=[0.0, 0.4, 0.81])
    estimate = Statistic("difference", "x")(first, second)
    assert estimate.value == pytest.approx(0.1)
    assert estimate.high - estimate.low < 0.06  # unpaired, it would be 1.8


def test_a_condition_picks_the_same_runs_of_both_samples_by_the_last():
    pushed = frame(x=[0.0, 0.2, 0.9])
    recorded = pd.DataFrame({"x": [0.5, 0.6, 0.0], "stopped_in": ["steering workshop", "steering workshop", ""]})
    estimate = Statistic("difference", "x", STOPPED)(pushed, recorded)
    assert (round(estimate.value, 3), estimate.runs) == (-0.45, 2)
    assert Statistic("share", STOPPED)(recorded).value == pytest.approx(2 / 3)


def test_commonest_mechanism_counts_only_contexts_in_which_something_matters():
    full = frame(use_follow_up=[0.8, 0.8, 0.8, 0.8])
    gate, time = frame(use_follow_up=[0.1, 0.2, 0.7, 0.8]), frame(use_follow_up=[0.7, 0.8, 0.2, 0.8])
    estimate = Statistic("commonest", "use_follow_up")(full, gate, time)
    assert (estimate.value, estimate.runs) == (pytest.approx(2 / 3), 3)


# ----- verdicts
def test_ends_of_a_bound_count_unless_it_is_strict():
    assert at_least(0.4).allows(0.4) and not above(0.4).allows(0.4)
    assert between(0, 1).allows(0) and not between(0, 1, strict=True).allows(0)
    assert exactly(0).allows(0.0) and not exactly(0).allows(0.001)
    assert not at_least(0).allows(float("nan"))


def test_holds_asks_for_the_value_and_sure_for_the_whole_interval():
    result = judged(Check("x", mean("x"), (HERE,), at_least(0.5)), x=[0.2, 1.0])
    assert result.holds and not result.sure
    result = judged(Check("x", mean("x"), (HERE,), at_least(0.5)), x=[0.9, 1.0, 0.95, 0.93])
    assert result.holds and result.sure
    assert not judged(Check("x", mean("x"), (HERE,), at_least(0.97)), x=[0.9, 1.0]).holds


def test_a_pattern_holds_when_all_parts_hold_and_shows_the_tightest():
    result = judged(Check("wide", mean("x"), (HERE,), at_least(0.0)), Check("tight", mean("x"), (HERE,), above(0.96)), x=[0.9, 1.0])
    assert not result.holds
    assert (result.tightest.label, result.bound, result.value) == ("tight", "> 0.96", 0.95)


def test_where_nothing_varies_a_part_is_tightest_only_when_it_fails():
    fixed, loose = Check("fixed", mean("y"), (HERE,), exactly(0)), Check("loose", mean("x"), (HERE,), at_least(0.5))
    assert judged(fixed, loose, x=[0.9, 1.0], y=[0, 0]).tightest.label == "loose"
    assert judged(fixed, loose, x=[0.9, 1.0], y=[1, 1]).tightest.label == "fixed"


def test_without_any_such_run_a_part_does_not_hold_and_says_so():
    result = judged(Check("after the stop", mean("x", STOPPED), (HERE,), at_least(-1)), x=[1.0], stopped_in=[""])
    assert not result.holds and result.value is None
    assert NO_RUN in result.parts[0].label and NO_RUN in pattern_table([result])
    assert isnan(mean("x", STOPPED)(frame(x=[1.0], stopped_in=[""])).value)


def test_one_run_has_no_interval_and_is_never_sure():
    result = judged(Check("x", mean("x"), (HERE,), at_least(0)), x=[1.0])
    assert result.holds and not result.sure and result.interval is None
    json.dumps(result.as_record(), allow_nan=False)


# ----- declarations
def test_bounds_stand_as_the_list_of_patterns_has_them():
    found = {name: [check.bound.text for check in pattern.checks] for name, pattern in PATTERNS.items() if name.startswith("S")}
    assert found == BOUNDS


def test_tiers_are_as_the_list_of_patterns_has_them():
    assert [name for name, pattern in PATTERNS.items() if pattern.tier == CALIBRATION] == CALIBRATED
    assert all((pattern.tier == LITERATURE) == name.startswith("L") for name, pattern in PATTERNS.items())


def test_every_sample_is_a_unit_of_its_arm():
    for pattern in PATTERNS.values():
        assert {sample.arm for check in pattern.checks for sample in check.samples} == set(pattern.arms)
        for sample in (sample for check in pattern.checks for sample in check.samples):
            place = ARMS[sample.arm].workplace
            units = ["unit-1"] if place == RANDOM else [unit.name for unit in load_workplace(place).units]
            assert sample.unit in units


@pytest.mark.parametrize("name", [name for name, arm in ARMS.items() if arm.context or arm.practices or arm.out_of_sight])
def test_a_changed_context_is_still_a_valid_one(name):
    arm = ARMS[name]
    for number in range(10):
        place = random_workplace(1, number) if arm.is_random else load_workplace(arm.workplace)
        changed = arm.changed(place)
        assert Workplace(**changed.model_dump()).model_dump() == changed.model_dump()


# ----- checking
@pytest.mark.parametrize("wrong", [{"only": ["S99"]}, {"only": "L5"}, {"engine": "abacus"}, {"without": ["magic"]},
                                   {"parameters": {"magic": 1}}, {"runs": 0}, {"workers": 0}])
def test_what_cannot_be_used_is_complained_of_before_the_first_run(wrong, monkeypatch):
    monkeypatch.setattr(checking, "run_arm", None)
    with pytest.raises(InputError):
        check_patterns(**wrong)


def test_only_the_arms_that_are_needed_are_simulated_and_each_once(monkeypatch):
    asked, told = [], []
    real = checking.run_arm

    def counted(arm, **rest):
        asked.append(arm.workplace)
        return real(arm, **rest)

    monkeypatch.setattr(checking, "run_arm", counted)
    results = check_patterns(runs=2, only=["S5", "S7", "S2"], progress=lambda done, whole: told.append((done, whole)))
    assert [result.id for result in results] == ["S2", "S5", "S7"]
    assert sorted(asked) == ["bostedet", "plejecenter-2"]
    assert told == [(2, 4), (4, 4)]


def test_verdicts_follow_from_values_and_bounds():
    results = check_patterns(runs=6, only=["S1", "S3", "S12", "L2", "L4"])
    for result in results:
        for part, check in zip(result.parts, PATTERNS[result.id].checks, strict=True):
            assert part.holds == (part.value is not None and check.bound.allows(part.value))
            assert part.holds or not part.sure
        assert result.holds == all(part.holds for part in result.parts)
        assert result.runs == 6 and result.tightest in result.parts
        assert set(result.as_record()) == {"id", "tier", "claim", "strength", "holds", "sure", "value", "interval", "bound", "runs",
                                           "parts"}
        json.dumps(result.as_record(), allow_nan=False)


def test_a_check_can_fail():
    (s1,) = check_patterns(runs=20, only=["S1"], without=("steering_veto",))
    assert not s1.holds and s1.parts[0].value == 0
    assert check_patterns(runs=20, only=["S1"])[0].parts[0].value > 0
    (s2,) = check_patterns(runs=5, only=["S2"], without=("steering_veto",))
    assert not s2.holds and s2.value is None  # nobody stops, so there is nothing to tell


def test_the_number_of_workers_changes_nothing():
    assert check_patterns(runs=3, only=["S2", "S4"]) == check_patterns(runs=3, only=["S2", "S4"], workers=2)


def test_tables_name_every_pattern_and_say_whether_it_holds():
    results = check_patterns(runs=5, only=["S1", "S2"], without=("steering_veto",))
    text, markdown = pattern_table(results), pattern_markdown(results)
    assert "NO" in text and "S2" in text and "Plejecenter 2" in text
    lines = markdown.splitlines()
    assert len(lines) == 4 and len({line.count("|") for line in lines}) == 1


@pytest.mark.slow
def test_calibration_patterns_hold():
    results = check_patterns(runs=200, only=CALIBRATED, workers=2)
    failing = [result for result in results if not result.holds]
    assert not failing, "\n" + pattern_table(failing)
