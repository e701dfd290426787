"""The same setting with many people's luck: 500 runs of each world on the compiled engine, and both distributions."""

import shlex
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import intervals
from sim.drawing import CLASS_FILL, INK, PALE, SMALL, TEXT, tidy
from sim.lab.setting import EXAMPLE, Setting, inputs
from sim.lab.weeks import NAMES, WORLDS
from sim.outcome import CLASSES
from sim.runs import simulate
from sim.tables import class_shares

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


def in_words(frames: list[pd.DataFrame]) -> list[str]:
    """What most runs come to, how trust moves, and for two worlds the paired difference."""
    lines = []
    for name, frame in zip(NAMES, frames, strict=False):
        share = class_shares(frame)
        often = max(share, key=lambda outcome: share[outcome].value)
        trust = intervals.mean(frame["trust_change"])
        whose = f"{name.capitalize()}: " if len(frames) > 1 else ""
        lines.append(f"{whose}{100 * share[often].value:.0f} of 100 runs end '{often}' (between {100 * share[often].low:.0f} and "
                     f"{100 * share[often].high:.0f}, 95 % interval). Trust in the leader moves by {trust.value:+.2f} "
                     f"({trust.low:+.2f} to {trust.high:+.2f}).")
    if len(frames) > 1:
        apart = intervals.mean(frames[1]["trust_end"] - frames[0]["trust_end"])
        lines.append(f"The same people with the same luck, pair by pair: trust at follow-up is on average {abs(apart.value):.2f} "
                     f"{'higher' if apart.value > 0 else 'lower'} under 'what if' (difference {apart.low:+.2f} to {apart.high:+.2f}, "
                     f"95 % interval, {apart.runs} pairs).")
    return lines


def draw_many(frames: list[pd.DataFrame], setting: Setting) -> Figure:
    """Share of runs in each outcome with 95 % intervals, and trust at follow-up in all runs."""
    figure = Figure(figsize=(9.6, 3.7), facecolor="white")
    classes, trust = figure.subplots(1, 2, gridspec_kw={"left": 0.115, "right": 0.98, "top": 0.88, "bottom": 0.25, "wspace": 0.2})
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
    figure.text(0.01, 0.02, f"Made again by: {command(setting)}", fontsize=6.5, color="#666666", wrap=True)
    return figure


def _class_bars(axes: Axes, which: int, worlds: int, frame: pd.DataFrame) -> None:
    height = 0.8 / worlds
    for row, (name, share) in enumerate(class_shares(frame).items()):
        fill, hatch = CLASS_FILL[name]
        at = row + (which - (worlds - 1) / 2) * height
        axes.barh(at, share.value, height=0.9 * height, color=fill, hatch=hatch, edgecolor=WORLDS[which]["color"], linewidth=1.4,
                  linestyle=WORLDS[which]["linestyle"])
        axes.plot([share.low, share.high], [at, at], color=INK, linewidth=1.2)
        if share.value > 0:
            told = f"{share.value:.2f} {NAMES[which] if worlds > 1 else ''}"
            axes.text(share.high + 0.01, at, told, va="center", fontsize=SMALL, color=INK)


def _trust_steps(axes: Axes, which: int, frame: pd.DataFrame) -> None:
    """How trust at follow-up spreads over the runs, with its mean and 95 % interval as a bar on the base line."""
    values = frame["trust_end"].to_numpy(float)
    shares, edges = np.histogram(values, bins=np.linspace(0, 1, 41))
    axes.stairs(shares / len(values), edges, label=NAMES[which], **WORLDS[which])
    mean = intervals.mean(values)
    axes.axvline(mean.value, color=WORLDS[which]["color"], linewidth=0.8, linestyle=WORLDS[which]["linestyle"])
    axes.axvspan(mean.low, mean.high, color=PALE, alpha=0.6, zorder=0)
    axes.text(mean.value, 0.99, f"mean {mean.value:.2f}", transform=axes.get_xaxis_transform(), va="top", ha="right", rotation=90,
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
