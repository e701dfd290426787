"""The map: which single lever comes first, over a grid of two settings of a workplace."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.calibration.drawn import Drawn, draw
from sim.calibration.members import RANGES as OVER_RANGES
from sim.errors import InputError, check_progress, known, whole_number
from sim.inputs.parameters import PARAMETERS, Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import GENERIC, load_workplace
from sim.inputs.settings import INSIDE, checked_follow_up, reach_of_fit, sort_settings, with_context
from sim.inputs.workplace import Workplace
from sim.model.cast import Cast, People, cast_of
from sim.model.intervals import Estimate
from sim.priorities.decision import MOST_MEMBERS, Look, looks_of, spread_confidence
from sim.priorities.goes_back import goes_back_to, taken_as_known
from sim.priorities.map_result import TRUST, Axis, Cell, lever
from sim.priorities.map_wording import PriorityMap
from sim.priorities.measures import Aim, aim, over_members
from sim.priorities.observing import would_tell
from sim.priorities.packages import NOTHING, Package, candidates, doses_for
from sim.priorities.paired_runs import Bench
from sim.priorities.race import Block, blocks_of, extended, race
from sim.priorities.ranking import enough_runs
from sim.priorities.robustness import clearly
from sim.priorities.trust_claim import HIGH, LOW, Answer, answers
from sim.runs.simulate import MESA, Progress

RUNS, STEPS = 768, 6
# Where a setting goes when no range is given: not to the very ends of its scale, as nobody works there.
RANGES = {TRUST: (0.15, 0.85), INSIDE: (0.35, 0.95), "leader.value": (0.2, 0.9), "leader.hours": (0.5, 8.0),
          "top_support": (0.1, 0.9), "utilisation": (0.86, 0.98)}
ANY_SHARE = (0.1, 0.9)


def priority_map(workplace: Workplace | str | Path | None = None, *, unit: str | None = None, x: str = TRUST,
                 y: str = "needs_inside_scope", measure: str = "retention", horizon: int = DEFAULT_FOLLOW_UP, runs: int = RUNS,
                 seed: int = 0, workers: int = 2, steps: int = STEPS, ensemble: str | Path | None = None, contexts: str = OVER_RANGES,
                 progress: Progress | None = None, people: People | Cast | None = None) -> PriorityMap:
    """Which single lever comes first for every pair of two settings.

    workplace: the generic unit of the studies by default. x, y: dotted names as --set takes them, with or without a range:
    leader.value, leader.value=0.3:0.7. runs: of each lever in each cell, over all parameter sets. steps: values of each axis.
    ensemble: the folder of one that takehold calibrate made, instead of the shipped one. contexts: as for over_admissible. people:
    classes of one's own, as for sim.simulate.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(GENERIC if workplace is None else workplace)
    names = [one.name for one in place.units]
    if unit is not None:
        known("unit", unit, names)
    check_progress(progress)
    steps, runs = whole_number("steps", steps, least=2), enough_runs("lever", runs)
    seed, workers = whole_number("seed", seed), whole_number("workers", workers, least=1)
    across, up, wanted, weeks = axis(x, steps, place), axis(y, steps, place), aim(measure), checked_follow_up(horizon)
    if across.name == up.name:
        raise InputError(f"x and y are both {across.name}; a map needs two settings")
    cast = cast_of(people)
    sets, number = draw(MOST_MEMBERS, seed, ensemble, contexts), 0 if unit is None else names.index(unit)
    looks = looks_of(runs, len(sets))
    sets = sets.first(looks[-1].members)
    grounds = [(b, a, *at(place, sets, {across.name: a, up.name: b})) for b in up.values for a in across.values]
    cells, gains, drawn = [], {name: [] for name in ("retention", "trust")}, 0  # type: ignore[var-annotated]
    for done, (b, a, here, members) in enumerate(grounds):
        bench = Bench(here, members, wanted, weeks, seed, workers, cast, sets.places(here))
        packages = candidates(doses_for(here), 1)
        cells.append(cell((a, b), packages, looks, changes(bench, packages, number, looks, wanted), wanted, len(grounds)))
        for name, kept in gains.items():
            kept.append(np.mean(changes(bench, packages, number, looks, aim(name)), axis=2))
        drawn += bench.runs  # but for what is told in the corners
        if a in across.ends and b in up.ends:
            cells[-1] = corner(cells[-1], bench, number, looks, {across.name: a, up.name: b}, ensemble, contexts)
        if progress:
            progress(done + 1, len(grounds))
    found: tuple[Answer, ...] = ()
    trust, other = np.array([(one.x, one.y) if across.name == TRUST else (one.y, one.x) for one in cells]).T
    enough = looks[-1].stage > 0  # runs for a decision, and so for a sentence on trust
    if enough and TRUST in (across.name, up.name) and trust.min() <= LOW and trust.max() >= HIGH:
        found = tuple(answers(name, np.array(kept), trust, other, [lever(one) for one in packages], seed) for name, kept in gains.items())
    return PriorityMap(place, names[number], across, up, tuple(cells), found, wanted, weeks, seed, len(sets), drawn, enough,
                       taken_as_known(place, grounds[0][2], number, ensemble, contexts))


