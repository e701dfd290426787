"""Where to begin: the section of a workplace's page that ranks levers and pairs of levers."""

from sim.inputs.levers import LEVERS
from sim.pages.page import Section, Table, picture
from sim.priorities.figure import figure
from sim.priorities.ranking_result import UnitRanking
from sim.priorities.wording import HEADER, Priorities, first, limits, row, second, shown, third

NOT_ADVICE = ("This says what would come first in the model, over many sets of assumptions about people; it is no advice for a certain "
              "workplace. Where the first place is not decided, the page says so, and what would decide it. Changes are against doing "
              "nothing more, in the same runs.")


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
