"""One question, all analyses of each unit and measure: screening, shares of variance, what sets stopped runs apart, and conditional
effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.errors import InputError, known
from sim.indices import conditional, given_data, morris, regional, sobol
from sim.indices.problem import Problem
from sim.machine.plain import plain
from sim.model import intervals
from sim.model.measures import measure as the_measure
from sim.sensitivity.question import SET, Outcomes, Question, Target, Tell

METHODS = ("morris", "sobol", "both")
MEASURE, STOPPED = "measure", "stopped"
NAMES = {"screened": "screening", "shares": "shares of variance", "among": "shares among the runs that went on",
         "apart": "what sets stopped runs apart"}
Both = dict[str, Any]


class Effort(NamedTuple):
    """How much is run: base points of the Sobol' design, an eighth as many trajectories and others, replications at each point."""

    points: int
    replications: int
    workers: int = 1

    @property
    def part(self) -> int:
        """Trajectories of the screening, and other inputs under which conditional effects are looked at."""
        return max(8, self.points // 8)


USUAL = Effort(256, 16)


class Counted(NamedTuple):
    """What became of the unit in the runs of a plain sample of points, or of the screening where there is none, but for failed runs.

    share: of these runs that stopped, with the interval over points, since the runs of a point belong together.
    """

    runs: int
    stopped: int
    not_started: int
    went_on: int
    share: intervals.Estimate


@dataclass(frozen=True)
class Analysis:
    """What came out for one unit and measure.

    ``screened`` and ``shares`` hold the measure and, where some runs stopped and some did not, stopping.
    among: shares of the measure among the runs that went on. refused: for each analysis that could not be made, why.
    """

    question: Question
    target: Target
    method: str
    effort: Effort
    runs: int
    failed: int
    counted: Counted
    screened: dict[str, list[morris.Screened]]
    shares: dict[str, sobol.Shares]
    ranks: dict[str, float]
    among: given_data.Conditional | None
    apart: list[regional.Apart]
    spread: tuple[np.ndarray, np.ndarray] | None  # the plain sample of points, and the share of runs at each that stopped
    curves: list[conditional.Curves]
    refused: dict[str, str]

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        ask = self.question
        shares = {name: {"luck": one.luck, "joint": one.joint, "lead": one.lead, "base": one.base, "left_out": one.left_out,
                         "S1": one.alone, "ST": one.total,
                         "S2": [{"first": a, "second": b, **told._asdict()} for (a, b), told in one.pairs.items()]}
                  for name, one in self.shares.items()}
        return plain({
            "question": ask.text, "measure": self.target.measure, "workplace": ask.place.name, "unit": self.target.unit,
            "follow_up": ask.follow_up, "seed": ask.seed, "fixed": ask.fixed, "parameter_sets": len(ask.members),
            "inputs": {name: [low, high] for name, low, high in zip(ask.problem.names, ask.problem.low, ask.problem.high, strict=True)},
            "method": self.method, "points": self.effort.points, "replications": self.effort.replications, "runs": self.runs,
            "failed": self.failed, "counted": self.counted, "morris": self.screened, "sobol": shares,
            "rank_correlations": self.ranks, "among_those_that_went_on": self.among,
            "apart": [{**one._asdict(), "clear": one.clear} for one in self.apart], "conditional": self.curves,
            "refused": self.refused})


class Found(NamedTuple):
    """An analysis of each unit and measure, and why there is none of others."""

    analyses: list[Analysis]
    refused: dict[Target, str]


def analyse(question: Question, method: str = "both", effort: Effort = USUAL, pairs: Sequence[str] = (),
            tell: Tell | None = None) -> Analysis:
    """Run and analyse a question about one unit and one measure, as analyse_each does; raises InputError for one about several."""
    if len(question.targets) > 1:
        several = ", ".join(f"{target.measure} of {target.unit}" for target in question.targets[:5])
        raise InputError(f"the question is about {several}; choose one unit and one measure, or use analyse_each")
    return analyse_each(question, method, effort, pairs, tell).analyses[0]


def analyse_each(question: Question, method: str = "both", effort: Effort = USUAL, pairs: Sequence[str] = (),
                 tell: Tell | None = None) -> Found:
    """Run and analyse each unit and measure; all share their runs but those of conditional effects.

    method: morris, sobol or both. pairs: texts 'A,B', inputs whose conditional effect is shown beside that of the pair that
    Sobol' finds strongest: A moves, B is held. Raises InputError for what cannot be used, and where every measure is constant.
    """
    chosen = [pair_of(question, text) for text in pairs]
    problem, seed = question.problem, question.seed
    _check(method, effort)
    question.check_engine()
    trajectories, table = morris.design(problem, effort.part, seed), sobol.design(problem, effort.points, seed)
    screened = question.outcomes(_a_set_for_each(question, trajectories), effort.replications, effort.workers, tell) \
        if method != "sobol" else {}
    sampled = question.outcomes(table, effort.replications, effort.workers, tell) if method != "morris" else {}
    found = Found([], {})
    for target in question.targets:
        told: Both = {"screened": {}, "shares": {}, "refused": {}, "ranks": {}, "among": None, "apart": [], "spread": None, "curves": []}
        seen = [runs[target] for runs in (screened, sampled) if runs]
        try:
            if screened:
                _for_each(told, "screened", target.measure, screened[target],
                          lambda values: [one for one in morris.screen(problem, trajectories, values, seed) if one.name != SET])
            if sampled:
                seen += _by_variance(question, target, effort, table, sampled[target], chosen, told, tell)
        except InputError as complaint:
            found.refused[target] = str(complaint)
            continue
        every = [one.measure for one in seen]
        found.analyses.append(Analysis(question, target, method, effort, sum(one.size for one in every),
                                       int(sum(np.isnan(one).sum() for one in every)), _counted(problem, seen[0], sampled.get(target)),
                                       **told))
    if not found.analyses:
        raise InputError(next(iter(found.refused.values())))
    return found


def _counted(problem: Problem, screened: Outcomes, sampled: Outcomes | None) -> Counted:
    """Runs by what became of the unit, in the plain sample within a Sobol' design or else in the screening."""
    one = Outcomes(*(sobol.independent(problem, part) for part in sampled)) if sampled else screened
    there = ~np.isnan(one.stopped)
    stopped, went_on = int(np.nansum(one.stopped)), int((~np.isnan(one.among)).sum())
    of_points = [float(row[yes].mean()) for row, yes in zip(one.stopped, there, strict=True) if yes.any()]
    share = intervals.mean(of_points, 0.0, 1.0)._replace(runs=int(there.sum()))
    return Counted(int(there.sum()), stopped, int(there.sum()) - stopped - went_on, went_on, share)


def _a_set_for_each(question: Question, table: np.ndarray) -> np.ndarray:
    """The points of a screening with one parameter set along each trajectory: the design's few levels would try but few of them."""
    if not question.members:
        return table
    steps = len(question.problem) + 1
    count = len(table) // steps
    lived = table.copy()
    lived[:, -1] = np.repeat((np.arange(count) + 0.5) / count, steps)
    return lived


def _by_variance(question: Question, target: Target, effort: Effort, table: np.ndarray, outcomes: Outcomes,
                 chosen: list[tuple[str, str]], told: Both, tell: Tell | None) -> list[Outcomes]:
    """Sobol' shares and what follows from the same runs, then conditional effects; adds to what is told."""
    problem, seed, one = question.problem, question.seed, the_measure(target.measure)
    _for_each(told, "shares", target.measure, outcomes, lambda values: sobol.shares(problem, values, seed))
    sample, measure, stopped, among = (sobol.independent(problem, part) for part in (question.in_levels(table), *outcomes))
    told["ranks"] = {name: rank for name, rank in given_data.rank_correlations(problem, sample, measure).items() if name != SET}
    _try(told, "among", lambda: given_data.where_there_is_one(problem, sample, among, seed))
    _try(told, "apart", lambda: [one for one in regional.apart(problem, sample, stopped, seed) if one.name != SET])
    there = ~np.isnan(stopped).all(axis=1)
    told["spread"] = sample[there], np.nanmean(stopped[there], axis=1)
    seen = []
    for pair in dict.fromkeys([told["shares"][MEASURE].strongest_pair(SET), *chosen]):
        grid = conditional.design(problem, sample[:effort.part], *pair)
        seen.append(question.outcomes(grid, effort.replications, effort.workers, tell)[target])
        told["curves"].append(conditional.curves(problem, seen[-1].measure, pair[0], pair[1], one.low, one.high, one.reach))
    return seen


def _for_each(told: Both, what: str, measure: str, outcomes: Outcomes, analysed: Callable[[np.ndarray], Any]) -> None:
    """The measure, whose refusal is final, and stopping, which may be the same everywhere."""
    try:
        told[what][MEASURE] = analysed(outcomes.measure)
    except InputError as complaint:
        raise InputError(f"measure {measure}: {complaint}") from None
    try:
        told[what][STOPPED] = analysed(outcomes.stopped)
    except InputError as complaint:
        told["refused"][f"{NAMES[what]} of stopping"] = str(complaint)


def _try(told: Both, what: str, make: Callable[[], Any]) -> None:
    """An analysis that some outcomes do not allow; why not is told."""
    try:
        told[what] = make()
    except InputError as complaint:
        told["refused"][NAMES[what]] = str(complaint)


def _check(method: str, effort: Effort) -> None:
    known("method", method, METHODS)
    if effort.points < 8 or effort.points & (effort.points - 1):
        below = max(8, 2 ** (max(1, effort.points).bit_length() - 1))
        raise InputError(f"--points {effort.points} is not a power of two from 8 on; nearest are {below} and {2 * below}")
    if effort.replications < 2:
        raise InputError(f"--replications {effort.replications}: at least 2 are needed, or luck cannot be told from the inputs")


def pair_of(question: Question, text: str) -> tuple[str, str]:
    """Two inputs from 'A,B'; raises InputError."""
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        known("input", part, question.problem.names)
    if SET in parts:
        raise InputError(f"--pair {text!r}: {SET} says which assumptions hold and has no order, so it cannot be raised or held")
    if len(parts) != 2 or parts[0] == parts[1]:
        raise InputError(f"--pair {text!r} is not two inputs, such as {','.join(question.problem.names[:2])}")
    return parts[0], parts[1]
