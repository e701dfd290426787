"""A fit: the ensemble, and what is not known of a workplace, weighted by what was observed there."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.calibration.drawn import draw
from sim.calibration.members import RANGES, check_contexts
from sim.errors import InputError, check_progress, named_values, whole_number
from sim.fitting.observed import observations
from sim.fitting.particles import Ground, live
from sim.fitting.wording import Fit
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.settings import with_context
from sim.inputs.workplace import Workplace
from sim.runs.many import APART
from sim.runs.simulate import Progress

if TYPE_CHECKING:
    import pandas as pd

RUNS = 20  # of each member
MEMBERS = 2000  # most
MOST_NUMBERS = 1_000_000  # observations times runs, which a folder keeps


def fit(workplace: Workplace | str | Path, observed: "str | Path | pd.DataFrame | Sequence[dict[str, Any]]", *,
        levers: Levers | Mapping[str, float] | None = None, parameters: Mapping[str, float] | None = None,
        context: Mapping[str, Any] | None = None, members: int = MEMBERS, runs: int = RUNS, seed: int = 0,
        ensemble: str | Path | None = None, contexts: str = RANGES, workers: int = 2, progress: Progress | None = None) -> Fit:
    """Weight what the study allows by what was observed at a workplace, at follow-up or on the way.

    observed: a TOML file, a DataFrame with a row for each observation, or a list of entries (docs/observing.md).
    levers: those that were pulled there from the start. parameters: values by name that hold in every member.
    context: entries of the workplace by dotted name, as for sim.with_context, that hold there instead of those of its file.
    members: of the ensemble (all where there are fewer); runs: of each, each with a draw of what is uncertain about the workplace.
    ensemble, contexts: as for over_admissible. workers: threads; the result does not depend on them. progress: runs done, and in all.
    Raises InputError for what cannot be used, before the first run; and where fewer than LEAST members are left.
    """
    entries = named_values("context", context)
    place = with_context(workplace, entries)
    if parameters is not None and not isinstance(parameters, Mapping):
        raise InputError("parameters of fit are values by name, which hold in every member; a whole set leaves nothing to weight")
    told, chosen, held = observations(observed, place), make_levers(levers), dict(parameters or {})
    make_parameters(held)
    members, runs = whole_number("members", members, least=2), whole_number("runs", runs, least=2)
    seed, workers = whole_number("seed", seed), whole_number("workers", workers, least=1)
    check_contexts(contexts)
    check_progress(progress)
    drawn = draw(members, seed, ensemble, contexts).sorted()
    if runs > APART or len(drawn) * runs * len(told) > MOST_NUMBERS:
        raise InputError(f"{len(drawn)} members with {runs} runs each and {len(told)} observations are more than a fit keeps: "
                         f"{MOST_NUMBERS:,} numbers; give fewer --runs")
    ground = Ground(place, drawn.ensemble, drawn.numbers, runs, seed, chosen, held, contexts, entries,
                    None if ensemble is None else Path(ensemble).absolute())
    found = Fit(ground, told, live(ground, [one.where(place) for one in told], workers, progress))
    found.check()
    return found
