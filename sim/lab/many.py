"""The same setting with many people's luck, 500 runs of each world, and under other assumptions that the study allows."""

import shlex
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.admissible.directions import OverSets, over_sets
from sim.admissible.figure import strip
from sim.admissible.sets import over_admissible
from sim.admissible.wording import OPEN, falls_and_rises
from sim.figures.style import CLASS_FILL, INK, PALE, SMALL, TEXT, tidy
from sim.lab.setting import EXAMPLE, Setting, from_link, inputs
from sim.lab.weeks import NAMES, WORLDS
from sim.machine.cores import CORES
from sim.model.measures import CLASSES, MEASURES
from sim.runs.simulate import simulate
from sim.text.tables import class_shares

RUNS = 500
Tell = Callable[[int, int], None]  # runs done, runs in all


def many(setting: Setting, tell: Tell | None = None, runs: int = RUNS) -> list[pd.DataFrame]:
    """Outcomes of the watched unit in runs 0 to runs - 1 of each world, with common random numbers: a row per run."""
    place, index, parameters, levers = inputs(setting)
    frames = []
    for which, chosen in enumerate(levers):
        frame = simulate(place, parameters, chosen, runs, setting.seed, follow_up=setting.follow_up)
        frames.append(frame[frame["unit"] == place.units[index].name].reset_index(drop=True))
        if tell:
            tell(runs * (which + 1), runs * len(levers))
    return frames


def over(setting: Setting) -> OverSets:
    """Trust at follow-up over parameter sets that the study allows: of two worlds the difference, of one the change since the start.

    The same for every week, run and step, and remembered.
    """
    return _over(setting.link_of_runs(), inputs(setting)[0].model_dump_json())


@lru_cache(32)
def _over(link: str, place: str) -> OverSets:  # a file of one's own that has changed is asked anew
    setting = from_link(link)
    world, index, _, levers = inputs(setting)
    frames = [over_admissible(world, setting.parameters, chosen, seed=setting.seed, follow_up=setting.follow_up, workers=CORES)
              for chosen in levers]
    name = world.units[index].name
    return over_sets(MEASURES["trust_end" if setting.pair else "trust_change"], *(frame[frame["unit"] == name] for frame in frames))


def second_telling(told: OverSets, pair: bool) -> str:
    """Which way trust goes over the sets, in a sentence that begins with whether that is open."""
    ends, with_what = "trust in the leader ends", "in the world as it is" if pair else "at the start"
    sets = f"{len(told.sets)} sets of assumptions that fit the study"
    if told.either_way:
        return f"Whether {ends} higher or lower than {with_what} {OPEN}: of {sets}, it ends {falls_and_rises(told)}."
    return f"Compared with trust {with_what}, of {sets}, it ends {falls_and_rises(told)}."


def in_words(frames: list[pd.DataFrame], others: OverSets | None = None) -> list[str]:
    """What most runs come to, how trust moves, and for two worlds the paired difference; first what other assumptions say of it."""
    lines = [second_telling(others, len(frames) > 1)] if others else []
    for name, frame in zip(NAMES, frames, strict=False):
        share = class_shares(frame)
        often = max(share, key=lambda outcome: share[outcome].value)
        trust = MEASURES["trust_change"].estimate(frame["trust_change"])
        whose = f"{name.capitalize()}: " if len(frames) > 1 else ""
        lines.append(f"{whose}{share[often].in_per_cent()} of the runs end '{often}'. "
                     f"Trust in the leader moves by {trust.written(signed=True)}. Numbers in brackets are 95 % intervals.")
    if len(frames) > 1:
        apart = MEASURES["trust_end"].change(frames[0]["trust_end"], frames[1]["trust_end"])
        lines.append("Under the default assumptions, the same people with the same luck, pair by pair: 'what if' "
                     f"{MEASURES['trust_end'].moves(apart.value)} trust at follow-up, by {apart.written(signed=True)} on average over "
                     f"{apart.runs} pairs.")
    return lines


