"""What to ask next, in the middle of a project: runs that fit what was observed go on, and what is asked lies after all that was."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.asking.of_unit import Option, unit_asked
from sim.asking.result import MEASURE, PRIORITIES, UnitAsked
from sim.errors import InputError
from sim.fitting.ahead import Change, check_after, otherwise, still_open
from sim.fitting.result import FitResult
from sim.fitting.weights import slots
from sim.fitting.wording import goes_on
from sim.inputs.levers import LEVERS
from sim.inputs.phases import LAUNCH_WEEK
from sim.kernel.engine import FAST, Setting, Weeks
from sim.model.measures import Measure
from sim.model.outcome import outcome_frame
from sim.observations.later import ahead_of, moments
from sim.observations.observations import FACT
from sim.observations.seen import Seen, lived_through, weeks_of
from sim.priorities.given import Given
from sim.priorities.packages import NOTHING, candidates, doses_for, in_words, levers_of
from sim.runs.many import facts_of_many
from sim.runs.simulate import Progress


class Later(NamedTuple):
    """What was found of units that go on. runs: made in all; members, each: that were drawn, and runs of each."""

    units: tuple[UnitAsked, ...]
    given: Given
    members: int
    each: int
    runs: int


class Ahead:
    """Runs that fit what was observed, drawn by their weight, lived to a follow-up, with what can still be asked in them.

    members, runs: at most, of each; never more members than the fit is worth. Raises InputError where nothing can be asked any more.
    """

    def __init__(self, found: FitResult, members: int, runs: int, seed: int, follow_up: int):
        check_after(found, follow_up)
        self.found, self.seed, self.follow_up = found, seed, follow_up
        self.first, self.last = int(found.ground.levers.trust_first_weeks), found.last_week
        end = LAUNCH_WEEK + self.first + follow_up - 1
        self.moments = moments(self.last, end)
        self.asked = ahead_of(self.last, self.moments, self.first)
        if not self.asked:
            raise InputError(f"nothing can be asked any more between the last observation, in week {self.last}, and the follow-up, which "
                             f"ends with week {end}; give a later --follow-up")
        self.chosen, inside = slots(found.run_weights, min(members, int(found.effective)), min(runs, found.ground.runs), seed)
        self.pairs = [[(int(member), int(run)) for run in some] for member, some in zip(self.chosen, inside, strict=True)]
        self.weeks = tuple(sorted({week for one in self.asked for shown in one.numbers if shown.kind != FACT for week in weeks_of(shown)}))

    def setting(self, member: int, run: int) -> Setting:
        """A run as it was weighted."""
        return self.found.ground.setting(*self.pairs[member][run])

    def late(self, member: int, run: int) -> int:
        """Weeks by which the last observation lies later in a run than in most."""
        return int(self.found.particles.until[self.pairs[member][run]]) - 1 - self.last

    def lived(self, workers: int, progress: Progress | None) -> tuple[list[Seen], np.ndarray]:
        """What is seen of each unit, and facts at follow-up with nothing changed: (members, runs, units, facts)."""
        def kept(member: int, run: int, lived: Weeks) -> np.ndarray:
            at = np.array(self.weeks, int) + self.first + self.late(member, run)
            return lived.series[:, np.minimum(at, lived.series.shape[1] - 1)]

        settings = [[self.setting(member, run) for run in range(len(some))] for member, some in enumerate(self.pairs)]
        facts, lines = lived_through(settings, self.follow_up, kept, workers, progress=progress)
        return [Seen(tuple(some[0].place.units[unit] for some in settings), facts[:, :, unit], lines[:, :, unit], self.seed, self.weeks,
                     self.asked, self.chosen) for unit in range(facts.shape[2])], facts

    def with_lever(self, lever: str, dose: float, week: int, workers: int) -> np.ndarray:
        """Facts at follow-up with a lever from a week of the project on, in each run as long after its last observation."""
        change = Change(levers_of(((lever, dose),)).model_dump(exclude_defaults=True))
        settings = [otherwise(self.setting(member, run), week + self.late(member, run), change)
                    for member, some in enumerate(self.pairs) for run in range(len(some))]
        facts = facts_of_many(FAST, settings, [self.follow_up], 1, workers=workers)
        return facts.reshape(len(self.pairs), len(self.pairs[0]), len(self.found.ground.place.units), -1)


def ask_ahead(found: FitResult, question: str, of: Measure, unit: str | None, members: int, runs: int, seed: int, follow_up: int,
              workers: int, progress: Progress | None) -> Later:
    """Which further observation would decide a question at a workplace where something was observed already.

    Of "priorities" the choices are the levers that are still open, each begun at once or after one of the moments at which one could ask:
    who waits for an answer pays with the weeks until then. Raises InputError for what cannot be used, or where no lever is open.
    """
    ahead = Ahead(found, members, runs, seed, follow_up)
    over, levers = _open(found, seed) if question == PRIORITIES else ((), {})
    seen, facts = ahead.lived(workers, progress)
    options, worlds = [Option(in_words(NOTHING), np.inf)], [facts]
    for week in ((ahead.last, *ahead.moments) if levers else ()):
        for lever, dose in levers.items():
            options.append(Option(f"{in_words(((lever, dose),))} from week {week + 1}", week + 1 - ahead.first, lever))
            worlds.append(ahead.with_lever(lever, dose, week + 1, workers))
    stacked, units = np.stack(worlds), []
    for number, one in enumerate(found.ground.place.units):
        if unit in (None, one.name):
            kept = _differing(options, stacked[:, :, :, number], of) if question == PRIORITIES else [0]
            told = unit_asked(question, of, one, [options[at] for at in kept], seen[number], stacked[kept][:, :, :, number], again=False)
            units.append(replace(told, luck=None))  # part of the luck lies in what was observed, so it is not told apart
    members, each = len(ahead.pairs), len(ahead.pairs[0])
    given = Given(found.last_week, found.effective, over, goes_on(found, members * each))
    return Later(tuple(units), given, members, each, members * each * len(options))


def _open(found: FitResult, seed: int) -> tuple[tuple[str, ...], dict[str, float]]:
    """Levers that are over, and those that are open, each at its dose; raises InputError where none is open."""
    shares = still_open(found, seed=seed)
    levers = {one[0][0]: one[0][1] for one in candidates(doses_for(found.ground.place), 1) if one and shares[one[0][0]]}
    if not levers:
        raise InputError(f"no lever can change anything any more after the last observation, week {found.last_week}, so no answer can come "
                         f"in time for one; ask --question {MEASURE} or outcome instead")
    return tuple(name for name in LEVERS if not shares[name]), levers


def _differing(options: Sequence[Option], facts: np.ndarray, of: Measure) -> list[int]:
    """Doing nothing, and the options that change a measure in some run; at least one of them. facts: (options, members, runs, facts)."""
    values = of.per_run(outcome_frame(facts)).reshape(len(options), -1)
    changing = [at for at in range(1, len(options)) if (values[at] != values[0]).any()]
    return [0, *(changing or [1])]
