"""What the spread of what a package changes goes back to: in one workplace, and over a map."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.calibration.drawn import draw
from sim.calibration.spread import Spread, World, blocks, spread
from sim.inputs.phases import THEMES
from sim.inputs.uncertain import entries
from sim.inputs.workplace import Workplace
from sim.priorities.packages import NOTHING, Package, levers_of
from sim.priorities.paired_runs import Bench
from sim.priorities.race import Block
from sim.runs.simulate import MESA


def goes_back_to(bench: Bench, number: int, best: Package, over: Sequence[Block], ensemble: str | Path | None, contexts: str,
                 parameters: Mapping[str, float] = {}) -> Spread | None:
    """What the spread of what a package changes in a unit goes back to; None where it changes nothing, or for people who run on Mesa only.

    over: runs of the bench that tell it where contexts are not drawn. parameters: those that are the same in every set of the bench.
    """
    if best == NOTHING or bench.engine == MESA:
        return None
    apart = blocks([World(bench.place, parameters), World(bench.place, parameters, levers_of(best))], bench.seed, bench.horizon,
                   contexts=contexts, ensemble=ensemble, cast=bench.cast, workers=bench.workers)
    told = bench.paired(best, number, over).change
    return spread(bench.aim.measure, bench.place.units[number].name, bench.place, told, apart, contexts=contexts, ensemble=ensemble,
                  changes=True)


def taken_as_known(place: Workplace, other: Workplace, number: int, ensemble: str | Path | None, contexts: str) -> tuple[str, ...]:
    """Entries of a unit, and of its workplace, that are not known for sure there, but were set in the other; the three themes as one."""
    if all(one is place for one in draw(2, 0, ensemble, contexts).places(place)):
        return ()
    left, own = {one.path for one in entries(other)}, f"units.{number}."
    gone = [one.path.removeprefix(own) for one in entries(place) if one.path not in left and one.path.startswith(own)]
    return tuple(dict.fromkeys(themes if last in THEMES else path for path in gone for themes, _, last in [path.rpartition(".")]))
