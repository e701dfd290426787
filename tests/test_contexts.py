"""Runs and studies in contexts that are drawn: run n in context n, the same on every engine, for every worker, and after resuming."""

import numpy as np
import pytest
from helpers import complaint
from study_files import written

from sim import load_workplace, read_study, run_study, simulate, with_context
from sim.inputs.reading import TEMPLATE
from sim.model.contexts import contexts
from sim.model.outcome import MEASURES

STUDY = """question = "Does it hold?"
workplaces = ["mine.toml"]
replications = 6
seed = 3
contexts = "ranges"
keep = ["trust_leader"]
[vary.grid]
"lever.involvement" = [0.2, 0.8]
"""
MINE = TEMPLATE.read_text(encoding="utf-8").replace("trust_in_leader = 0.57", "trust_in_leader = { mean = 0.57, sd = 0.15 }").replace(
    "coherence = 0.5", "coherence = { value = 0.5, low = 0.2, high = 0.8 }")


@pytest.fixture
def mine(tmp_path):
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    return load_workplace(tmp_path / "mine.toml")


def numbers(rows):
    return rows[[name for name in MEASURES if name in rows]].select_dtypes("number").to_numpy(float)


def test_a_run_lives_in_the_context_of_its_number(mine):
    rows = simulate(mine, runs=5, seed=3, contexts="ranges")
    for number, place in enumerate(contexts(mine, 3, range(5))):
        alone = simulate(place, runs=number + 1, seed=3).iloc[-1:]
        assert np.array_equal(numbers(rows.iloc[number:number + 1]), numbers(alone), equal_nan=True)
    assert rows["trust_start"].std() > simulate(mine, runs=5, seed=3)["trust_start"].std()


def test_contexts_are_paired_and_as_recorded_nothing_is_drawn(mine):
    one, other = (simulate(mine, None, {"involvement": dose}, 5, 3, contexts="ranges") for dose in (0.2, 0.8))
    assert one["trust_start"].tolist() == other["trust_start"].tolist()
    recorded, ranges = simulate(mine, runs=5, seed=3), simulate(mine, runs=5, seed=3, contexts="ranges")
    assert recorded.equals(simulate(mine, runs=5, seed=3, contexts="recorded"))
    assert recorded["fingerprint"].iloc[0] != ranges["fingerprint"].iloc[0]
    known = with_context(mine, {"trust_in_leader": 0.57, "coherence": 0.5})
    assert np.array_equal(numbers(simulate(known, runs=5, seed=3, contexts="ranges")), numbers(recorded), equal_nan=True)
    complaint(lambda: simulate(mine, contexts="all"), "contexts = all", "ranges, recorded")


@pytest.mark.parametrize("engine", ["mesa", "wasm", "native"])
def test_engines_and_workers_give_the_same(mine, engine):
    ours, theirs = (simulate(mine, runs=3, seed=3, contexts="ranges", engine=name, workers=2) for name in ("fast", engine))
    assert ours.equals(theirs)


def test_a_study_in_contexts_is_the_same_runs(mine, tmp_path):
    rows = read_study(run_study(written(tmp_path, STUDY), tmp_path / "out", workers=2))
    for dose, some in rows.groupby("lever.involvement"):
        ours = simulate(mine, None, {"involvement": dose}, 6, 3, contexts="ranges")
        assert some.sort_values("run")["trust_end"].tolist() == ours["trust_end"].tolist()
        assert some["fingerprint"].iloc[0] == ours["fingerprint"].iloc[0]


def test_a_study_in_contexts_goes_on_and_with_no_others(mine, tmp_path):
    file = written(tmp_path, STUDY.replace("replications = 6", "replications = 2"))
    run_study(file, tmp_path / "out", workers=1)
    written(tmp_path, STUDY)
    more = read_study(run_study(file, tmp_path / "out", workers=2, extend=True))
    whole = read_study(run_study(file, tmp_path / "whole", workers=1))
    keys = ["point", "run"]
    assert more.sort_values(keys).reset_index(drop=True).equals(whole.sort_values(keys).reset_index(drop=True))
    written(tmp_path, STUDY.replace('"ranges"', '"recorded"'))
    complaint(lambda: run_study(file, tmp_path / "out", resume=True), "how contexts are treated differs")
    written(tmp_path, STUDY.replace('"ranges"', '"all"'))
    complaint(lambda: run_study(file, tmp_path / "new"), "contexts = all is not one of ranges, recorded")
    written(tmp_path, STUDY)
    (tmp_path / "mine.toml").write_text(MINE.replace("sd = 0.15", "sd = 0.1"), encoding="utf-8")
    complaint(lambda: run_study(file, tmp_path / "out", resume=True), "no longer")