def draw_many(frames: list[pd.DataFrame], setting: Setting, others: OverSets | None = None) -> Figure:
    """Share of runs in each outcome with 95 % intervals, trust at follow-up in all runs, and below them a dot for each other set."""
    figure = Figure(figsize=(9.6, 5.4 if others else 3.7), facecolor="white")
    grid = figure.add_gridspec(2 if others else 1, 2, height_ratios=[3.0, 1.1] if others else None, left=0.115, right=0.98,
                               top=0.92 if others else 0.88, bottom=0.17 if others else 0.25, wspace=0.2, hspace=0.6)
    classes, trust = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1])
    for which, frame in enumerate(frames):
        _class_bars(classes, which, len(frames), frame)
        _trust_steps(trust, which, frame)
    runs = len(frames[0])
    tidy(classes, "share of runs (0–1), with 95 % intervals", title=f"What became of it, {runs} runs each")
    classes.set(xlim=(0, 1.22), xticks=[0, 0.25, 0.5, 0.75, 1], ylim=(len(CLASSES) - 0.5, -0.5))
    classes.set_yticks(range(len(CLASSES)), CLASSES)
    tidy(trust, "mean trust in the leader at follow-up (0–1)", "share of runs", f"Trust at follow-up, {runs} runs each")
    trust.set(xlim=(0, 1))
    trust.set_ylim(0, 1.25 * trust.get_ylim()[1])
    if len(frames) > 1:
        trust.legend(fontsize=SMALL, frameon=False, labelcolor=INK)
    if others:
        _other_sets(figure.add_subplot(grid[1, :]), others, len(frames) > 1)
    figure.text(0.01, 0.02, f"Reproduce with: {command(setting)}", fontsize=6.5, color="#666666", wrap=True)
    return figure


def _other_sets(axes: Axes, others: OverSets, pair: bool) -> None:
    strip(axes, 0, others, signed=True, outside=False)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    what = "trust at follow-up: what if minus as it is" if pair else "trust in the leader: follow-up minus start"
    tidy(axes, f"{what}; ▼ clearly lower, ▲ clearly higher, ○ neither; line: 5–95 %",
         title=f"Trust in the leader under {len(others.sets)} other sets of assumptions that fit the study")
    axes.set(ylim=(0.5, -0.5), yticks=[])
    low, high = axes.get_xlim()
    axes.set_xlim(low, high + 0.18 * (high - low))  # room for the words inside


def _class_bars(axes: Axes, which: int, worlds: int, frame: pd.DataFrame) -> None:
    height = 0.8 / worlds
    for row, (name, share) in enumerate(class_shares(frame).items()):
        fill, hatch = CLASS_FILL[name]
        at = row + (which - (worlds - 1) / 2) * height
        axes.barh(at, share.value, height=0.9 * height, color=fill, hatch=hatch, edgecolor=WORLDS[which]["color"], linewidth=1.4,
                  linestyle=WORLDS[which]["linestyle"])
        axes.plot([share.low, share.high], [at, at], color=INK, linewidth=1.2)
        if share.value > 0:
            told = f"{share.value:.{share.digits()}f} {NAMES[which] if worlds > 1 else ''}"
            axes.text(share.high + 0.01, at, told, va="center", fontsize=SMALL, color=INK)


def _trust_steps(axes: Axes, which: int, frame: pd.DataFrame) -> None:
    """How trust at follow-up spreads over the runs, with its mean and 95 % interval as a bar on the base line."""
    values = frame["trust_end"].to_numpy(float)
    shares, edges = np.histogram(values, bins=np.linspace(0, 1, 41))
    axes.stairs(shares / len(values), edges, label=NAMES[which], **WORLDS[which])
    mean = MEASURES["trust_end"].estimate(values)
    axes.axvline(mean.value, color=WORLDS[which]["color"], linewidth=0.8, linestyle=WORLDS[which]["linestyle"])
    axes.axvspan(mean.low, mean.high, color=PALE, alpha=0.6, zorder=0)
    told = f"mean {mean.value:.{mean.digits()}f}"
    axes.text(mean.value, 0.99, told, transform=axes.get_xaxis_transform(), va="top", ha="right", rotation=90,
              fontsize=TEXT, color=WORLDS[which]["color"])


def command(setting: Setting) -> str:
    """The command line that runs the same."""
    changed = [f"--set {name}={value:g}" for name, value in setting.parameters.items()]
    own = setting.place == EXAMPLE
    start = ["takehold run", "my.toml" if own else shlex.quote(setting.place), f"--runs {RUNS}", f"--seed {setting.seed}",
             f"--follow-up {setting.follow_up}", *changed]
    worlds = [setting.as_it_is, *([setting.what_if] if setting.pair else [])]
    runs = [" ".join([*start, *(f"--lever {name}={value:g}" for name, value in levers.items())]) for levers in worlds]
    return "; ".join(["takehold new my.toml", *runs] if own else runs)
