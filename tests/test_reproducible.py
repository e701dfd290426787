"""The same seed gives the same result to the last bit, whatever runs, collects or stands around it."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from digest import FROZEN, lines
from helpers import STUDY_UNITS, exactly

from sim import InterventionModel, simulate

SCRIPT = Path(__file__).with_name("digest.py")
SETTINGS = dict(levers={"leader_sparring": 0.5}, seed=7)


def all_of(model):
    """Everything a finished run can be asked for."""
    return model.outcomes(), model.trajectories(), model.people()


def same(first, second):
    for one, other in zip(first, second, strict=True):
        exactly(one, other)


def test_results_are_the_frozen_ones():
    """If the model is meant to give other results now: python tests/digest.py --write."""
    assert list(lines()) == FROZEN.read_text(encoding="utf-8").splitlines()


def test_another_seed_or_run_gives_another_result():
    """Or nothing below could fail."""
    base = InterventionModel("bostedet", seed=7).run().trajectories()
    for other in (dict(seed=8), dict(seed=7, replication=1)):
        assert not base.equals(InterventionModel("bostedet", **other).run().trajectories())


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_new_process_gives_the_same_whatever_its_hashes(hash_seed):
    """Python's hash of text differs between processes; no result may hang on the order of a set."""
    told = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True, cwd=SCRIPT.parents[1],
                          env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(SCRIPT.parents[1])})
    assert told.stdout.splitlines() == list(lines())


def test_workers_change_nothing():
    told = []
    runs = [simulate("bostedet", runs=7, engine="mesa", workers=workers, progress=lambda done, of: told.append((done, of)), **SETTINGS)
            for workers in (1, 2)]
    exactly(*runs)
    assert told == [(done, 7) for done in range(1, 8)] * 2


@pytest.mark.parametrize("name", STUDY_UNITS)
def test_collecting_changes_nothing(name):
    same(all_of(InterventionModel(name, collect=True, **SETTINGS)), all_of(InterventionModel(name, collect=False, **SETTINGS)))


def test_a_run_is_the_same_alone_among_others_and_in_any_order():
    among = simulate("bostedet", runs=4, **SETTINGS)
    for run in (3, 0, 2):
        alone = InterventionModel("bostedet", replication=run, **SETTINGS).outcomes()
        exactly(alone, among[among["run"] == run][list(alone)])
    exactly(simulate("bostedet", runs=2, **SETTINGS), among[among["run"] < 2])


def test_models_living_side_by_side_do_not_touch_each_other():
    alone = {name: all_of(InterventionModel(name, **SETTINGS)) for name in STUDY_UNITS[:2]}
    models = {name: InterventionModel(name, **SETTINGS) for name in STUDY_UNITS[:2]}
    while not all(model.finished for model in models.values()):
        for model in models.values():
            if not model.finished:
                model.step()
    for name, model in models.items():
        same(all_of(model), alone[name])


def test_looking_changes_nothing():
    """Asking for tables on the way leaves the result as it was."""
    undisturbed, watched = (InterventionModel("bostedet", **SETTINGS) for _ in range(2))
    while not watched.finished:
        watched.step()
        watched.trajectories(), watched.people(), watched.datacollector.get_model_vars_dataframe()
    same(all_of(watched), all_of(undisturbed))


def test_mesas_own_generators_are_never_used():
    usual = all_of(InterventionModel("bostedet", **SETTINGS))
    model = InterventionModel("bostedet", **SETTINGS)
    model.random.seed(1)
    model.rng = np.random.default_rng(99)
    before = (model.random.getstate(), model.rng.bit_generator.state)
    same(all_of(model), usual)
    assert (model.random.getstate(), model.rng.bit_generator.state) == before


def test_global_generators_are_neither_used_nor_touched():
    before = (random.getstate(), np.random.get_state()[1].tolist())
    usual = all_of(InterventionModel("bostedet", **SETTINGS))
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before
    random.seed(5)
    np.random.seed(5)
    same(all_of(InterventionModel("bostedet", **SETTINGS)), usual)
