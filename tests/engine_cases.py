"""Cases on which all engines have to give the same bits, and the facts of a case on each."""

from typing import NamedTuple

import numpy as np

from sim import load_workplace, workplaces
from sim.inputs.levers import LEVERS, Levers, make_levers
from sim.inputs.parameters import MECHANISMS, Parameters, make_parameters
from sim.inputs.workplace import Workplace
from sim.kernel import engine
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_calendar
from sim.runs.simulate import run_facts


class Case(NamedTuple):
    """What is run, in the order in which every engine takes it."""

    place: Workplace
    parameters: Parameters
    levers: Levers
    seed: int
    weeks: list[int]
    first: int
    last: int


def case(name, parameters=None, levers=None, seed=0, weeks=(17, 30), first=0, last=2):
    """A case of a workplace, by name or as it is."""
    place = load_workplace(name) if isinstance(name, str) else name
    return Case(place, parameters or make_parameters(), levers or make_levers(), seed, list(weeks), first, last)


def facts_on(engine_name, one):
    """Facts of a case, float64 of shape (rows, columns)."""
    return np.asarray(run_facts(*one)) if engine_name == "mesa" else engine.facts(*one, engine=engine_name)


def differ(cases, *names):
    """The cases whose facts are not the same on two engines, to the last bit."""
    cases = list(cases)
    assert cases
    return [number for number, one in enumerate(cases) if not same(*(facts_on(name, one) for name in names))]


def same(ours, theirs):
    """Whether two arrays have the same shape and bits."""
    return ours.shape == theirs.shape and ours.tobytes() == theirs.tobytes()


def shipped(last):
    """The shipped workplaces at several follow-ups."""
    return [case(name, seed=7, weeks=(17, 26, 30, 39), last=last) for name in workplaces()]


def with_lever(lever, end, names, last):
    """A lever at its lowest or highest."""
    return [case(name, levers=make_levers({lever: getattr(LEVERS[lever], end)}), last=last) for name in names]


def without(mechanism, names, last):
    """A mechanism switched off."""
    return [case(name, make_parameters(without=[mechanism]), last=last) for name in names]


def every_lever_and_mechanism(last):
    """Each lever at both ends, and each mechanism switched off, in every shipped workplace."""
    return [*(one for lever in LEVERS for end in ("low", "high") for one in with_lever(lever, end, workplaces(), last)),
            *(one for mechanism in MECHANISMS for one in without(mechanism, workplaces(), last))]


def with_events(numbers):
    """Workplaces, parameters and levers that are drawn at random, with events and practices that are taken up later."""
    return [one._replace(place=with_calendar(one.place, 3, number)) for number, one in zip(numbers, drawn(numbers), strict=True)]


def drawn(numbers):
    """Workplaces, parameters and levers that are drawn at random."""
    return [case(random_workplace(3, number), random_parameters(3, number), random_levers(3, number), number, (9, 30), last=1)
            for number in numbers]
