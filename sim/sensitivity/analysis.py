"""One question, all analyses: screening, shares of variance, what sets stopped runs apart, and conditional effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim import intervals
from sim.complaints import Complaint, no_such
from sim.sensitivity import conditional, given, morris, regional, sobol
from sim.sensitivity.question import SET, Outcomes, Question, Tell

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


@dataclass(frozen=True)
class Analysis:
    """What came out. ``screened`` and ``shares`` hold the measure and, where some runs stopped and some did not, stopping.

    among: shares of the measure among the runs that went on. refused: for each analysis that could not be made, why.
    """

    question: Question
    method: str
    effort: Effort
    runs: int
    failed: int
    stopped: intervals.Estimate
    screened: dict[str, list[morris.Screened]]
    shares: dict[str, sobol.Shares]
    ranks: dict[str, float]
    among: given.Conditional | None
    apart: list[regional.Apart]
    spread: tuple[np.ndarray, np.ndarray] | None  # the plain sample of points, and the share of runs at each that stopped
    curves: list[conditional.Curves]
    refused: dict[str, str]

    def as_record(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        ask = self.question
        shares = {name: {"luck": _plain(one.luck), "joint": _plain(one.joint), "base": one.base, "left_out": one.left_out,
                         "S1": _plain(one.alone), "ST": _plain(one.total),
                         "S2": [{"first": a, "second": b, **told._asdict()} for (a, b), told in one.pairs.items()]}
                  for name, one in self.shares.items()}
        return {
            "question": ask.text, "measure": ask.measure, "workplace": ask.place.name, "follow_up": ask.follow_up, "seed": ask.seed,
            "parameter_sets": len(ask.members),
            "inputs": {name: [low, high] for name, low, high in zip(ask.problem.names, ask.problem.low, ask.problem.high, strict=True)},
            "method": self.method, "points": self.effort.points, "replications": self.effort.replications, "runs": self.runs,
            "failed": self.failed, "stopped": _plain(self.stopped), "morris": _plain(self.screened), "sobol": shares,
            "rank_correlations": self.ranks, "among_those_that_went_on": _plain(self.among),
            "apart": [{**_plain(one), "clear": one.clear} for one in self.apart], "conditional": _plain(self.curves),
            "refused": self.refused}


def _plain(value: Any) -> Any:
    """Named tuples as dictionaries, all the way down; nan as None."""
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return None if isinstance(value, float) and np.isnan(value) else value


def analyse(question: Question, method: str = "both", effort: Effort = USUAL, pairs: Sequence[str] = (),
            tell: Tell | None = None) -> Analysis:
    """Run and analyse.

    method: morris, sobol or both. pairs: texts 'A,B', inputs whose conditional effect is shown beside that of the pair that
    Sobol' finds strongest: A moves, B is held. Raises Complaint for what cannot be used, and where the measure is constant.
    """
    chosen = [pair_of(question, text) for text in pairs]
    problem, seed = question.problem, question.seed
    _check(method, effort)
    told: Both = {"screened": {}, "shares": {}, "refused": {}}
    seen: list[Outcomes] = []
    if method != "sobol":
        table = morris.design(problem, effort.part, seed)
        seen.append(outcomes := question.outcomes(_a_set_for_each(question, table), effort.replications, effort.workers, tell))
        _for_each(told, "screened", question.measure, outcomes,
                  lambda values: [one for one in morris.screen(problem, table, values, seed) if one.name != SET])
    told |= dict(ranks={}, among=None, apart=[], spread=None, curves=[])
    if method != "morris":
        seen += _by_variance(question, effort, chosen, told, tell)
    every = [one.measure for one in seen]
    stopped = np.concatenate([one.stopped.ravel() for one in seen])
    return Analysis(question, method, effort, sum(one.size for one in every), int(sum(np.isnan(one).sum() for one in every)),
                    intervals.mean(stopped[~np.isnan(stopped)]), **told)


def _a_set_for_each(question: Question, table: np.ndarray) -> np.ndarray:
    """The points of a screening with one parameter set along each trajectory: the design's few levels would try but few of them."""
    if not question.members:
        return table
    steps = len(question.problem) + 1
    count = len(table) // steps
    lived = table.copy()
    lived[:, -1] = np.repeat((np.arange(count) + 0.5) / count, steps)
    return lived


def _by_variance(question: Question, effort: Effort, chosen: list[tuple[str, str]], told: Both, tell: Tell | None) -> list[Outcomes]:
    """Sobol' shares and what follows from the same runs, then conditional effects; adds to what is told."""
    problem, seed = question.problem, question.seed
    table = sobol.design(problem, effort.points, seed)
    outcomes = question.outcomes(table, effort.replications, effort.workers, tell)
    _for_each(told, "shares", question.measure, outcomes, lambda values: sobol.shares(problem, values, seed))
    sample, measure, stopped, among = (sobol.independent(problem, part) for part in (table, *outcomes))
    told["ranks"] = {name: rank for name, rank in given.rank_correlations(problem, sample, measure).items() if name != SET}
    _try(told, "among", lambda: given.where_there_is_one(problem, sample, among, seed))
    _try(told, "apart", lambda: [one for one in regional.apart(problem, sample, stopped, seed) if one.name != SET])
    told["spread"] = sample, np.nanmean(stopped, axis=1)
    seen = [outcomes]
    for pair in dict.fromkeys([told["shares"][MEASURE].strongest_pair(SET), *chosen]):
        grid = conditional.design(problem, sample[:effort.part], *pair)
        seen.append(question.outcomes(grid, effort.replications, effort.workers, tell))
        told["curves"].append(conditional.curves(problem, seen[-1].measure, *pair))
    return seen


def _for_each(told: Both, what: str, measure: str, outcomes: Outcomes, analysed: Callable[[np.ndarray], Any]) -> None:
    """The measure, whose refusal is final, and stopping, which may be the same everywhere."""
    try:
        told[what][MEASURE] = analysed(outcomes.measure)
    except Complaint as complaint:
        raise Complaint(f"measure {measure}: {complaint}") from None
    try:
        told[what][STOPPED] = analysed(outcomes.stopped)
    except Complaint as complaint:
        told["refused"][f"{NAMES[what]} of stopping"] = str(complaint)


def _try(told: Both, what: str, make: Callable[[], Any]) -> None:
    """An analysis that some outcomes do not allow; why not is told."""
    try:
        told[what] = make()
    except Complaint as complaint:
        told["refused"][NAMES[what]] = str(complaint)


def _check(method: str, effort: Effort) -> None:
    if method not in METHODS:
        raise Complaint(no_such("method", method, METHODS))
    if effort.points < 8 or effort.points & (effort.points - 1):
        below = max(8, 2 ** (max(1, effort.points).bit_length() - 1))
        raise Complaint(f"--points {effort.points} is not a power of two from 8 on; nearest are {below} and {2 * below}")
    if effort.replications < 2:
        raise Complaint(f"--replications {effort.replications}: at least 2 are needed, or luck cannot be told from the inputs")


def pair_of(question: Question, text: str) -> tuple[str, str]:
    """Two inputs from 'A,B'; raises Complaint."""
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        if part not in question.problem.names:
            raise Complaint(no_such("input", part, question.problem.names))
    if SET in parts:
        raise Complaint(f"--pair {text!r}: {SET} says which assumptions hold and has no order, so it cannot be raised or held")
    if len(parts) != 2 or parts[0] == parts[1]:
        raise Complaint(f"--pair {text!r} is not two inputs, such as {','.join(question.problem.names[:2])}")
    return parts[0], parts[1]
