"""A map in words: what comes first where, the study's sentence on trust, the grid in letters, a table, and limits."""

from collections import Counter

from sim.calibration.spread import in_short
from sim.inputs.levers import LEVERS
from sim.inputs.settings import INSIDE, reach_of_fit
from sim.machine.streams import fitted
from sim.model.intervals import Estimate
from sim.observations.answers import NOTHING_HELPS
from sim.observations.sentences import named
from sim.priorities.map_result import TRUST, Cell, MapResult, lever
from sim.priorities.measures import aim
from sim.priorities.packages import DOSES, NOTHING
from sim.priorities.trust_claim import AS_PART, BEFORE, HIGH, LOW, Answer
from sim.priorities.verdict import TOO_FEW
from sim.priorities.wording import changed
from sim.text.sentences import listed
from sim.text.tables import LIMITS, columns, paragraph

LETTERS = {name: lever.letter for name, lever in LEVERS.items()}
NONE, UNCLEAR = "-", "?"


class PriorityMap(MapResult):
    """A map, in words as well."""

    def text(self) -> str:
        """The answer in sentences, the map in letters, a table, and limits."""
        header = (self.x.name, self.y.name, "First", "Change [95 %]", "Which is", "Cannot be told apart from")
        rows = [[f"{one.x:g}", f"{one.y:g}", lever(one.best) or "nothing", *cells(one), others(one)] for one in self.cells]
        grid = columns(letters(self), (f"{self.y.name} \\ {self.x.name}", *(f"{value:g}" for value in self.x.values)))
        heading = f"{self.place.title}: which lever comes first for {self.aim.name} at {self.horizon} weeks"
        answer = [paragraph(first(self)), *map(paragraph, to_see(self)), *(paragraph(sentence(self, one)) for one in self.answers)]
        return "\n\n".join([fitted(heading), *answer, grid, paragraph(legend(self)), columns(rows, header, 60), *goes_back(self),
                            paragraph(limits(self))])


def cells(one: Cell) -> list[str]:
    """What the first lever changes, and whether that is better."""
    change = one.gains[one.best]
    return ["0", "-"] if one.best == NOTHING else [changed(one.aim.measure, change), one.aim.measure.judged(change.value) or "-"]


def letters(found: MapResult) -> list[list[str]]:
    """A row for each value of y, the highest first: a letter a cell, with '?' where it is not decided."""
    rows = []
    for b in reversed(found.y.values):
        rows.append([f"{b:g}", *(mark(one) for one in found.cells if one.y == b)])
    return rows


def mark(one: Cell) -> str:
    """The letter of what comes first, with '?' where it is not decided."""
    return LETTERS.get(lever(one.best), NONE) + ("" if one.decided else UNCLEAR)


def legend(found: MapResult) -> str:
    """What the letters mean that stand in the map."""
    used = Counter(lever(one.best) for one in found.cells)
    told_ = [f"{LETTERS[name]} {name} {DOSES[name].amount:g}" for name in LEVERS if used[name]]
    return "; ".join([*told_, *([f"{NONE} nothing"] if used[""] else []), f"{UNCLEAR} not decided"]) + "."


def others(one: Cell) -> str:
    """What cannot be told apart from the best."""
    names = [lever(rival) or "nothing" for rival in one.rivals]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def first(found: MapResult) -> str:
    """What comes first most often, and in how many cells that is decided."""
    count = Counter(lever(one.best) or "nothing" for one in found.cells)
    clear, all_cells = sum(one.decided for one in found.cells), len(found.cells)
    mute, idle = sum(one.cannot_say for one in found.cells), sum(one.best == NOTHING or NOTHING in one.rivals for one in found.cells)
    often = ", ".join(f"{name} in {number}" for name, number in count.most_common(4))
    too_few = "" if found.enough else f" {TOO_FEW}"
    return (f"In the model, what comes first is decided in {clear} of {all_cells} combinations of {found.x.name} and {found.y.name}. In "
            f"{mute} the model cannot say: more than a handful of levers cannot be told apart.{too_few} Highest stands {often}. In {idle} "
            "combinations no lever is decided to be better than doing nothing.")


