"""What became of each point: shares of the outcome classes and retention, with their intervals."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim import intervals
from sim.outcome import CLASSES, NOT_STARTED, RETAINED, STOPPED
from sim.study.results import opened

WENT_ON = f"outcome not in ('{STOPPED}', '{NOT_STARTED}')"


def summary(folder: str | Path) -> pd.DataFrame:
    """A row per point, unit and follow-up, in the order of the points.

    Columns: point, workplace, the settings, unit, follow_up, runs, went_on (runs that launched their practices), a column of
    runs for each outcome class, retention (mean), retention_sd, trust_change and hours_total (means).
    """
    with opened(folder) as connection:
        settings = [f'"{row[0]}"' for row in connection.execute("describe points").fetchall() if row[0] not in ("point", "workplace")]
        keys = ", ".join(["point", "workplace", *settings, "unit", "follow_up"])
        counts = ", ".join(f"count(*) filter (outcome = '{name}') as \"{name}\"" for name in CLASSES)
        rows = connection.execute(
            f"select {keys}, count(*) as runs, count(*) filter ({WENT_ON}) as went_on, {counts}, round(avg(retention), 9) as retention, "
            "round(coalesce(stddev_samp(retention), 0), 9) as retention_sd, round(avg(trust_change), 9) as trust_change, "
            f"round(avg(hours_total), 6) as hours_total from runs group by {keys} order by point, follow_up, unit").df()
    return rows


def share_of(row: pd.Series, name: str, of: str = "runs") -> intervals.Estimate:
    """Share of runs in an outcome class, or of the runs that went on."""
    return intervals.share(int(row[name]), int(row[of]))


def mean_retention(row: pd.Series) -> intervals.Estimate:
    """Mean retention with its interval."""
    half = intervals.Z95 * float(row["retention_sd"]) / np.sqrt(max(1, int(row["runs"])))
    return intervals.Estimate(float(row["retention"]), float(row["retention"]) - half, float(row["retention"]) + half, int(row["runs"]))


def settings_of(rows: pd.DataFrame) -> list[str]:
    """The columns of a summary that are settings."""
    names = list(rows.columns)
    return names[2:names.index("unit")]


def table(rows: pd.DataFrame) -> tuple[list[list[str]], list[str]]:
    """A summary as text cells and their header."""
    settings = [name for name in settings_of(rows) if rows[name].nunique(dropna=False) > 1]
    several = [name for name in ("workplace", "unit", "follow_up") if rows[name].nunique() > 1]
    header = ["point", *settings, *several, "runs", STOPPED, RETAINED, "retained of those that went on", "retention, mean"]
    cells = []
    for _, row in rows.iterrows():
        front = [str(int(row["point"])), *("as recorded" if pd.isna(row[name]) else f"{row[name]:g}" for name in settings),
                 *(str(row[name]) for name in several), f"{row['runs']:,}"]
        on = str(share_of(row, RETAINED, "went_on")) if row["went_on"] else "none went on"
        cells.append([*front, str(share_of(row, STOPPED)), str(share_of(row, RETAINED)), on, str(mean_retention(row))])
    return cells, header


def differences(folder: str | Path, pairs: Sequence[tuple[str, str]], outcome: str = RETAINED) -> list[intervals.Estimate]:
    """How much more often runs end in a class under the second condition than under the first, run by run.

    pairs: conditions in SQL on the table runs, such as ("point = 0", "point = 7"). The runs of a pair share their draws,
    so the interval is that of paired differences.
    """
    told = []
    with opened(folder) as connection:
        for first, second in pairs:
            count, mean, deviation = connection.execute(
                f"select count(*), avg(b.hit - a.hit), coalesce(stddev_samp(b.hit - a.hit), 0) from "
                f"(select run, (outcome = '{outcome}')::int as hit from runs where {first}) a join "
                f"(select run, (outcome = '{outcome}')::int as hit from runs where {second}) b using (run)").fetchall()[0]
            half = intervals.Z95 * deviation / np.sqrt(max(1, count))
            told.append(intervals.Estimate(mean, mean - half, mean + half, count))
    return told


def pooled(rows: pd.DataFrame, name: str, of: str = "runs") -> intervals.Estimate:
    """Share of an outcome class over several points together.

    The runs of one point share their luck with those of the others, so the interval is that of one point's runs: cautious.
    """
    total = int(rows[of].sum())
    runs = int(rows[of].max()) if total else 0
    return intervals.share(round(int(rows[name].sum()) / total * runs), runs) if total else intervals.share(0, 0)


def signed(told: intervals.Estimate) -> str:
    """A difference in words."""
    return f"{told.value:+.2f} [{told.low:+.2f}, {told.high:+.2f}]"