def changes(bench: Bench, packages: list[Package], unit: int, looks: tuple[Look, ...], wanted: Aim) -> np.ndarray:
    """How each package changes a measure over all looks, in its own sign: (packages, members, runs)."""
    whole: list[np.ndarray | None] = [None] * len(packages)
    for block in blocks_of(looks):
        for arm, more in enumerate(bench.changes(packages, unit, block, aim=wanted)):
            whole[arm] = extended(whole[arm], more, block)
    return np.array(whole)


def cell(at: tuple[float, float], packages: list[Package], looks: tuple[Look, ...], found: np.ndarray, wanted: Aim, cells: int) -> Cell:
    """The packages of one of so many cells in their order; found: changes, (packages, members, runs). All cells are decided at once."""
    def sample(arms: Sequence[int], block: Block) -> np.ndarray:
        return wanted.better * found[list(arms), block.members, block.runs]
    others = (len(packages) - 1) * cells
    run = race(sample, [float(len(one)) for one in packages], looks, stay=len(packages), others=others, reach=wanted.reach)
    confidence = spread_confidence(others)
    told = {packages[arm]: over_members(wanted.measure, found[arm], confidence) if packages[arm] else
            Estimate(0.0, 0.0, 0.0, found[arm].size) for arm in run.order}
    able = [packages[arm] for arm in (run.best, *run.rivals)]
    first = NOTHING if NOTHING in able and not clearly(told[able[0]], wanted.better) else able[0]  # what does nothing here is not advised
    return Cell(*at, {first: told[first], **told}, tuple(one for one in able if one != first), run.decided, wanted)


def corner(one: Cell, bench: Bench, number: int, looks: tuple[Look, ...], values: dict[str, float], ensemble: str | Path | None,
           contexts: str) -> Cell:
    """A cell with what its spread goes back to and, where the model cannot say, what would help most to see. values: of the axes."""
    over, helpful = blocks_of(looks), None
    if one.cannot_say and looks[-1].stage > 0 and bench.engine != MESA:
        able = [one.best, *one.rivals]
        helpful = tuple(would_tell(bench, number, able, [one.aim.better * bench.paired(some, number, over).change for some in able]))
    shared = sort_settings(values)[0]
    return replace(one, spread=goes_back_to(bench, number, one.highest, over, ensemble, contexts, shared), helpful=helpful)


def axis(text: str, steps: int, place: Workplace) -> Axis:
    """An axis from NAME or NAME=LOW:HIGH; raises InputError. Fit goes as far as the scopes of the workplace let it."""
    if not isinstance(text, str):
        raise InputError(f"axis {text!r} is no name of a setting, such as leader.value")
    name, equals, span = text.partition("=")
    p = PARAMETERS.get(name)
    low, high = RANGES.get(name, (p.low, p.high) if p else ANY_SHARE)
    if name == INSIDE:
        low, high = reached(low, high, *reach_of_fit(place.units))
    if equals:
        try:
            low, high = (float(bound) for bound in span.split(":"))
        except ValueError:
            raise InputError(f"axis {text!r} is not NAME or NAME=LOW:HIGH, such as leader.value=0.2:0.9") from None
    if not low < high:
        raise InputError(f"axis {name} goes from {low:g} to {high:g}; the first must be the lower")
    return Axis(name, tuple(round(float(value), 6) for value in np.linspace(low, high, steps)))


def reached(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    """What of a range is between least and most; all that is, where nothing of the range is. Raises InputError where there is nothing."""
    if not least < most:
        raise InputError(f"axis {INSIDE} cannot be varied here, as the scopes let needs in by {least:g} at least and {most:g} at most; "
                         "take another axis, such as leader.value")
    inside = max(low, least), min(high, most)
    return inside if inside[0] < inside[1] else (least, most)


def at(place: Workplace, sets: Drawn, values: dict[str, float]) -> tuple[Workplace, tuple[Parameters, ...]]:
    """The workplace and the parameter sets with these settings; raises InputError."""
    parameters, levers, context = sort_settings(values)
    if levers:
        raise InputError(f"axis {next(iter(levers))} is a lever; a map compares levers, so an axis is a context entry or a parameter")
    make_parameters(parameters)
    return with_context(place, context), tuple(one.model_copy(update=parameters) for one in sets.parameters)

