"""The accepted ensemble: what a candidate has to show, how members are kept, and what they say about parameters, contexts and units."""

from math import log

import numpy as np
import pandas as pd
import pytest
from findings_files import FILE, written
from helpers import complaint

from sim.calibration import across, held_out, recipe
from sim.calibration import calibrate as making
from sim.calibration.calibrate import calibrate
from sim.calibration.cube import CANDIDATES, NAMES, Block
from sim.calibration.emulator import _order
from sim.calibration.ensemble import Ensemble, load_ensemble
from sim.calibration.evidence import places, targets, without
from sim.calibration.figure import figure
from sim.calibration.hangs_on import predicted
from sim.calibration.posterior import against_prior, agreement, pairs
from sim.calibration.recipe import Recipe
from sim.calibration.screening import Sums, sums_of
from sim.calibration.search import Settings, made
from sim.cli.main import app
from sim.inputs.parameters import PARAMETERS, make_parameters
from sim.inputs.settings import with_context
from sim.model.intervals import share
from sim.patterns import check_patterns

LOW, HIGH = (np.array([getattr(one, end) for one in PARAMETERS.values()], float) for end in ("low", "high"))


def row_of(parameters, cube):
    """Parameters in the workplaces as recorded, as a row of values."""
    told = parameters.model_dump() | {name: entry.recorded for name, entry in cube.named_entries.items()}
    return np.array([[told[name] for name in cube.names]])


def ensemble_of(values, independent=None):
    told = {} if independent is None else {"effective_ancestors": independent}
    return Ensemble(pd.DataFrame(values, columns=list(NAMES)), told)


# ----- the evidence
@pytest.mark.parametrize("changed", [{}, {"trust_rate": 0.01}, {"facilitation_gate": 0.0}])
@pytest.mark.parametrize("contexts", ["recorded", "ranges"])
def test_a_candidate_shows_what_the_patterns_show_of_the_same_runs(changed, contexts):
    parameters, evidence = make_parameters(changed), Recipe(contexts)()
    told = {(result.id, part.label): np.nan if part.value is None else part.value
            for result in check_patterns(30, 7, parameters, only=list(evidence.patterns)) for part in result.parts}
    row, seed, first = row_of(parameters, evidence.cube), np.array([7]), np.array([0])
    for group in evidence.groups:
        if group.is_random:  # these contexts are the same for all candidates; patterns have those of their seed
            continue
        means = sums_of(evidence, group, row, seed, first, 30).mean[0]
        for number, mean in zip(group.checks, means, strict=True):
            target = evidence.targets[number]
            assert mean == pytest.approx(told[target.pattern, target.check.label], abs=1e-12, nan_ok=True)


def test_many_candidates_at_once_show_what_each_shows_alone():
    evidence = Recipe()()
    block = Block(0, CANDIDATES, 0, 6, evidence.dimensions)
    values = evidence.values(block.points)
    for group in evidence.groups:
        several = evidence.run(group, values, block.seeds, block.numbers, 3)
        alone = [evidence.run(group, values[at:at + 1], block.seeds[at:at + 1], block.numbers[at:at + 1], 3)[0] for at in range(6)]
        np.testing.assert_array_equal(several, alone)


def test_a_unit_or_a_finding_left_out_is_not_looked_at():
    assert len(without(targets(), "plejecenter-2")) < len(targets())
    assert all(sample.unit != "bostedet-b" for target in without(targets(), "bostedet-b") for sample in target.check.samples)
    assert {target.pattern for target in without(targets(), "S5")} == {target.pattern for target in targets()} - {"S5"}


def test_values_lie_within_their_ranges_and_come_by_address():
    cube = Recipe()().cube
    ends = np.array([np.zeros(len(cube.names)), np.ones(len(cube.names))])
    np.testing.assert_allclose(cube.values(ends), [cube.low, cube.high], rtol=1e-5)
    one, again, other = (Block(seed, CANDIDATES, 3, 50, len(cube.names)).points for seed in (0, 0, 1))
    values = cube.values(one)
    assert (one == again).all() and (one != other).any() and ((values >= cube.low) & (values <= cube.high)).all()


def test_a_workplace_of_ones_own_takes_the_place_of_the_shipped_one():
    own = with_context(places()[0], {"trust_in_leader": 0.41})
    assert {place.name: place for place in places([own])}[own.name] is own


