"""Where first? of the page: its rule of a first place, its intervals and its packages are those of takehold priorities."""

from math import isfinite

import numpy as np
import pytest
from node import answers, needs_node

from sim import load_workplace
from sim.inputs.levers import LEVERS
from sim.inputs.reading import shipped_names
from sim.model import intervals
from sim.model.random_inputs import random_workplace
from sim.priorities.decision import is_above, level, looks_of, would_decide
from sim.priorities.packages import candidates, doses_for
from sim.priorities.race import race

pytestmark = needs_node


def asked(*cases):
    """What Node tells of each case."""
    return answers("first_in_node.mjs", cases)


def drawn(random, lead, members, runs):
    """Values of an arm: some members help, some runs are as without it, and all are shares of a few practices."""
    values = random.normal(lead, 0.3, (members, 1)) + random.normal(0, 0.5, (members, runs))
    return np.where(random.random((members, runs)) < 0.3, 0.0, np.clip(np.round(values * 3) / 3, -1, 1))


def test_what_is_above_another():
    random, pairs = np.random.default_rng(1), []
    for _ in range(300):
        members, runs = int(random.integers(2, 100)), int(random.integers(1, 9))
        fewer = int(random.integers(1, members + 1))
        chance = level(int(random.integers(0, 4)), int(random.choice([1, 77])))
        ahead, other = drawn(random, random.normal(0.5, 0.4), members, runs), drawn(random, 0, fewer, runs)
        pairs.append((ahead, other, chance, float(random.choice([0, 1]))))
    told = asked(*({"ask": "above", "first": one.tolist(), "second": two.tolist(), "chance": chance, "reach": reach}
                   for one, two, chance, reach in pairs))
    ours = [is_above(*one) for one in pairs]
    assert told == ours
    assert 30 < sum(ours) < 270


def test_looks():
    cases = [(runs, members) for runs in (8, 100, 191, 192, 384, 1536, 5000) for members in (10, 47, 48, 96, 100, 191, 192, 384, 477)]
    told = asked(*({"ask": "looks", "runs": runs, "members": members} for runs, members in cases))
    assert told == [[list(look) for look in looks_of(*one)] for one in cases]


def test_whole_races():
    random, cases = np.random.default_rng(2), []
    for number in range(12):
        arms = [np.zeros((96, 16)), *(drawn(random, lead, 96, 16) for lead in random.normal(0.1, 0.25, 14))]
        arms.append(arms[int(random.integers(1, 15))].copy())  # of two that never differ the cheaper comes first
        cases.append((arms, random.integers(0, 900, len(arms)).astype(float).tolist(), float(number % 2)))
    told = asked(*({"ask": "race", "values": [one.tolist() for one in arms], "costs": costs, "reach": reach}
                   for arms, costs, reach in cases))
    for theirs, (arms, costs, reach) in zip(told, cases, strict=True):
        ours = race(lambda some, block, arms=arms: np.array([arms[arm][block.members, block.runs] for arm in some]), costs,
                    looks_of(1536, 96), reach=reach)
        assert theirs == {"order": ours.order, "rivals": ours.rivals, "same": ours.same, "sizes": [one.size for one in ours.values]}


def test_intervals():
    random, cases = np.random.default_rng(3), []
    for number in range(120):
        size, low, high = int(random.integers(2, 97)), *((-1.0, 1.0) if number % 2 else (-np.inf, np.inf))
        alike = random.random(size) < random.choice([0, 0.6, 0.95, 1])
        values = np.where(alike, 0.0, np.clip(np.round(random.normal(0.2, 0.3, size), 2), -1, 1))
        cases.append((values, low, high, 100.0, float(random.choice([0.95, 1 - 0.05 / 78]))))
    told = asked(*({"ask": "interval", "values": values.tolist(), "low": low if isfinite(low) else None,
                    "high": high if isfinite(high) else None, "scale": scale, "confidence": sure}
                   for values, low, high, scale, sure in cases))
    for theirs, one in zip(told, cases, strict=True):
        ours = intervals.mean(*one)
        assert [theirs["value"], theirs["low"], theirs["high"]] == pytest.approx(list(ours[:3]), rel=1e-9, abs=1e-9)


def test_whether_more_runs_decide():
    random = np.random.default_rng(4)
    pairs = [(drawn(random, 0.1, 48, 4), drawn(random, 0, 48, 4), bool(number % 3 == 0)) for number in range(60)]
    told = asked(*({"ask": "more", "first": one.tolist(), "second": two.tolist(), "left": left} for one, two, left in pairs))
    assert told == [would_decide(one, two, {}, left).more_runs for one, two, left in pairs]


def test_packages_and_doses():
    places = [load_workplace(name) for name in shipped_names()] + [random_workplace(5, number) for number in range(20)]
    told = asked(*({"ask": "packages", "workplace": one.model_dump(mode="json")} for one in places))
    assert [[[tuple(lever) for lever in some] for some in one] for one in told] == [
        [list(some) for some in candidates(doses_for(one))] for one in places]


def test_every_lever_has_its_sentence():
    (told,) = asked({"ask": "words"})
    assert told == {"en": list(LEVERS), "da": list(LEVERS)}
