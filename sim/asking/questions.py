"""takehold ask: which observations would decide a question, from paired runs over parameter sets."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.asking.given import ask_ahead
from sim.asking.of_unit import Option, unit_asked
from sim.asking.result import MEASURE, OUTCOME, PRIORITIES, QUESTIONS
from sim.asking.wording import Asked
from sim.calibration.drawn import draw
from sim.calibration.members import RANGES
from sim.calibration.spread import World, blocks, spread
from sim.errors import InputError, check_progress, known, whole_number
from sim.fitting.result import FitResult
from sim.fitting.same import check_given
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.workplace import Workplace
from sim.kernel.engine import Setting
from sim.model.cast import SHIPPED, Cast, People, cast_of
from sim.model.measures import Measure
from sim.model.measures import measure as measure_of
from sim.model.outcome import outcome_frame
from sim.observations.seen import Member, look
from sim.observations.worth import LEAST_MEMBERS, LEAST_RUNS
from sim.priorities.measures import SHORT, aim
from sim.priorities.observing import begins
from sim.priorities.packages import NOTHING, Package, candidates, doses_for, in_words, levers_of
from sim.runs.many import APART, facts_of_many
from sim.runs.simulate import Progress, engine_for

MEMBERS, RUNS = 384, 4


def ask(workplace: Workplace | str | Path, *, question: str = PRIORITIES, measure: str | None = None, unit: str | None = None,
        members: int = MEMBERS, runs: int = RUNS, seed: int = 0, follow_up: int = DEFAULT_FOLLOW_UP, workers: int = 2,
        ensemble: str | Path | None = None, contexts: str = RANGES, variants: Sequence[Workplace] = (),
        progress: Progress | None = None, people: People | Cast | None = None, given: FitResult | None = None) -> Asked:
    """Which observations would decide a question at a workplace, and what they take.

    question: "priorities", which single lever comes first for a measure; "measure", how much of it there will be without any lever;
    "outcome", how it ends. measure: retention by default; no other question than these two has one. members: parameter sets; runs: of each.
    contexts: as for over_admissible. variants: workplaces of the same units, one after another for the members, instead of the members'
    own. given: what sim.fit found for this workplace; then runs that fit what was observed go on, as many members as the fit is worth, what
    is asked lies after the last observation, and levers begin after it.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    known("question", question, QUESTIONS)
    if unit is not None:
        known("unit", unit, [one.name for one in place.units])
    if question == OUTCOME and measure is not None:
        raise InputError(f"measure = {measure} says nothing when the outcome is asked for; leave it out, or give question measure")
    check_variants(variants, place)
    check_progress(progress)
    name = "retention" if measure is None else measure
    of = aim(name).measure if question == PRIORITIES else told_measure(name)
    members, runs = whole_number("members", members, least=LEAST_MEMBERS), whole_number("runs", runs, least=LEAST_RUNS)
    seed, workers, weeks = whole_number("seed", seed), whole_number("workers", workers, least=1), checked_follow_up(follow_up)
    if runs > APART:
        raise InputError(f"runs = {runs} is more than each parameter set may have: {LEAST_RUNS} to {APART}")
    what = {PRIORITIES: f"which lever comes first for {name}", MEASURE: f"{name}", OUTCOME: "how it ends"}[question]
    about = (question, name if question != OUTCOME else "outcome", f"{what} at {weeks} weeks", weeks, seed)
    if given is not None:
        later = ask_ahead(check_given(given, [place]), question, of, unit, members, runs, seed, weeks, workers, progress)
        return Asked(later.units, *about, later.members, later.each, later.runs, later.given)
    cast, sets = cast_of(people), draw(members, seed, ensemble, contexts)
    if len(sets) < LEAST_MEMBERS:
        raise InputError(f"the ensemble has only {len(sets)} parameter sets; asking takes at least {LEAST_MEMBERS}")
    where = [variants[number % len(variants)] for number in range(len(sets))] if variants else sets.places(place)
    draws = list(zip(sets.parameters, where, strict=True))
    seen = look(draws, runs, seed, workers, cast, progress)
    packages = candidates(doses_for(place), 1) if question == PRIORITIES else [NOTHING]
    options = [Option(in_words(one), begins(one)) for one in packages]
    facts = paired_facts(draws, packages, runs, seed, weeks, workers, cast)
    apart = None if variants else blocks([World(place)], seed, weeks, contexts=contexts, ensemble=ensemble, cast=cast, workers=workers)
    asked = []
    for number, one in ((number, one) for number, one in enumerate(place.units) if unit in (None, one.name)):
        told = unit_asked(question, of, one, options, seen[number], facts[:, :, :, number])
        without = of.per_run(outcome_frame(facts[0, :, :, number])).reshape(len(draws), runs)
        asked.append(replace(told, spread=None if variants else spread(of, one.name, place, without, apart, contexts=contexts,
                                                                       ensemble=ensemble)))
    return Asked(tuple(asked), *about, len(sets), runs, len(sets) * runs * (len(packages) + 1))


def check_variants(variants: object, place: Workplace) -> None:
    """Raises InputError for what are no workplaces of the same units."""
    if not isinstance(variants, (list, tuple)) or not all(isinstance(one, Workplace) for one in variants):
        raise InputError("variants is no list of workplaces, as sim.load_workplace and sim.with_context give them")
    names = [unit.name for unit in place.units]
    for one in variants:
        if [unit.name for unit in one.units] != names:
            raise InputError(f"variants need the units of {place.name}, {', '.join(names)}; {one.name} has others")


def told_measure(name: str) -> Measure:
    """The measure of that name; raises InputError for another name, and for the week of launch, which not every run has."""
    of = measure_of(SHORT.get(str(name), name))
    if of.name == "launch_week":
        raise InputError("launch_week is not asked about, since runs that launch nothing have none")
    return of


def paired_facts(draws: Sequence[Member], packages: Sequence[Package], runs: int, seed: int, weeks: int, workers: int,
                 cast: Cast = SHIPPED) -> np.ndarray:
    """Facts of each package in each member, with the same luck: (packages, members, runs, units, facts)."""
    settings = [Setting(place, parameters, levers, seed, APART * number) for levers in map(levers_of, packages)
                for number, (parameters, place) in enumerate(draws)]
    facts = facts_of_many(engine_for("fast", cast), settings, [weeks], runs, cast, workers)
    return facts.reshape(len(packages), len(draws), runs, len(draws[0][1].units), -1)