def to_see(found: MapResult) -> list[str]:
    """Where the model cannot say, in the corners: which observations would help most to choose; a sentence for all corners of the same."""
    where: dict[str, list[str]] = {}
    for one in found.cells:
        if one.helpful is not None:
            what = f"it would help most to see {listed([named(some) for some in one.helpful])}" if one.helpful else NOTHING_HELPS
            where.setdefault(what, []).append(f"{found.x.name} = {one.x:g} with {found.y.name} = {one.y:g}")
    return [f"Where the model cannot say, at {listed(corners)}: in the model, {what}." for what, corners in where.items()]


def goes_back(found: MapResult) -> list[str]:
    """What the spread of what the highest lever changes goes back to, in the corners where it changes anything: what it is, and a table."""
    told = [(one, one.spread) for one in found.cells if one.spread]
    if not told:
        return []
    parts = list(told[0][1].told)
    set_here = (f" What the map sets counts as known, whatever the workplace leaves open of it: {listed(found.taken_as_known)}."
                if found.taken_as_known else "")
    rows = [[f"{one.x:g}", f"{one.y:g}", lever(one.highest), *map(in_short, spread.told.values())] for one, spread in told]
    return [paragraph(f"The spread, over runs, of what the highest lever changes in {found.aim.measure.short} goes back to the parts below "
                      "in the model, in the corners of the map, with 95 %. A part that chance explains as well is told as what it is at "
                      f"most.{set_here}"),
            columns(rows, (found.x.name, found.y.name, "Highest lever", *(part[:1].upper() + part[1:] for part in parts)), 26)]


def sentence(found: MapResult, one: Answer) -> str:
    """The study's sentence on one measure."""
    def both(pair: tuple[Estimate, Estimate]) -> str:
        return f"{pair[0].value:.0%} of the combinations of low trust and {pair[1].value:.0%} of those of high trust"
    leads, other = one.by_other, found.y.name if found.x.name == TRUST else found.x.name
    lowest, highest = min(leads), max(leads)
    measure = aim(one.measure).measure
    low, high = (changed(measure, end) for end in one.ahead)
    alone, also = (changed(measure, end) for end in one.gain)
    return (f"The study concludes that workplaces of low trust must begin by rebuilding trust, before or as part of other efforts. On "
            f"{one.measure} this is {one.verdict} by the map. The best trust-building lever is ahead of the best other one by {low} at low "
            f"trust, and by {high} at high trust. Trust first by itself changes {one.measure} by {alone} at low and {also} at high trust. "
            f"At low trust the lead of trust-building goes from {changed(measure, leads[lowest])} where {other} is {lowest:g} to "
            f"{changed(measure, leads[highest])} where it is {highest:g}. Trust-building stands highest in {both(one.first)}. "
            f"Before the rest it does so in {both(one.before)}, as part of it in {both(one.as_part)}.")


def limits(found: MapResult) -> str:
    """How it was found, and what it cannot say."""
    kinds = "" if not found.answers else (
        f"Low trust is {LOW:g} or less at the start, high {HIGH:g} or more; before is {', '.join(BEFORE)}, as part are "
        f"{', '.join(AS_PART)}; borne out means that at low trust the best trust-building lever is on average clearly ahead of the "
        "best other one, not borne out that it is clearly behind. Which levers are the best is found on one half of the parameter sets "
        "and measured on the other. A restart counts as other, though it listens first. ")
    least, most = reach_of_fit(found.place.units)
    reach = "" if INSIDE not in (found.x.name, found.y.name) or (least, most) == (0.0, 1.0) else (
        f"The project lets in the themes by {least:g} to {most:g}, so that {INSIDE} can be no other. ")
    each = found.cells[0].gains[NOTHING].runs
    return (f"{reach}{found.runs:,} runs, {each} of each lever in each combination, over {found.members} parameter sets, "
            f"seed {found.seed}; single levers at one dose each, by what they change, whatever they cost. Intervals of changes "
            f"hold for all levers in all combinations at once, and decided means that all of them are, with 95 %. {kinds}{LIMITS}")
