"""Every random number has an address: known answers, and nobody's luck depends on anybody else's."""

import numpy as np
import pytest
from helpers import changed

from sim import InputError, InterventionModel, simulate
from sim.model import draws as d
from sim.model.draws import Draws, WeeklyDraws, philox

FULL = 0xFFFFFFFF
KNOWN = [  # the known answers of Random123 for Philox4x32-10
    ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((FULL, FULL, FULL, FULL), (FULL, FULL), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_known_answers(counter, key, answer):
    words = philox(tuple(np.array([word], np.uint64) for word in counter), key)
    assert " ".join(f"{int(word[0]):08x}" for word in words) == answer


def test_a_uniform_is_the_middle_of_its_word():
    counter = tuple(np.array([word], np.uint64) for word in (7, 5, 1, d.PERSON))  # person, week, block, stream
    words = [int(word[0]) for word in philox(counter, (3, 2))]
    assert Draws(3, 2).uniforms(d.PERSON, [7], [5], 2)[0, 0, 4:].tolist() == [(word + 0.5) / 2**32 for word in words]


def test_the_same_address_gives_the_same_draw_in_any_batch_and_order():
    draws = Draws(11, 4)
    together = draws.uniforms(d.PERSON, range(1, 30), range(20), 3)
    assert together.shape == (20, 29, 12)
    for person, week in [(29, 0), (1, 19), (13, 7)]:
        alone = draws.uniforms(d.PERSON, [person], [week], 1)[0, 0]
        assert alone.tolist() == together[week, person - 1, :4].tolist()
    backwards = draws.uniforms(d.PERSON, range(29, 0, -1), range(19, -1, -1), 3)
    assert np.array_equal(backwards[::-1, ::-1], together)
    assert np.array_equal(Draws(11, 4).uniforms(d.PERSON, range(1, 30), range(20), 3), together)


@pytest.mark.parametrize("ahead", [1, 3, 16, 50])
def test_how_far_ahead_draws_are_filled_changes_none(ahead, monkeypatch):
    expected = Draws(2).uniforms(d.UNIT, [4, 9], range(40), 2)
    monkeypatch.setattr(WeeklyDraws, "AHEAD", ahead)
    weekly = WeeklyDraws(Draws(2), d.UNIT, [4, 9], 2)
    for week in [*range(40), 3, 39, 0, 17]:
        assert weekly.week(week) == expected[week].tolist()


def test_pairs_are_addressed_by_both_persons():
    first, second = np.array([1, 1, 2]), np.array([2, 3, 3])
    rows = Draws(1).pairs(d.TIE, first, second)
    assert len({tuple(row) for row in rows.tolist()}) == 3
    assert np.array_equal(Draws(1).pairs(d.TIE, first[::-1], second[::-1]), rows[::-1])
    assert Draws(1).pairs(d.TIE, second[:1], first[:1]).tolist() != rows[:1].tolist()


def test_no_two_addresses_share_a_draw():
    """Seeds, runs, streams, persons, weeks and blocks all count; four words each, so a repeat would be no chance."""
    seen = [u for seed in (0, 1) for run in (0, 1) for stream in (d.PERSON, d.PEOPLE, d.TIE, d.PRACTICE, d.UNIT, d.ENCOUNTER)
            for u in Draws(seed, run).uniforms(stream, range(6), range(6), 2).reshape(-1, 4).tolist()]
    assert len({tuple(u) for u in seen}) == len(seen) == 2 * 2 * 6 * 6 * 6 * 2


def test_uniforms_are_uniform_and_never_0_or_1():
    u = Draws(123).uniforms(d.PEOPLE, range(500), range(50), 3).ravel()
    assert 0 < u.min() < 1e-4 and 1 - 1e-4 < u.max() < 1
    counts = np.histogram(u, 20, (0, 1))[0]
    assert ((counts - u.size / 20) ** 2 / (u.size / 20)).sum() < 43.8  # chi-squared with 19 degrees of freedom, p = .001
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.01
    extremes = (np.array([0, FULL], np.uint64).astype(np.float64) + 0.5) * 2.0**-32
    assert extremes[0] > 0 and extremes[1] < 1


def test_units_never_share_addresses():
    model = InterventionModel(changed("bostedet", {"employees": 600, "team_size": 60}))
    assert [unit.persons for unit in model.units] == [[1 + place for place in range(600)],
                                                      [d.UNIT_STRIDE + 1 + place for place in range(600)]]


def test_seed_0_is_a_seed():
    first, again, other = (simulate("bostedet", seed=seed).drop(columns="seed") for seed in (0, 0, 1))
    assert first.equals(again)
    assert not first["trust_start"].equals(other["trust_start"])
    assert simulate("bostedet").equals(simulate("bostedet", seed=0))


@pytest.mark.parametrize("name", ["seed", "replication"])
@pytest.mark.parametrize("value", [-1, 2**32, 1.0, "one", "", None, True, "-1", "1.5", float("nan"), [1]])
def test_what_is_no_seed_is_refused(name, value):
    with pytest.raises(InputError, match=name):
        Draws(**{"seed": 0, name: value})


@pytest.mark.parametrize("value", [2**32 - 1, "7", np.int64(7), np.uint32(7)])
def test_what_is_a_seed_is_taken(value):
    assert Draws(value).key == (int(value), 0)


def test_changing_one_persons_number_changes_nobody_elses():
    draws = Draws(9)
    usual = draws.uniforms(d.PERSON, [1, 2, 3, 4], range(5), 2)
    another = draws.uniforms(d.PERSON, [1, 2, 77, 4], range(5), 2)
    assert np.array_equal(usual[:, [0, 1, 3]], another[:, [0, 1, 3]])
    assert not (usual[:, 2] == another[:, 2]).any()


def test_one_more_colleague_changes_nobody_elses_start():
    def starts(employees):
        people = InterventionModel(changed("hjemmeplejen", {"employees": employees})).units[0].employees
        return [(e.lasting_trust, e.mood, e.trust_organisation, e.expectation, e.ownership, e.needs, e.contract, e.core_share)
                for e in people]
    few, more = starts(18), starts(19)
    assert more[:18] == few and more[18] not in few
