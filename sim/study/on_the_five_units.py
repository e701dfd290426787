"""Studies on the units of the study, as they are recorded: how each is drawn, and what it says.

Every number, and every 'most', comes from the rows.
"""

import pandas as pd
from matplotlib.figure import Figure

from sim.drawing import INK, TEXT, new_figure
from sim.outcome import CLASSES, RETAINED
from sim.study.figures import class_bars, class_legend
from sim.study.store import Job
from sim.study.summary import differences, share_of, signed

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
    return (f"In the model the same design most often ends so: {'; '.join(parts)} of the runs. "
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
    weeks = sorted(rows["follow_up"].unique())
    units = rows.drop_duplicates("unit")[["point", "unit"]].itertuples(index=False)
    asked = {unit: (f"point = {point} and unit = '{unit}' and follow_up = {weeks[0]}",
                    f"point = {point} and unit = '{unit}' and follow_up = {weeks[-1]}") for point, unit in units}
    changes = dict(zip(asked, differences(job.folder, list(asked.values())), strict=True))
    most = max(changes, key=lambda unit: abs(changes[unit].value))
    still = [unit for unit, change in changes.items() if change.low <= 0 <= change.high]
    shares = rows.assign(share=rows[RETAINED] / rows["runs"]).pivot(index="unit", columns="follow_up", values="share")
    orders = {tuple(shares[week].sort_values(kind="stable").index) for week in weeks}
    ends = [share_of(rows[(rows["unit"] == most) & (rows["follow_up"] == week)].iloc[0], RETAINED) for week in (weeks[0], weeks[-1])]
    told = f"; no change can be told from none in {', '.join(still)}" if still else ""
    order = "the same" if len(orders) == 1 else "not the same"
    return (f"From {weeks[0]} to {weeks[-1]} weeks after launch the share of runs that retain their practices changes most in {most}: "
            f"from {ends[0]} to {ends[1]}, {signed(changes[most])} over the same runs{told}. The order of the units by that share is "
            f"{order} at all {len(weeks)} windows.")
