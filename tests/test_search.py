"""The search: members as plain rejection would find them, whoever works on it, however often it is stopped; what it loses is told."""

from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
import pytest
from benchmarks.ranks import ranks
from helpers import complaint
from scipy.stats import kstest
from toys import Toy

from sim.calibration import search as module
from sim.calibration.audit import Audit, stopped_early
from sim.calibration.cube import CANDIDATES, Block, rounded
from sim.calibration.kept import Kept
from sim.calibration.screening import Screen, Sums, accepted, holds, hopeless, missed
from sim.calibration.search import SHARES, Settings, search
from sim.evidence.declaration import between

QUICK = Settings(members=150, training=400, runs=4, block=2000, audit=0.1)


@dataclass
class AtOnce:
    """An executor that works when it is asked, and counts."""

    calls: int = 0
    most: int = 10**9

    def submit(self, work, *arguments):
        """Work now; Ctrl-C after so many calls."""
        self.calls += 1
        if self.calls > self.most:
            raise KeyboardInterrupt
        done = Future()
        done.set_result(work(*arguments))
        return done


def points_of(numbers, settings=QUICK):
    blocks = {number: Block(settings.seed, CANDIDATES, number, settings.block, 4).points for number in set(numbers // settings.block)}
    return np.array([blocks[number // settings.block][number % settings.block] for number in numbers])


def found_by(settings=QUICK, toy=None, kept=None, workers=1, pool=None):
    return search(toy or Toy(), settings, pool or AtOnce(), workers, kept or Kept())


# ----- what it finds
def test_members_are_spread_over_what_is_acceptable_as_draws_from_the_prior():
    told = found_by()
    points = points_of(told.numbers)
    assert len(points) >= 150 and Toy().accepts(points).mean() > 0.95  # the rest lie at the edge, within noise
    assert kstest((points[:, 0] - 0.9) / 0.1, "uniform").pvalue > 0.001
    assert kstest(points[:, 3], "uniform").pvalue > 0.001
    assert (told.audit.found == 0 and told.share == SHARES[0]) or told.audit.at_most < 0.2


def test_it_finds_whom_plain_rejection_finds():
    told, toy = found_by(), Toy()
    points = points_of(np.arange(told.tried))
    plain = np.flatnonzero(toy.accepts(points))
    assert len(np.intersect1d(plain, told.numbers)) > 0.9 * len(plain)
    assert abs(told.audit.left_out - (1 - len(told.numbers) / len(plain))) < 0.15


# ----- whoever works on it
def test_the_number_of_workers_changes_nothing():
    one, several = found_by(), found_by(workers=7)
    assert one.numbers.tolist() == several.numbers.tolist() and one.audit == several.audit and one.alive == several.alive


def test_a_search_that_is_stopped_goes_on_to_the_same_end_and_nothing_is_done_twice(tmp_path):
    whole, pool = found_by(), AtOnce()
    found_by(pool=pool)
    stopped = AtOnce(most=pool.calls // 2)
    with pytest.raises(KeyboardInterrupt):
        found_by(kept=Kept(tmp_path), pool=stopped)
    resumed = AtOnce()
    told = found_by(kept=Kept(tmp_path), pool=resumed)
    assert told.numbers.tolist() == whole.numbers.tolist() and told.audit == whole.audit
    assert resumed.calls <= pool.calls - stopped.most + 2  # of what was under way
    again = AtOnce()
    assert found_by(kept=Kept(tmp_path), pool=again).numbers.tolist() == whole.numbers.tolist() and again.calls <= 2


def test_parts_that_are_shared_out_are_joined(tmp_path):
    whole = found_by()
    for part in (1, 2):
        found_by(QUICK._replace(part=(part, 2)), kept=Kept(tmp_path))
    assert found_by(kept=Kept(tmp_path)).numbers.tolist() == whole.numbers.tolist()


def test_a_part_that_is_damaged_is_named(tmp_path):
    found_by(kept=Kept(tmp_path))
    file = next((tmp_path / "parts").glob("block-*"))
    file.write_bytes(file.read_bytes()[:50])
    complaint(lambda: found_by(kept=Kept(tmp_path)), file.name, "made again")


def test_a_folder_of_another_search_is_refused(tmp_path):
    Kept(tmp_path).begun({"seed": 1})
    Kept(tmp_path).begun({"seed": 1})
    complaint(lambda: Kept(tmp_path).begun({"seed": 2}), "search.json", "other settings")


# ----- what it loses
def test_an_emulator_that_is_blind_is_found_out_and_the_search_widens(monkeypatch):
    monkeypatch.setattr(module.Emulator, "chances", lambda self, points, bounds, least=0.0: -((points * 1000.0) % 1).sum(axis=1))
    told = found_by(QUICK._replace(members=60))
    assert told.share == 1.0 and told.audit.left_out == 0
    assert Toy().accepts(points_of(told.numbers)).mean() > 0.9


def test_what_the_audit_says_bounds_what_was_left_out():
    clean, dirty = Audit(1000, 0.05, 0, 1000), Audit(1000, 0.05, 10, 1000)
    assert clean.left_out == 0 and clean.at_most == pytest.approx(3.0 / 0.05 / (1000 + 60), rel=0.01) and not clean.calls_for_more
    assert dirty.left_out == pytest.approx(200 / 1200) and dirty.at_most > dirty.left_out and dirty.calls_for_more


def test_stopping_early_loses_little_and_saves_much():
    toy, screen = Toy(0.3), Screen((0, 1), np.array([0.3, 0.3]))
    block = Block(3, CANDIDATES, 0, 4000, 4)
    early, alive = accepted(toy, screen, block.points, block.seeds, block.numbers)
    patient, every = accepted(toy, screen._replace(slack=np.inf), block.points, block.seeds, block.numbers)
    assert set(early) <= set(patient) and len(early) > 0.95 * len(patient)
    assert sum(alive[1:]) < 0.3 * sum(every[1:])
    lost = stopped_early(missed(toy, screen, block.points[early], block.seeds[early], block.numbers[early]), len(early))
    assert lost["share"] <= 0.06 and lost["at_most"] >= 1 - len(early) / len(patient)


def test_a_check_that_no_run_answers_stops_nobody_early_and_holds_for_nobody():
    none = Sums(*(np.zeros((1, 1)) for _ in range(3)))
    assert not hopeless(none, [between(0.5, np.inf)], np.array([0.1]), 3.0, 0.1)[0]
    assert not holds(none.mean, [between(0.5, np.inf)])[0, 0]


def test_bounds_hold_as_they_are_written():
    means = np.array([[0.5, 0.5, 0.0], [0.6, 0.6, 1e-12]])
    bounds = [between(0.5, np.inf), between(0.5, np.inf, strict=True), between(0.0, 0.0)]
    assert holds(means, bounds).tolist() == [[True, False, True], [True, True, False]]


def test_rounded_values_are_the_same_from_half_the_bytes():
    values = rounded(np.random.default_rng(0).random(1000) * 10.0 ** np.random.default_rng(1).integers(-4, 4, 1000))
    assert (rounded(values.astype(np.float32)) == values).all()


@pytest.mark.slow
def test_ranks_of_made_up_truths_are_uniform():
    """Simulation-based calibration on the toy, early stopping, emulator and all."""
    told = ranks("toy", 60, workers=1)
    assert min(kstest(column, "uniform").pvalue for column in told.T) > 0.002
    assert 0.8 < ((told > 0.05) & (told < 0.95)).mean() < 0.97
