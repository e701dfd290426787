"""The accepted ensemble: what it has to show, how it is kept, and what it says about parameters and units."""

import json
import math
from dataclasses import replace
from math import log

import numpy as np
import pandas as pd
import pytest
from helpers import complaint

from sim.calibration import across, evidence, held_out
from sim.calibration.across import accepted_again
from sim.calibration.calibrate import HIGH, LOW, NAMES, Settings, sampled, to_values
from sim.calibration.ensemble import SHIPPED, Ensemble, load_ensemble
from sim.calibration.evidence import NO_RUN, calibration_patterns, distances, shortfall, targets
from sim.calibration.posterior import against_prior, agreement, figure
from sim.cli.main import app
from sim.evidence.declaration import between
from sim.inputs.parameters import PARAMETERS, make_parameters
from sim.inputs.settings import with_context
from sim.model.intervals import share
from sim.patterns import check_patterns

PLACES = evidence.places()
QUICK = Settings(size=40, draws=80, steps=1, last_waves=2)


def far(points, level, most):
    """A distance that needs no model: the first coordinate is to lie above 0.9."""
    told = np.maximum(0, 0.9 - points[:, 0])
    return np.where(told > most, np.inf, told)


def ensemble_of(values, ancestors=200.0):
    return Ensemble(pd.DataFrame(values, columns=list(NAMES)), {"effective_ancestors": ancestors})


# ----- the evidence
def test_a_check_that_holds_is_not_far_and_one_without_runs_is():
    assert shortfall(between(0.6, math.inf), 0.7) == 0 < shortfall(between(0.6, math.inf), 0.5) == pytest.approx(0.1)
    assert shortfall(between(0.6, math.inf), float("nan")) == NO_RUN
    assert shortfall(between(0.0, 0.0), 0.0) == 0 < shortfall(between(0.0, 0.0), 1e-12)


@pytest.mark.parametrize("changed", [{}, {"trust_rate": 0.01}, {"facilitation_gate": 0.0}])
def test_the_distance_is_nought_just_where_all_calibration_patterns_hold(changed):
    parameters, ids = make_parameters(changed), [pattern.id for pattern in calibration_patterns()]
    hold = all(result.holds for result in check_patterns(60, 7, parameters, only=ids))
    assert (distances([parameters], targets(), 7, 60) == [0]) == hold


def test_a_poor_candidate_is_given_up():
    poor = make_parameters({"listening": 0.0, "willing_half": 0.6})
    whole, good = distances([poor, make_parameters()], targets(), 0, 20)
    assert 0 < whole < np.inf and distances([poor], targets(), 0, 20, most=whole / 100) == [np.inf]
    assert distances([make_parameters(), poor], targets(), 0, 20, most=whole) == [good, whole]


def test_a_unit_left_out_is_not_looked_at():
    assert len(targets("plejecenter-2")) < len(targets())
    assert all(sample.unit != "bostedet-b" for target in targets("bostedet-b") for sample in target.check.samples)


def test_points_become_parameters_within_their_ranges():
    ends = to_values(np.array([np.zeros(len(NAMES)), np.ones(len(NAMES))]))
    np.testing.assert_array_equal(ends, [LOW, HIGH])
    values = to_values(np.random.default_rng(0).random((50, len(NAMES))))
    assert ((values >= LOW) & (values <= HIGH)).all()
    assert [float(f"{value:.6g}") for value in values[0]] == pytest.approx(values[0].tolist(), rel=1e-12)


