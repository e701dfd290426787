"""Ensembles made before the model had some parameter: what they hold, what they say, and what has to be made anew."""

import json
import warnings

import ensembles
import numpy as np
import pytest
from helpers import complaint

from sim.calibration import older
from sim.calibration.ensemble import load_ensemble
from sim.calibration.posterior import against_prior, agreement
from sim.calibration.recipe import Recipe
from sim.inputs.parameters import PARAMETERS


@pytest.fixture(autouse=True)
def nothing_was_said():
    older.say.cache_clear()


LATER = load_ensemble().held  # what the shipped ensemble holds already


def ensemble(folder, lacks=(), more=()):
    """The shipped ensemble without some columns, as if it had been made before the model had them, or with more."""
    return ensembles.write(folder, lacks, more)


def test_what_came_later_is_held_where_it_does_nothing_and_said_once(tmp_path):
    folder = ensemble(tmp_path / "old", ["peer_weight", "veto_share"])
    with pytest.warns(UserWarning, match="before the model had .*veto_share.*peer_weight.*: .*leave .*steering_veto.*peer_influence off .*"
                      "veto_share at 1.01.* peer_weight at 0") as told:
        found = load_ensemble(folder)
    assert len(told) == 1 and found.held == LATER | {"veto_share": 1.01, "peer_weight": 0.0}
    assert {(one.veto_share, one.peer_weight) for one in found.members} == {(1.01, 0.0)}
    assert found.members[3].trust_rate == load_ensemble().members[3].trust_rate
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        older.say.cache_clear()
        for _ in range(3):
            load_ensemble(folder)
    assert len(said) == 1


def test_it_is_of_this_model_if_that_gives_what_it_gave(tmp_path):
    """Comparison of units is neutral at 0: an ensemble whose answers were those of a model without it knows this one as its own."""
    folder = ensemble(tmp_path / "old", ["comparison"])
    with pytest.warns(UserWarning, match="comparison"):
        found = load_ensemble(folder)
    assert not found.of_this_model
    evidence = Recipe("recorded")()
    answers = evidence.answers(found.rows(evidence.cube, [0])[0], set(found.values))
    told = json.loads((folder / "ensemble.json").read_text()) | {"answers": answers}
    (folder / "ensemble.json").write_text(json.dumps(told))
    assert load_ensemble(folder).of_this_model


def test_nothing_is_said_of_what_no_member_moves(tmp_path):
    with pytest.warns(UserWarning):
        found = load_ensemble(ensemble(tmp_path / "old", ["peer_weight"]))
    assert set(against_prior(found)["parameter"]) == set(PARAMETERS) - {"peer_weight"} - set(LATER)
    told = agreement(found, load_ensemble())
    assert told.agree and len(told.rows) == len(PARAMETERS) - len(LATER) - 1 and np.isfinite(told.rows["distance"]).all()


def test_what_always_acts_has_to_be_made_anew_and_it_is_said_what_that_costs(tmp_path):
    """Of the routine, the decay has no neutral value, and the rest of the routine was there before it."""
    folder = ensemble(tmp_path / "old", ["routine_decay"])
    complaint(lambda: load_ensemble(folder), "routine_decay", "neutral value", "takehold calibrate --out", "half an hour")
    folder = ensemble(tmp_path / "older", ["need_scatter"])  # of a mechanism that cannot be switched off
    complaint(lambda: load_ensemble(folder), "need_scatter", "neutral value")


def test_a_new_mechanism_is_off_with_all_that_belongs_to_it(tmp_path):
    with pytest.warns(UserWarning, match="chair_learning|consultant_support"):
        found = load_ensemble(ensemble(tmp_path / "old", ["support_start", "support_weeks"]))
    assert found.held == LATER | {"support_start": 0.0, "support_weeks": PARAMETERS["support_weeks"].default}


def test_a_parameter_that_the_model_no_longer_has_is_one_sentence(tmp_path):
    folder = ensemble(tmp_path / "odd", more=["patience"])
    complaint(lambda: load_ensemble(folder), "patience", "does not have", "takehold calibrate --out")