# ----- the whole of it, with a little of each
@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """An ensemble on two checks that many candidates show, made with few draws."""
    folder = tmp_path_factory.mktemp("small")
    made.cache_clear()  # a problem that another test made in this process stands on all findings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "targets", lambda uses, file: [target for target in targets(uses) if target.pattern in ("S10", "S13")])
        patch.setattr(making, "PLAIN_DRAWS", 10)
        patch.setattr(making, "REPEATED", 5)
        patch.setattr(making, "processes", at_once)
        found = calibrate(folder, Settings(members=10, training=40, runs=2, block=200, audit=0.02), Recipe(), 1)
    made.cache_clear()
    return folder, found


class at_once:  # noqa: N801 - stands for a function
    """Worker processes that are this one, so that what is patched holds."""

    def __init__(self, workers):
        self.map = map

    def __enter__(self):
        return self

    def __exit__(self, *told):
        pass

    def submit(self, work, *arguments):
        """Work at once."""
        value = work(*arguments)
        return type("Done", (), {"result": lambda self: value})()


def test_a_small_search_gives_an_ensemble_with_contexts_of_its_own(small):
    folder, found = small
    assert len(found) >= 10 and found.independent == len(found) and (folder / "search.json").exists()
    place = found.place(0, "hjemmeplejen")
    assert place.units[0].trust_in_leader == found.contexts["hjemmeplejen: units.0.trust_in_leader"][0]
    assert found.place(1, "hjemmeplejen") != place
    again = load_ensemble(folder)
    pd.testing.assert_frame_equal(again.contexts, found.contexts)
    assert again.members == found.members and (folder / "ensemble.npz").stat().st_size < 1300 * len(found) + 15_000
    assert {one["finding"] for one in found.provenance["rules_out"]["alone"]} == {"S10", "S13"}


