"""A sensitivity analysis in words: one paragraph, and tables. Every number, and every 'most', comes from the runs."""

from collections.abc import Iterable

from sim import intervals
from sim.sensitivity.analysis import MEASURE, STOPPED, Analysis
from sim.sensitivity.conditional import Curves
from sim.sensitivity.question import SET
from sim.study.measures import OUTCOMES
from sim.words import listed

TOLD = 3  # inputs that a sentence goes into
SLIGHT = 0.05  # a total share whose interval ends below this is called slight
HIDDEN = 0.10  # a rank correlation smaller than this shows next to nothing


def paragraph(told: Analysis) -> str:
    """What came out, in plain words."""
    parts = [_effort(told), *([_screening(told)] if MEASURE in told.screened and not told.shares else []),
             *([_shares(told), *(_curves(told, one) for one in told.curves)] if told.shares else []), *_stopping(told), *_among(told)]
    return " ".join(parts)


def _effort(told: Analysis) -> str:
    ask = told.question
    lost = f"; {told.failed:,} of them failed and stand for no outcome" if told.failed else ""
    left = sum(one.left_out for one in told.shares.values() if one is told.shares.get(MEASURE))
    gone = f", and {left} of {told.effort.points} base points had to be left out for it" if left else ""
    return (f"{told.runs:,} runs were made ({ask.place.title}), {told.effort.replications} at each point of {len(ask.problem)} inputs"
            f"{lost}{gone}; what is no input stands as in the study file, and parameters of behaviour {_assumed(told)}.")


def _assumed(told: Analysis) -> str:
    count = len(told.question.members)
    return f"are those of one of {count} sets that the study allows, which one being the input {SET}" if count else \
        "stand at one set of defaults"


def _screening(told: Analysis) -> str:
    first = told.screened[MEASURE][:TOLD]
    moves = listed([f"{one.name} (by {one.mu_star}{'' if one.name == SET else f', {_way(one.mu)}'})" for one in first])
    return (f"Crossing its whole range, each input alone with the others anywhere, {_words(told)} is moved most by {moves}; "
            f"luck alone would show up to {max(one.luck for one in told.screened[MEASURE]):.2f}.")


def _way(mu: float) -> str:
    return "upwards on the whole" if mu > 0 else "downwards on the whole"


def _shares(told: Analysis) -> str:
    one, first = told.shares[MEASURE], told.curves[0]
    most = listed([f"{name} ({one.total[name]}, of which {one.alone[name].value:.2f} alone)" for name in one.ranked[:TOLD]])
    slight = [name for name in one.ranked if one.total[name].high < SLIGHT]
    pair = one.pairs.get((first.moved, first.held)) or one.pairs[first.held, first.moved]
    luck = f"With all inputs fixed, runs still differ: {one.luck} of the variance of {_words(told)} between single runs is luck. " \
        if one.luck else ""
    return (f"{luck}Of the variance that the inputs make, most goes back to {most}; inputs acting together make {one.joint} of it. "
            + (f"Each of {listed(slight)} makes less than {SLIGHT:g}. " if slight else "")
            + f"The pair that does most together is {first.moved} and {first.held}, {pair}"
            + (": too little to be told from nothing with so many points." if pair.low <= 0 else "."))


def _curves(told: Analysis, one: Curves) -> str:
    rank = told.ranks[one.moved]
    lowest, highest = one.change[0][-1], one.change[-1][-1]
    return (f"Raising {one.moved} from {one.along[0]:g} to {one.along[-1]:g} changes {_words(told)} by {signed(lowest)} where "
            f"{one.held} is {one.at[0]:g} and by {signed(highest)} where it is {one.at[-1]:g}"
            + (f", which its rank correlation of {rank:+.2f} hides." if abs(rank) < HIDDEN and not _overlap(lowest, highest)
               else f" (rank correlation {rank:+.2f})."))


def _overlap(first: intervals.Estimate, second: intervals.Estimate) -> bool:
    return first.low <= second.high and second.low <= first.high


def _stopping(told: Analysis) -> Iterable[str]:
    if told.stopped.value == 0:
        yield "No run stopped before launch."
        return
    text = f"Before launch, {100 * told.stopped.value:.0f} % of the runs stopped; in the study, stopping was a good decision."
    if STOPPED in told.shares:
        one = told.shares[STOPPED]
        text += f" Whether a run stops goes back most to {listed([f'{name} ({one.total[name]})' for name in one.ranked[:TOLD]])}."
    clear = [one for one in told.apart if one.clear][:TOLD]
    if clear:
        apart = [f"{one.name} (in the middle {one.middle[0]:.2f} against {one.middle[1]:.2f})" for one in clear]
        text += f" What sets the stopped runs apart from the others is {listed(apart)}."
    yield text


def _among(told: Analysis) -> Iterable[str]:
    if told.among and told.stopped.value > 0:
        one = told.among
        first = sorted(one.alone, key=lambda name: -one.alone[name].value)[:TOLD]
        most = listed([f"{name} ({one.alone[name]})" for name in first])
        yield (f"Among the {one.runs:,} of {one.of_runs:,} runs that went on (of a plain sample of {one.of_points} points), "
               f"{_words(told)} goes back most, each input alone, to {most}.")


def _words(told: Analysis) -> str:
    name = told.question.measure
    return f"the share of runs {OUTCOMES[name]}" if name in OUTCOMES else name.replace("_", " ")


def not_analysed(told: Analysis) -> list[str]:
    """Which analyses could not be made and why; that no run stopped is said once, in the paragraph."""
    return [f"Not analysed, {name}: {why}." for name, why in told.refused.items() if told.stopped.value > 0 or "stop" not in name]


def signed(told: intervals.Estimate) -> str:
    """A change with its interval."""
    return f"{told.value:+.2f} [{told.low:+.2f}, {told.high:+.2f}]"


def table(told: Analysis) -> tuple[list[list[str]], list[str]]:
    """A row for each input, the most important first, as text cells; and their header."""
    problem, first = told.question.problem, told.shares.get(MEASURE)
    order = first.ranked if first else [one.name for one in told.screened[MEASURE]]
    header, columns = ["input", "range"], []
    if first:
        header += ["with others (ST)", "alone (S1)", "rank correlation"]
        columns += [{n: str(e) for n, e in first.total.items()}, {n: str(e) for n, e in first.alone.items()},
                    {n: f"{rank:+.2f}" for n, rank in told.ranks.items()}]
    if MEASURE in told.screened:
        header += ["mu*", "sigma"]
        columns += [{one.name: str(one.mu_star) for one in told.screened[MEASURE]},
                    {one.name: f"{one.sigma:.2f}" for one in told.screened[MEASURE]}]
    if STOPPED in told.shares:
        header += ["stopping (ST)"]
        columns += [{n: str(e) for n, e in told.shares[STOPPED].total.items()}]
    if told.apart:
        header += ["apart from stopped"]
        columns += [{one.name: str(one.distance) if one.clear else f"{one.distance.value:.2f}, by chance" for one in told.apart}]
    ranges = {name: f"{low:g} to {high:g}" for name, low, high in zip(problem.names, problem.low, problem.high, strict=True)}
    ranges |= {SET: f"{len(told.question.members)} sets"}
    return [[name, ranges[name], *(column.get(name, "no order") for column in columns)] for name in order], header
