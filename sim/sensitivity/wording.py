"""A sensitivity analysis in words: one paragraph, and tables. Every number, and every 'most', comes from the runs."""

from collections.abc import Iterable

from sim.indices.conditional import Curves
from sim.model import intervals
from sim.model.measures import measure
from sim.sensitivity.analysis import MEASURE, STOPPED, Analysis
from sim.sensitivity.question import SET
from sim.study.measures import in_words, moved
from sim.text.sentences import listed

TOLD = 3  # inputs that a sentence goes into
SLIGHT = 0.05  # a total share whose interval ends below this is called slight
HIDDEN = 0.10  # a rank correlation smaller than this shows next to nothing


def paragraph(told: Analysis) -> str:
    """What came out, in plain words, the answer first."""
    parts = [*([_screening(told)] if MEASURE in told.screened and not told.shares else []),
             *([_shares(told), *(_curves(told, one) for one in told.curves)] if told.shares else []), *_stopping(told), *_among(told),
             _effort(told)]
    return " ".join(parts)


def heading(told: Analysis) -> str:
    """Which unit and measure an analysis is of."""
    one = measure(told.target.measure)
    return f"{told.target.unit}: {one.name} ({one.meaning}; {one.preference})"


def _effort(told: Analysis) -> str:
    ask = told.question
    lost = f" {told.failed:,} of them failed and stand for no outcome." if told.failed else ""
    left = told.shares[MEASURE].left_out if told.shares else 0
    gone = f" For these, {left} of {told.effort.points} base points had to be left out." if left else ""
    fixed = f" At every point, {listed([f'{name} = {value:g}' for name, value in ask.fixed.items()])}." if ask.fixed else ""
    return (f"This rests on {told.runs:,} runs ({ask.place.title}), {told.effort.replications} at each point of {len(ask.problem)} inputs."
            f"{lost}{gone}{fixed} Everything else is as set in the study file; parameters of behaviour {_assumed(told)}.")


def _assumed(told: Analysis) -> str:
    count = len(told.question.members)
    return f"are those of one of {count} sets that the study allows, which one being the input {SET}" if count else \
        "stand at one set of defaults"


def _screening(told: Analysis) -> str:
    first, one = told.screened[MEASURE][:TOLD], measure(told.target.measure)
    moves = listed([f"{some.name} ({one.written(some.mu_star)}{'' if some.name == SET else f', {_way(some.mu)}'})" for some in first])
    luck = max(some.luck for some in told.screened[MEASURE])
    return (f"In the model, {_words(told)} is moved most by {moves}: so far on average when the input crosses its whole range, with the "
            f"others anywhere. Luck alone would show up to {_figure(luck, first[0].mu_star, one.digits)}.")


def _figure(value: float, beside: intervals.Estimate, least: int = 2) -> str:
    """A number with as many digits as one beside it."""
    return f"{value:.{beside.digits(least)}f}"


def _way(mu: float) -> str:
    return "upwards on the whole" if mu > 0 else "downwards on the whole"


def _shares(told: Analysis) -> str:
    one, first = told.shares[MEASURE], told.curves[0]
    slight = [name for name in one.ranked[1:] if one.total[name].high < SLIGHT]
    first_few = [name for name in one.ranked[:TOLD] if name not in slight]
    most = listed([f"{name} ({_figure(one.total[name].value, one.total[name])})" for name in first_few])
    pair = one.pairs.get((first.moved, first.held)) or one.pairs[first.held, first.moved]
    order = f" Which of {one.ranked[0]} and {one.ranked[1]} comes first cannot be told." if one.lead.low <= 0 else ""
    luck = f" With all inputs fixed runs still differ: luck is {one.luck} of the variance between single runs." if one.luck else ""
    return (f"In the model, {_words(told)} depends most on {most}: in brackets, shares of the variance between points, with others."
            f"{order} Inputs acting together make {one.joint} of that variance."
            + (f" {'Each of ' if len(slight) > 1 else ''}{listed(slight)} makes less than {SLIGHT:g}." if slight else "")
            + f" The pair that does most together is {first.moved} and {first.held}, with {pair}"
            + (": too little to be told from nothing with so many points." if pair.low <= 0 else ".") + luck)