def test_what_is_said_of_a_small_ensemble(small, capsys, monkeypatch):
    monkeypatch.setattr("sim.calibration.hangs_on.LEAST", 10)
    folder, found = small
    assert set(against_prior(found)["parameter"]) == {*NAMES, *found.contexts}
    for option in ((), ("--pairs",), ("--rules-out",), ("--hangs-on", "retention", "--runs", "2"), ("--against", str(folder))):
        app(["ensemble", "--from", str(folder), *option], standalone_mode=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "all are independent" in said and "rules out alone" in said and "agree" in said and "behaviour" in said
    assert figure(found, "x") is not None


# ----- what it says
def test_nothing_is_learnt_from_the_prior_and_something_from_less():
    values = LOW + (HIGH - LOW) * np.random.default_rng(1).random((400, len(NAMES)))
    assert not against_prior(ensemble_of(values))["identified"].any()
    values[:, 5] = LOW[5] + (values[:, 5] - LOW[5]) / 3
    told = against_prior(ensemble_of(values))
    assert told["parameter"][0] == NAMES[5] and told["identified"].sum() == 1
    assert told["width"][0] == pytest.approx(1 / 3, abs=0.03) and told["high"][0] < PARAMETERS[NAMES[5]].high


def test_what_goes_together_is_told():
    points = np.random.default_rng(2).random((400, len(NAMES)))
    assert not pairs(ensemble_of(LOW + (HIGH - LOW) * points))["sure"].any()
    points[:, 5] = (points[:, 5] + 2 * points[:, 9]) / 3
    told = pairs(ensemble_of(LOW + (HIGH - LOW) * points))
    assert {told["first"][0], told["second"][0]} == {NAMES[5], NAMES[9]} and told["sure"].sum() == 1 and told["correlation"][0] > 0.7


def test_what_an_answer_hangs_on_is_told_of_members_that_were_not_fitted_to():
    one, other = np.random.default_rng(0).random((2, 600, 20))
    answer = 2 * one[:, 3] + one[:, 4] ** 2 + 0.5 * other[:, 0]
    parts = np.array([np.var(2 * one[:, 3] + one[:, 4] ** 2), np.var(0.5 * other[:, 0])]) / np.var(answer)
    for told, truth in zip((predicted(answer, one), predicted(answer, other)), parts, strict=True):
        assert told.value == pytest.approx(truth, abs=0.06) and told.low - 0.02 <= truth <= told.high + 0.04
    assert predicted(answer, np.hstack([one, other])).value > 0.97 and predicted(np.random.default_rng(1).random(600), one).value < 0.05


def test_two_ensembles_agree_or_not():
    first, second = (LOW + (HIGH - LOW) * np.random.default_rng(seed).random((400, len(NAMES))) for seed in (3, 4))  # one in 20 disagrees
    assert agreement(ensemble_of(first), ensemble_of(second)).agree
    second[:, 7] = HIGH[7]
    told = agreement(ensemble_of(first), ensemble_of(second))
    assert told.rows["parameter"][0] == NAMES[7] and not told.rows["agree"][0] and told.rows["agree"][1:].all() and not told.agree


@pytest.mark.parametrize(("independent", "copies"), [(12, 40), (60, 8), (400, 1)])
def test_how_many_independent_members_two_ensembles_hold_is_told_by_how_far_apart_they_lie(independent, copies):
    """Copies of few members lie as far apart as the few do, whatever they claim; a claim that is too high is found out."""
    for seed in range(5):
        values = [np.repeat(LOW + (HIGH - LOW) * np.random.default_rng([seed, which]).random((independent, len(NAMES))), copies, axis=0)
                  for which in (0, 1)]
        told = agreement(*(ensemble_of(some, independent / 2) for some in values))
        assert 0.6 * independent < told.independent < 1.6 * independent and told.excess > 0.05 and told.identified == []
        boast = agreement(*(ensemble_of(some, 5 * independent) for some in values))
        assert boast.excess < 0.001 and not boast.agree


def test_what_both_ensembles_learnt_is_identified_and_what_one_did_is_not():
    first, second = (LOW + (HIGH - LOW) * np.random.default_rng(seed).random((400, len(NAMES))) for seed in (1, 2))
    for values in (first, second):
        values[:, 5] = LOW[5] + (values[:, 5] - LOW[5]) / 3
    assert agreement(ensemble_of(first, 9.0), ensemble_of(second, 9.0)).identified == [NAMES[5]]


def test_what_predictors_without_a_model_say():
    units = {unit.name: unit for _, unit in held_out.units()}
    stops, keeps = units["plejecenter-2"], units["bostedet-a"]
    # no other unit stopped; a fifth of the one spread evenly
    assert held_out.probability(stops, None) == pytest.approx((0 + 1 / 5) / 5)
    # of the others one ebbed, two were kept wholly or partly, one stopped
    assert held_out.probability(keeps, None) == pytest.approx((1 / 2 + 1 / 2 + 1 / 5) / 5)
    nearest = held_out.PREDICTORS["the unit nearest in trust"]
    assert 0 < held_out.probability(keeps, nearest) <= 1
    assert held_out._score(1.0) == 0 and held_out._score(0.5) == pytest.approx(log(2)) and held_out._score(0.0) < 7


def test_the_picture_says_what_it_rests_on_and_nothing_sticks_out():
    shipped = load_ensemble()
    drawn = figure(shipped, "takehold ensemble --plot x.png")
    drawn.draw_without_rendering()  # lays everything out
    axes, = drawn.axes
    assert f"{len(shipped):,} parameter sets of {shipped.provenance['tried']:,} tried" in axes.get_title(loc="left")
    width = drawn.bbox.width
    for text in (axes.xaxis.label, *axes.get_yticklabels(), axes._left_title):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= width


def test_predictions_that_about_half_the_members_fail_are_not_called_failed(monkeypatch, capsys):
    told = pd.DataFrame([{"id": name, "tier": "prediction", "claim": "", "default": True, "share": share(hits, 60)}
                         for name, hits in (("S3", 23), ("S9", 28), ("S20", 6), ("S25", 55))])
    monkeypatch.setattr(across, "shares", lambda *_: told)
    app(["ensemble", "--predictions"], standalone_mode=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "most members fail: S20; that about half fail" in said and "this may reverse with another ensemble: S3, S9." in said


# ----- random contexts
def test_a_check_on_random_contexts_is_looked_at_last_and_counts_contexts():
    evidence = Recipe("recorded")()
    group = next(group for group in evidence.groups if group.is_random)
    values = evidence.values(Block(0, CANDIDATES, 0, 3, evidence.dimensions).points)
    shown = evidence.run(group, values, np.arange(3), np.array([0, 0, 150]), 60)
    assert shown.shape == (3, 60, 1) and set(np.unique(shown[~np.isnan(shown)])) <= {0.0, 1.0} and np.isnan(shown).any()
    sums = [np.ones((4, len(evidence.targets)))] * 3
    assert evidence.groups[_order(Sums(*sums), evidence.groups, evidence.bounds, np.ones(len(evidence.targets)))[-1]] is group


def test_what_is_no_mean_over_runs_cannot_be_calibrated_on(tmp_path):
    median = FILE.replace('use = "check"', 'use = "calibration"').replace('measure = ', 'statistic = "median"\nmeasure = ')
    complaint(Recipe(findings=str(written(tmp_path, median))), "M1", "median")
    assert "M1" in Recipe(findings=str(written(tmp_path, median.replace("median", "mean"))))().patterns
