"""A map in words: what comes first where, the study's sentence on trust, the grid in letters, a table, and limits."""

from collections import Counter

from sim.intervals import Estimate
from sim.levers import LEVERS
from sim.priorities.atlas import TRUST, Atlas, Cell, lever
from sim.priorities.doses import DOSES, NOTHING
from sim.priorities.sentence import AS_PART, BEFORE, HIGH, LOW, Answer
from sim.priorities.telling import signed
from sim.tables import LIMITS, columns, paragraph

# One letter for each lever, in the order of the registry.
LETTERS = dict(zip(LEVERS, "TSEIFLHMWAPR", strict=True))
NONE, UNCLEAR = "-", "?"


def told(found: Atlas) -> str:
    """The whole text."""
    header = (found.x.name, found.y.name, "First", "Gain [95 %]", "Not separable from it")
    rows = [[f"{one.x:g}", f"{one.y:g}", lever(one.best) or "nothing", signed(one.gains[one.best]), others(one)] for one in found.cells]
    grid = columns(letters(found), (f"{found.y.name} \\ {found.x.name}", *(f"{value:g}" for value in found.x.values)))
    heading = f"{found.place.title}: which lever comes first for {found.aim.name} at {found.horizon} weeks"
    answer = [paragraph(first(found)), *(paragraph(sentence(found, one)) for one in found.answers)]
    return "\n\n".join([heading, *answer, grid, paragraph(legend(found)), columns(rows, header, 60), paragraph(limits(found))])


def letters(found: Atlas) -> list[list[str]]:
    """A row for each value of y, the highest first: a letter a cell, with '?' where it is not separable from others."""
    rows = []
    for b in reversed(found.y.values):
        rows.append([f"{b:g}", *(mark(one) for one in found.cells if one.y == b)])
    return rows


def mark(one: Cell) -> str:
    """The letter of what comes first, with '?' where it is not separable."""
    return LETTERS.get(lever(one.best), NONE) + ("" if one.decided else UNCLEAR)


def legend(found: Atlas) -> str:
    """What the letters mean that stand in the map."""
    used = Counter(lever(one.best) for one in found.cells)
    told_ = [f"{LETTERS[name]} {name} {DOSES[name].amount:g}" for name in LEVERS if used[name]]
    return "; ".join([*told_, *([f"{NONE} nothing"] if used[""] else []), f"{UNCLEAR} not separable from at least one other"]) + "."


def others(one: Cell) -> str:
    """What is not separable from the best."""
    names = [lever(rival) or "nothing" for rival in one.rivals]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def first(found: Atlas) -> str:
    """What comes first most often, and in how many cells that is clear."""
    count = Counter(lever(one.best) or "nothing" for one in found.cells)
    clear = sum(one.decided for one in found.cells)
    often = ", ".join(f"{name} in {number}" for name, number in count.most_common(4))
    idle = sum(one.best == NOTHING or NOTHING in one.rivals for one in found.cells)
    return (f"In the model, of {len(found.cells)} combinations of {found.x.name} and {found.y.name}, first comes {often}; it is clearly "
            f"separated from the second in {clear}, and in {idle} nothing that was tried is clearly better than doing nothing.")


def sentence(found: Atlas, one: Answer) -> str:
    """The study's sentence on one measure."""
    def both(pair: tuple[Estimate, Estimate]) -> str:
        return f"{pair[0]} at low and {pair[1]} at high trust"
    leads, other = one.by_other, found.y.name if found.x.name == TRUST else found.x.name
    lowest, highest = min(leads), max(leads)
    return (f"The study concludes that workplaces of low trust must begin by rebuilding trust, before or as part of other efforts. On "
            f"{one.measure} this is {one.verdict} by the map: the share of combinations in which trust-building comes first is "
            f"{both(one.first)} (before: {both(one.before)}; as part: {both(one.as_part)}). The best trust-building lever is ahead of the "
            f"best other one by {signed(one.ahead[0])} at low and {signed(one.ahead[1])} at high trust, and trust first by itself gains "
            f"{signed(one.gain[0])} and {signed(one.gain[1])}. At low trust its lead goes from {signed(leads[lowest])} where {other} is "
            f"{lowest:g} to {signed(leads[highest])} where it is {highest:g}.")


def limits(found: Atlas) -> str:
    """How it was found, and what it cannot say."""
    kinds = "" if not found.answers else (
        f"Low trust is {LOW:g} or less at the start, high {HIGH:g} or more; before is {', '.join(BEFORE)}, as part are "
        f"{', '.join(AS_PART)}; borne out means that at low trust the best trust-building lever is on average clearly ahead of the "
        "best other one, not borne out that it is clearly behind; a restart counts as other, though it listens first. ")
    return (f"{found.runs:,} runs, {found.cells[0].gains[NOTHING].runs} of each lever in each combination, over {found.members} parameter "
            f"sets, seed {found.seed}; single levers at one dose each, by their gain whatever they cost. {kinds}{LIMITS}")
