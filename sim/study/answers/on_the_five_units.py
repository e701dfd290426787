"""Studies on the units of the study, as they are recorded: how each is drawn, and what it says.

Every number, and every 'most', comes from the rows.
"""

import pandas as pd
from matplotlib.figure import Figure

from sim.figures.style import INK, TEXT, new_figure
from sim.model.measures import CLASSES, RETAINED
from sim.study.answers.paired import Over, differences, picked
from sim.study.answers.shares import class_bars, class_legend
from sim.study.measures import moved
from sim.study.store.study_folder import Job
from sim.study.store.summary import share_of
from sim.text.sentences import listed

# ----- five units

def five_units(job: Job, rows: pd.DataFrame) -> Figure:
    """Outcome classes of every unit."""
    figure = new_figure(9.0, 1.5 + 0.62 * len(rows))
    axes = figure.subplots()
    names = [f"{row['unit']}\n{row['runs']:,} runs" for _, row in rows.iterrows()]
    class_bars(axes, rows, names, "Share of runs (0–1) [95 % interval]", "")
    axes.set_ylabel("Unit", fontsize=TEXT, color=INK)
    class_legend(axes)
    return figure


def five_units_says(job: Job, rows: pd.DataFrame) -> str:
    """What happens most often in each unit, and whether the study reported that."""
    told = {unit.name: unit.reported.classes for place in job.points.places for unit in place.units if unit.reported}
    parts, agree = [], 0
    for _, row in rows.iterrows():
        name = max(CLASSES, key=lambda one: int(row[one]))
        agree += name in told.get(row["unit"], ())
        parts.append(f"{row['unit']} {name} in {share_of(row, name)}")
    return (f"In the model, the same design most often ends so: {'; '.join(parts)} of the runs. "
            f"That is as the study reported it in {agree} of the {len(rows)} units.")


# ----- follow-up windows

def follow_up_windows(job: Job, rows: pd.DataFrame) -> Figure:
    """Outcome classes of every unit at every follow-up."""
    units = list(rows["unit"].drop_duplicates())
    across, down = 2, len(units) // 2 + 1  # one place more than there are units, for the legend
    figure = new_figure(10.0, 0.8 + 2.3 * down)
    for number, unit in enumerate(units):
        mine = rows[rows["unit"] == unit]
        axes = figure.add_subplot(down, across, number + 1)
        class_bars(axes, mine, [str(week) for week in mine["follow_up"]], "Share of runs (0–1) [95 % interval]", unit, least=0.05)
        axes.set_ylabel("Weeks after launch", fontsize=TEXT, color=INK)
    class_legend(figure.add_subplot(down, across, down * across), inside=True)
    return figure


def follow_up_windows_says(job: Job, rows: pd.DataFrame) -> str:
    """Where the window changes the answer, and where it does not."""
    weeks = sorted(rows["follow_up"].unique().tolist())
    units = [(str(unit), int(point)) for point, unit in rows.drop_duplicates("unit")[["point", "unit"]].itertuples(index=False)]
    pairs = [(Over((point,), unit, weeks[0]), Over((point,), unit, weeks[-1])) for unit, point in units]
    most = picked(job.folder, RETAINED, pairs, abs)
    changes = differences(job.folder, RETAINED, pairs)
    still = [unit for (unit, _), change in zip(units, changes, strict=True) if change.low <= 0 <= change.high]
    shares = rows.assign(share=rows[RETAINED] / rows["runs"]).pivot(index="unit", columns="follow_up", values="share")
    orders = {tuple(shares[week].sort_values(kind="stable").index) for week in weeks}
    told = f" No change can be told from none in {listed(still)}." if still else ""
    order = "the same" if len(orders) == 1 else "not the same"
    return (f"In the model, when one looks matters most in {units[most.most][0]}: {weeks[-1]} instead of {weeks[0]} weeks after launch "
            f"{moved(RETAINED, most.by_most)}.{told} The order of the units by that share, as it came out, is "
            f"{order} at all {len(weeks)} windows.")
