"""Which rows are drawn together: units of a table, levels of a column, or tables by name."""

from collections.abc import Mapping

import pandas as pd

from sim.errors import InputError, known
from sim.figures.style import MORE_LINES
from sim.machine.rows import check_columns

Tables = pd.DataFrame | Mapping[str, pd.DataFrame]
RUNS, WEEKS = "sim.simulate or sim.read_study", "sim.trajectories"
COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # those with words, and those with numbers
    RUNS: (("unit", "outcome"), ("run", "seed", "follow_up")),
    WEEKS: (("workplace", "unit", "phase"), ("run", "week_after_launch", "use"))}


def check_names(names: object) -> None:
    """Raises InputError for what are no two words, one for each of two sets of runs."""
    if not (isinstance(names, (tuple, list)) and [type(name) for name in names] == [str, str]):
        raise InputError(f"names = {names!r} are no two words, one for each of the sets")


def check_rows(tables: object, made_by: str, *numbers: str) -> None:
    """Raises InputError for what are no rows of that kind, RUNS or WEEKS, nor several such tables by name.

    numbers: further columns that are needed.
    """
    words, usual = COLUMNS[made_by]
    for table in tables.values() if isinstance(tables, Mapping) else [tables]:
        check_columns(table, f"{made_by}, or several such tables by name", words, (*usual, *numbers))


def lines(weeks: Tables, by: str, *numbers: str) -> dict[str, pd.DataFrame]:
    """Weeks by name, as many as lines can be told apart, with numbers in some columns. Raises InputError as check_rows and grouped do."""
    check_rows(weeks, WEEKS, *numbers)
    groups = grouped(weeks, by)
    if len(groups) > len(MORE_LINES):
        raise InputError(f"{len(groups)} lines cannot be told apart; choose at most {len(MORE_LINES)} of {', '.join(groups)}")
    return groups


def grouped(tables: Tables, by: str = "unit") -> dict[str, pd.DataFrame]:
    """Rows by name: for one table the levels of a column, in the order in which they come, else the tables under their names.

    Units of one name in two workplaces stay apart. Of tables with several follow-ups only the latest is kept, unless these are the
    levels. Raises InputError where there are no rows, no such column, or rows of several units of a workplace in one group: they live
    the same runs and are no independent ones.
    """
    if isinstance(tables, Mapping):
        found = {str(name): latest(table) for name, table in tables.items()}
        _check_one_unit(found)
    else:
        known("column", by, [str(name) for name in tables.columns])
        rows = tables if by == "follow_up" else latest(tables)
        keys = ["workplace", "unit"] if by == "unit" and "workplace" in rows else [by]
        parts = [(tuple(map(str, key)), some) for key, some in rows.groupby(keys, sort=False)]
        ends = [key[-1] for key, _ in parts]
        found = {key[-1] if ends.count(key[-1]) == 1 else ": ".join(key): some for key, some in parts}
        if by != "unit":
            _check_one_unit(found)
    if not found or any(some.empty for some in found.values()):
        raise InputError("there are no runs to draw")
    return found


def _check_one_unit(groups: Mapping[str, pd.DataFrame]) -> None:
    for name, rows in groups.items():
        some = rows if "workplace" in rows else rows.assign(workplace="")
        units = some.groupby("workplace")["unit"].unique()
        several = next((list(one) for one in units if len(one) > 1), None)
        if several:
            raise InputError(f"'{name}' holds several units of the same runs ({', '.join(map(str, several[:5]))}); choose one first, "
                            f"such as table[table['unit'] == '{several[0]}']")


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the latest follow-up; all where there is none."""
    return rows[rows["follow_up"] == rows["follow_up"].max()] if "follow_up" in rows and len(rows) else rows


def run_count(rows: pd.DataFrame) -> int:
    """How many runs some rows are of; runs of different points of a study are different runs."""
    return int(rows[[key for key in ("workplace", "point", "run", "seed") if key in rows]].drop_duplicates().shape[0])


def runs_in_words(tables: Mapping[str, pd.DataFrame]) -> str:
    """How many runs there are of each group, for a title."""
    counts = {run_count(rows) for rows in tables.values()}
    least, most = min(counts), max(counts)
    each = " each" if len(tables) > 1 else ""
    return f"{most:,} run{'' if most == 1 else 's'}{each}" if least == most else f"{least:,} to {most:,} runs each"