# ----- stopped and resumed
def test_a_search_that_is_stopped_goes_on_to_the_same_end(tmp_path):
    whole = sampled(QUICK, far)

    def stop(text):
        if text.startswith("wave 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sampled(QUICK, far, tmp_path, stop)
    told = []
    resumed = sampled(QUICK, far, tmp_path, told.append)
    assert told[0].startswith("wave 2")
    assert resumed.points.tobytes() == whole.points.tobytes() and resumed.history == whole.history
    assert sampled(QUICK, far, tmp_path).points.tobytes() == whole.points.tobytes()


def test_a_search_that_comes_no_nearer_gives_up():
    complaint(lambda: sampled(QUICK, lambda points, level, most: np.full(len(points), 0.5)), "stands still", "0.5")


def test_a_folder_of_another_search_is_refused(tmp_path):
    sampled(QUICK, far, tmp_path)
    complaint(lambda: sampled(QUICK._replace(seed=1), far, tmp_path), "waves.npz", "other settings")
    (tmp_path / "waves.npz").write_bytes(b"PK\x03\x04")
    complaint(lambda: sampled(QUICK, far, tmp_path), "waves.npz", "cannot be read")


# ----- the file
def test_the_shipped_ensemble_has_two_hundred_distinct_members_that_say_where_they_come_from():
    shipped = load_ensemble()
    assert len(shipped.values.drop_duplicates()) == len(shipped) >= 200
    assert shipped.provenance["members"] == len(shipped) and shipped.provenance["tried"] > len(shipped)
    assert all(make_parameters(dict(row)) for _, row in shipped.values.head(3).iterrows())


def test_the_shipped_ensemble_was_made_by_this_model():
    """Fails when a rule, draw, workplace or calibration pattern changes: then takehold calibrate has to make it anew."""
    assert load_ensemble().of_this_model


@pytest.mark.parametrize("change", [
    lambda patch: patch.setattr(evidence, "places", lambda: tuple(with_context(place, {"trust_in_leader": 0.45}) for place in PLACES)),
    lambda patch: patch.setattr(evidence, "targets", lambda: targets()[:-1]),
    lambda patch: patch.setattr(evidence, "targets", lambda: [
        target._replace(check=replace(target.check, bound=between(0.123, math.inf))) for target in targets()])])
def test_another_context_or_another_pattern_is_another_model_and_is_told(monkeypatch, change):
    change(monkeypatch)
    found = load_ensemble()
    assert not found.of_this_model
    with pytest.warns(UserWarning, match="takehold ensemble --check"):
        found.note_other_model()


def test_the_check_counts_the_members_that_this_code_accepts():
    shipped = load_ensemble()
    poor = make_parameters({"listening": 0.0, "willing_half": 0.6})
    found, fresh = accepted_again(shipped, [shipped.members[0], poor, shipped.members[-1]], workers=1)
    assert found == 2 and fresh <= 2


@pytest.mark.slow
def test_members_of_the_shipped_ensemble_show_the_patterns_under_the_draws_they_were_found_with():
    shipped = load_ensemble()
    runs, seed = shipped.provenance["runs"], shipped.provenance["seed"]
    for member in shipped.members[::20]:
        assert [distances([member], targets(), 2 * seed + level, runs[level]) for level in (0, 1)] == [[0], [0]]


def spoiled(tmp_path, change):
    for name in ("ensemble.csv", "ensemble.json"):
        (tmp_path / name).write_text(SHIPPED.with_name(name).read_text())
    change(tmp_path)
    return lambda: load_ensemble(tmp_path)


def rewritten(folder, **changes):
    """The provenance of a folder's ensemble with some entries changed."""
    file = folder / "ensemble.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize(("change", "named"), [
    (lambda folder: (folder / "ensemble.csv").unlink(), ["ensemble.csv", "takehold calibrate"]),
    (lambda folder: (folder / "ensemble.json").unlink(), ["ensemble.json"]),
    (lambda folder: (folder / "ensemble.json").write_text("{"), ["not an ensemble"]),
    (lambda folder: (folder / "ensemble.csv").write_text("\n".join(SHIPPED.read_text().splitlines()[:9])), ["cut short"]),
    (lambda folder: (folder / "ensemble.csv").write_text(SHIPPED.read_text().replace("trust_rate", "trust")),
     ["trust,", "does not have", "takehold calibrate"]),
    (lambda folder: rewritten(folder, members=3), ["3"]),
    (lambda folder: (folder / "ensemble.json").write_text(json.dumps({"members": 481})), ["ensemble.json", "seed is missing (and 6 more)"]),
    (lambda folder: (folder / "ensemble.json").write_text("[]"), ["ensemble.json", "no object"]),
    (lambda folder: (folder / "ensemble.json").write_text("[" * 100_000), ["ensemble.json", "deeply"]),
    (lambda folder: (folder / "ensemble.json").write_bytes(b"\xff\xfe"), ["ensemble.json", "UTF-8"]),
    (lambda folder: rewritten(folder, effective_ancestors=math.nan), ["ensemble.json", "NaN"]),
    (lambda folder: rewritten(folder, effective_ancestors="many"), ["ensemble.json", "effective_ancestors"]),
    (lambda folder: rewritten(folder, waves=[{}]), ["ensemble.json", "waves[1].tolerance is missing"]),
    (lambda folder: rewritten(folder, code="\x1b[31m"), ["ensemble.json", "U+001B"])])
def test_a_spoiled_file_is_refused_in_a_sentence(tmp_path, change, named):
    complaint(spoiled(tmp_path, change), *named)


# ----- what it says
def test_nothing_is_learnt_from_the_prior_and_something_from_less():
    values = LOW + (HIGH - LOW) * np.random.default_rng(1).random((400, len(NAMES)))
    assert not against_prior(ensemble_of(values))["identified"].any()
    values[:, 5] = LOW[5] + (values[:, 5] - LOW[5]) / 3
    told = against_prior(ensemble_of(values))
    assert told["parameter"][0] == NAMES[5] and told["identified"].sum() == 1
    assert told["width"][0] == pytest.approx(1 / 3, abs=0.03) and told["high"][0] < PARAMETERS[NAMES[5]].high


def test_two_ensembles_agree_or_not():
    first, second = (LOW + (HIGH - LOW) * np.random.default_rng(seed).random((400, len(NAMES))) for seed in (1, 2))
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
    drawn = figure(load_ensemble(), "takehold ensemble --plot x.png")
    drawn.draw_without_rendering()  # lays everything out
    axes, = drawn.axes
    assert "481 parameter sets (about 12 independent) of 17,107 tried" in axes.get_title(loc="left")
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
