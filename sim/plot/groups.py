"""Which rows are drawn together: units of a table, levels of a column, or tables by name."""

from collections.abc import Mapping

import pandas as pd

from sim.complaints import Complaint, no_such
from sim.drawing import MORE_LINES

Tables = pd.DataFrame | Mapping[str, pd.DataFrame]
RUNS, WEEKS = "sim.simulate or sim.read_study", "sim.trajectories"
NEEDED = {RUNS: ("unit", "run", "seed", "follow_up", "outcome"), WEEKS: ("workplace", "unit", "run", "week_after_launch", "phase", "use")}


def check_rows(tables: object, made_by: str) -> None:
    """Raises Complaint for what are no rows of that kind, RUNS or WEEKS, nor several such tables by name."""
    for table in tables.values() if isinstance(tables, Mapping) else [tables]:
        if not isinstance(table, pd.DataFrame):
            raise Complaint(f"{type(table).__name__} is no table; give rows as from {made_by}, or several such tables by name")
        missing = [name for name in NEEDED[made_by] if name not in table]
        if missing:
            raise Complaint(f"these rows have no column '{missing[0]}'; give rows as from {made_by}")


def lines(weeks: Tables, by: str) -> dict[str, pd.DataFrame]:
    """Weeks by name, as many as lines can be told apart; raises Complaint for more, and as check_rows and grouped do."""
    check_rows(weeks, WEEKS)
    groups = grouped(weeks, by)
    if len(groups) > len(MORE_LINES):
        raise Complaint(f"{len(groups)} lines cannot be told apart; choose at most {len(MORE_LINES)} of {', '.join(groups)}")
    return groups


def grouped(tables: Tables, by: str = "unit") -> dict[str, pd.DataFrame]:
    """Rows by name: for one table the levels of a column, in the order in which they come, else the tables under their names.

    Units of one name in two workplaces stay apart. Of tables with several follow-ups only the latest is kept, unless these are the
    levels. Raises Complaint where there are no rows, no such column, or rows of several units of a workplace in one group: they live
    the same runs and are no independent ones.
    """
    if isinstance(tables, Mapping):
        found = {str(name): latest(table) for name, table in tables.items()}
        _check_one_unit(found)
    else:
        if by not in tables:
            raise Complaint(no_such("column", by, [str(name) for name in tables.columns]))
        rows = tables if by == "follow_up" else latest(tables)
        keys = ["workplace", "unit"] if by == "unit" and "workplace" in rows else [by]
        parts = [(tuple(map(str, key)), some) for key, some in rows.groupby(keys, sort=False)]
        ends = [key[-1] for key, _ in parts]
        found = {key[-1] if ends.count(key[-1]) == 1 else ": ".join(key): some for key, some in parts}
        if by != "unit":
            _check_one_unit(found)
    if not found or any(some.empty for some in found.values()):
        raise Complaint("there are no runs to draw")
    return found


def _check_one_unit(groups: Mapping[str, pd.DataFrame]) -> None:
    for name, rows in groups.items():
        some = rows if "workplace" in rows else rows.assign(workplace="")
        units = some.groupby("workplace")["unit"].unique()
        several = next((list(one) for one in units if len(one) > 1), None)
        if several:
            raise Complaint(f"'{name}' holds several units of the same runs ({', '.join(map(str, several[:5]))}); choose one first, "
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
