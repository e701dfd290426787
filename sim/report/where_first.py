"""Where to begin: the section of a workplace's page that ranks levers and pairs of levers."""

from sim.levers import LEVERS
from sim.priorities.answer import Priorities, UnitRanking
from sim.priorities.doses import plainly
from sim.priorities.figure import figure
from sim.priorities.telling import HEADER, first, limits, row, second, shown, third
from sim.report.page import Section, Table, picture

NOT_ADVICE = ("This says what would come first in the model, over many sets of assumptions about people; it is no advice for a certain "
              "workplace. Where the first place is not decided, choose among those that are not separable by what you can do and "
              "afford. Gains are against doing nothing more, in the same runs.")


def answer(found: Priorities) -> str:
    """Where to begin in one sentence, for people who know no names of levers; the gain of retention in percentage points."""
    return f"Where to begin, in the model: {'; '.join(f'{unit.unit.title}: {_begin(unit)}' for unit in found.units)}."


def _begin(unit: UnitRanking) -> str:
    best, others = unit.best, len(unit.rivals)
    if not best.gain.low > 0:
        return "nothing that was tried clearly adds to what happens anyway"
    value, low, high = (100 * bound for bound in best.gain[:3])
    start = (f"{plainly(best.package)}, after which {value:.0f} percentage points more of the practices are retained "
             f"({low:.0f} to {high:.0f})")
    if unit.decided:
        return f"{start}, more than with anything else that was tried"
    return f"{start}, though {others} other {'choices' if others > 1 else 'choice'} of {len(unit.entries)} may do as well"


def where_first(found: Priorities, command: str) -> Section:
    """Ranking, reasons and costs for every unit. command: makes the picture again."""
    said = [plain(f"{unit.unit.title}: {first(found, unit)}") for unit in found.units]
    drawn = picture(figure(found, command), f"Gain of the first packages of levers in each unit, with intervals. {' '.join(said)}",
                    f"Gain in {found.aim.name} at {found.horizon} weeks with 95 % intervals, over {found.members} sets of assumptions and "
                    f"{found.runs:,} runs; filled marks cannot be told apart from the best.")
    parts = [Section(unit.unit.title, [plain(text) for text in (first(found, unit), second(unit), third(unit))], tables=[_table(unit)],
                     folded=True) for unit in found.units]
    parts.append(Section("How this was found", [plain(limits(found))]))
    return Section("Where to begin, in the model", [NOT_ADVICE], picture=drawn, tables=[_levers(found)], parts=parts, folded=True)


def plain(text: str) -> str:
    """Names of levers without underscores."""
    return text.replace("_", " ")


def _table(unit: UnitRanking) -> Table:
    return Table(f"{unit.unit.title}: the first of {len(unit.entries)} packages", HEADER,
                 [[plain(cell) for cell in row(one)] for one in shown(unit)])


def _levers(found: Priorities) -> Table:
    """What the levers in the tables mean, and what they cost."""
    used = {name for unit in found.units for one in shown(unit) for name, _ in one.package}
    return Table("What the levers are", ("Lever", "Meaning", "Unit", "Cost"),
                 [[plain(name), lever.meaning, lever.unit, lever.cost_in_words] for name, lever in LEVERS.items() if name in used])