def _curves(told: Analysis, one: Curves) -> str:
    rank, name = told.ranks[one.moved], told.target.measure
    lowest, highest = one.change[0][-1], one.change[-1][-1]
    hidden = abs(rank) < HIDDEN and not _overlap(lowest, highest)
    return (f"Raising {one.moved} from {one.along[0]:g} to {one.along[-1]:g} {moved(name, lowest)}, where {one.held} is {one.at[0]:g}. "
            f"Where {one.held} is {one.at[-1]:g}, it {moved(name, highest)}."
            + (f" The rank correlation of {one.moved}, {rank:+.2f}, hides this." if hidden else ""))


def _overlap(first: intervals.Estimate, second: intervals.Estimate) -> bool:
    return first.low <= second.high and second.low <= first.high


def _stopping(told: Analysis) -> Iterable[str]:
    one = told.counted
    if one.stopped == 0:
        yield f"In none of {one.runs:,} runs did {told.target.unit} stop before launch."
        return
    text = (f"In {one.share.in_per_cent()} of {one.runs:,} runs at {_where(told)} {told.target.unit} stopped before launch. "
            "In the study, stopping was a good decision.")
    if STOPPED in told.shares:
        shares = told.shares[STOPPED]
        most = listed([f"{name} ({_figure(shares.total[name].value, shares.total[name])})" for name in shares.ranked[:TOLD]])
        text += f" Whether it stops depends most on {most}."
    clear = [one for one in told.apart if one.clear][:TOLD]
    if clear:
        apart = [f"{one.name} ({one.middle[0]:.3g} against {one.middle[1]:.3g})" for one in clear]
        text += f" What sets the stopped runs apart from the others, by the middle value of each, is {listed(apart)}."
    yield text


def _where(told: Analysis) -> str:
    """The points of which runs are counted by what became of the unit."""
    return "points spread over all ranges" if told.shares else "the points of the screening"


def _among(told: Analysis) -> Iterable[str]:
    if told.among and told.counted.went_on < told.counted.runs:
        one, counted = told.among, told.counted
        first = sorted(one.alone, key=lambda name: -one.alone[name].value)[:TOLD]
        most = listed([f"{name} ({_figure(one.alone[name].value, one.alone[name])})" for name in first])
        idle = f" ({counted.not_started:,} started nothing)" if counted.not_started else ""
        yield (f"{counted.went_on:,} of these {counted.runs:,} runs went on{idle}. Among them, {_words(told)} depends most, each input "
               f"alone, on {most}.")


def _words(told: Analysis) -> str:
    return in_words(told.target.measure)


def not_analysed(told: Analysis) -> list[str]:
    """Which analyses could not be made and why; that no run stopped is said once, in the paragraph."""
    return [f"Not analysed, {name}: {why}." for name, why in told.refused.items() if told.counted.stopped > 0 or "stop" not in name]


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
        target = measure(told.target.measure)
        columns += [{one.name: target.written(one.mu_star) for one in told.screened[MEASURE]},
                    {one.name: _figure(one.sigma, one.mu_star, target.digits) for one in told.screened[MEASURE]}]
    if STOPPED in told.shares:
        header += ["stopping (ST)"]
        columns += [{n: str(e) for n, e in told.shares[STOPPED].total.items()}]
    if told.apart:
        header += ["apart from stopped"]
        columns += [{one.name: str(one.distance) if one.clear else f"{_figure(one.distance.value, one.distance)}, by chance"
                     for one in told.apart}]
    ranges = {name: f"{low:g} to {high:g}" for name, low, high in zip(problem.names, problem.low, problem.high, strict=True)}
    ranges |= {SET: f"{len(told.question.members)} sets"}
    return [[name, ranges[name], *(column.get(name, "no order") for column in columns)] for name in order], header
