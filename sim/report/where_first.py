"""Where to begin: the section of a workplace's page that ranks levers and pairs of levers."""

from sim.inputs.levers import LEVERS
from sim.priorities.figure import figure
from sim.priorities.packages import NOTHING, plainly
from sim.priorities.ranking_result import Entry, UnitRanking
from sim.priorities.wording import HEADER, Priorities, first, limits, row, second, shown, third
from sim.report.page import Section, Table, picture
from sim.text.sentences import listed

NOT_ADVICE = ("This says what would come first in the model, over many sets of assumptions about people; it is no advice for a certain "
              "workplace. Where the first place is not decided, the page says so, and what would decide it. Changes are against doing "
              "nothing more, in the same runs.")


def answer(found: Priorities) -> str:
    """Where to begin in a sentence for each unit, for people who know no names of levers."""
    return f"Where to begin, in the model: {'; '.join(f'{unit.unit.title}: {_begin(unit)}' for unit in found.units)}."


def _begin(unit: UnitRanking) -> str:
    best, count = unit.best, 1 + len(unit.rivals)
    if unit.cannot_say:
        return f"the model cannot say, since {count} of {len(unit.entries)} choices cannot be told apart{_shared(unit)}"
    if best.package == NOTHING:
        return "nothing that was tried is clearly better than what happens anyway"
    start = f"{plainly(best.package)}, which {_changes(best)}"
    if unit.decided:
        return f"{start}, {'more' if best.measure.better > 0 else 'further'} than anything else that was tried"
    return f"{start}, though that this is the best is not decided: {count} choices cannot be told apart{_shared(unit)}"


def _changes(best: Entry) -> str:
    """What the best package does to the measure; retention in percentage points."""
    if best.measure.name != "retention":
        return f"{best.measure.moves(best.gain.value)} {best.measure.short} ({best.measure.written(best.gain, signed=True)})"
    value, low, high = (100 * bound for bound in best.gain[:3])
    return f"{best.measure.moves(value)} the share of practices retained by {abs(value):.0f} percentage points ({low:.0f} to {high:.0f})"


def _shared(unit: UnitRanking) -> str:
    """What those that can be first have in common, as a clause."""
    named = [plainly(((name, amount),)) for name, amount in unit.best.package if all(name in dict(one) for one in unit.rivals)]
    return f"; all of them hold {listed(named)}" if named else ""


def where_first(found: Priorities, command: str) -> Section:
    """Ranking, reasons and costs for every unit. command: makes the picture again."""
    said = [plain(f"{unit.unit.title}: {first(found, unit)}") for unit in found.units]
    drawn = picture(figure(found, command), f"Change by the first packages of levers in each unit, with intervals. {' '.join(said)}",
                    f"Change of {found.aim.name} at {found.horizon} weeks with 95 % intervals that hold for all packages at once, over up "
                    f"to {found.members} sets of assumptions and {found.runs:,} runs; filled marks cannot be told apart from the best.")
    parts = [Section(unit.unit.title, [plain(text) for text in (first(found, unit), second(found, unit), third(found, unit)) if text],
                     tables=[_table(unit)], folded=True) for unit in found.units]
    parts.append(Section("How this was found", [plain(limits(found))]))
    return Section("Where to begin, in the model", [NOT_ADVICE], picture=drawn, tables=[_levers(found)], parts=parts, folded=True)


def plain(text: str) -> str:
    """Names of levers without underscores, and the option for more runs by the name it has in a report."""
    return text.replace("_", " ").replace("(--runs)", "(--first-runs)")


def _table(unit: UnitRanking) -> Table:
    return Table(f"{unit.unit.title}: the first of {len(unit.entries)} packages", HEADER,
                 [[plain(cell) for cell in row(one)] for one in shown(unit)])


def _levers(found: Priorities) -> Table:
    """What the levers in the tables mean, and what they cost."""
    used = {name for unit in found.units for one in shown(unit) for name, _ in one.package}
    return Table("What the levers are", ("Lever", "Meaning", "Unit", "Cost"),
                 [[plain(name), lever.meaning, lever.unit, lever.cost_in_words] for name, lever in LEVERS.items() if name in used])
