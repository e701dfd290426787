"""What was found in words: what was expected, seen and learned, and what would have to be true for it to say something of what comes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import named_values
from sim.fitting.result import FEW, FitResult
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.text.tables import LIMITS, columns, paragraph

HEADER = ("Unit", "Observed", "Error", "Expected, 5-95 %", "Seen", "Learned, 5-95 %", "As far off", "Members without it")
MOVED = ("What the observations tell something about", "Before, 5-95 %", "After, 5-95 %")
SHOWN = 10  # rows of a table of what moved
MUST_BE_TRUE = ("For any of it to hold at the workplace, all of this would have to be true: that people there act as in one of the "
                "members; that the description of the workplace is right but for what is uncertain in it; that nothing happens "
                "there that the model does not know; and that the observations are as good as their errors say. "
                "Nobody can check the first three.")
NO_FORECAST = "This is what would follow from the assumptions and the observations, and no forecast of the workplace."


class Fit(FitResult):
    """What was found, in words as well, and as a folder."""

    def text(self) -> str:
        """An opening, a table of observations, one of what moved, and limits."""
        parts = [paragraph(opening(self)), columns([row(one) for _, one in self.table.iterrows()], HEADER, 40)]
        some = told(self.moved)
        parts += [columns([moved_row(one) for _, one in some.iterrows()], MOVED, 60)] if len(some) else []
        return "\n\n".join([*parts, paragraph(learned(self)), paragraph(limits(self))])

    def ahead(self, *, levers: Any = None, parameters: Mapping[str, float] | None = None, context: Mapping[str, Any] | None = None,
              without: Iterable[str] = (), runs: int = 500, seed: int = 0, follow_up: int = DEFAULT_FOLLOW_UP) -> pd.DataFrame:
        """What becomes of the runs that fit, with what is given here from after the last observation on; see sim.fitting.ahead.ahead.

        runs: most; never more than the fit is worth. Rows of two calls pair, one by one.
        """
        from sim.fitting.ahead import Change, ahead
        change = Change(levers, named_values("parameters", parameters or {}), named_values("context", context or {}), without)
        return ahead(self, change, most=runs, seed=seed, follow_up=follow_up)

    def write(self, folder: str | Path) -> None:
        """Write the folder that --given takes: the numbers, a picture and a page. Raises InputError where it cannot be written."""
        from sim.fitting.kept import write
        write(self, Path(folder))


def goes_on(found: FitResult, runs: int) -> str:
    """Where runs that go on come from, and what they cannot say."""
    return (f"These are {runs:,} of {found.members * found.ground.runs:,} runs, drawn by how likely what was observed is in each; the "
            f"observations leave the worth of {found.effective:.0f} members, and no more members are drawn, so that nothing looks surer "
            f"than it is. Up to the last observation, in week {found.last_week} in most of them, each has lived just what it was weighted "
            f"by. {MUST_BE_TRUE} {NO_FORECAST}")


def told(moved: pd.DataFrame) -> pd.DataFrame:
    """What moved by more than chance, the largest first."""
    return moved[moved["more_than_chance"]].head(SHOWN)


def opening(found: FitResult) -> str:
    """How much is left, and what fits least."""
    table, ground = found.table, found.ground
    few = ", which is few: read what follows as rough" if found.effective < FEW else ""
    least = table.iloc[int(table["tail"].to_numpy().argmin())]
    off = (f" Farthest from what was expected is '{least['what']}': as far off, or farther, in {100 * least['tail']:.2g} % of what was "
           "expected." if least["tail"] < 0.1 else " Nothing that was seen lies far from what was expected.")
    return (f"{ground.place.title}: {len(table)} observation{'s' if len(table) > 1 else ''}, the last in week {found.last_week}, leave the "
            f"worth of {found.effective:.0f} of {found.members} members{few}.{off}")


def learned(found: FitResult) -> str:
    """How many parameters and entries moved."""
    some, of = found.moved[found.moved["more_than_chance"]], len(found.moved)
    if some.empty:
        return f"Of {of} parameters and entries of the workplace none moves by more than chance."
    parts = " and ".join(f"{(some['of'] == kind).sum()} {words}" for kind, words in
                         (("behaviour", "of behaviour"), ("workplace", "of the workplace")) if (some["of"] == kind).any())
    return f"Of {of} parameters and entries, {len(some)} move by more than chance: {parts}."


def row(one: pd.Series) -> list[str]:
    """An observation in the columns of HEADER."""
    fact = one["error"] == "none"
    seen = ("yes" if one["seen"] else "no") if fact else f"{one['seen']:.2f}"
    cells = [f"yes in {100 * one[when]:.0f} %" if fact else f"{one[f'{when}_low']:.2f} to {one[f'{when}_high']:.2f}"
             for when in ("expected", "learned")]
    return [one["unit"], one["what"], one["error"], cells[0], seen, cells[1], f"{100 * one['tail']:.2g} %",
            f"{one['members_left_without']:.0f}"]


def entry_in_words(name: str) -> str:
    """A parameter, or an entry with the unit it is of.

    >>> entry_in_words("trust_rate"), entry_in_words("units[ward].practices[huddle].hours_per_week")
    ('trust rate', 'ward: practice huddle, hours per week')
    """
    unit, _, rest = name.removeprefix("units[").partition("].") if name.startswith("units[") else ("", "", name)
    words = rest.replace("practices[", "practice ").replace("].", ", ").replace(".", ", ").replace("_", " ")
    return f"{unit}: {words}" if unit else words


def moved_row(one: pd.Series) -> list[str]:
    """What moved in the columns of MOVED."""
    return [entry_in_words(one["name"]), *(f"{one[when]:.3g} ({one[f'{when}_low']:.3g} to {one[f'{when}_high']:.3g})"
                                              for when in ("before", "after"))]


def limits(found: FitResult) -> str:
    """How it was found, and what it cannot say."""
    ground = found.ground
    return (f"{found.members * ground.runs:,} runs of {found.members} members, seed {ground.seed}, each weighted by how likely what was "
            "seen is in it. Runs of one member are not independent, so members are counted, and the least of all runs and of two halves is "
            f"told. {MUST_BE_TRUE} {NO_FORECAST} {LIMITS}")
