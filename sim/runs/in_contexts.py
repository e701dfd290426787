"""Runs that live in a context each: run n of a seed in the context of that number, whatever levers, parameters or engine it has."""

from dataclasses import replace

from sim.kernel.engine import Setting
from sim.model.contexts import RANGES, contexts


def settings_of(setting: Setting, runs: int, how: str) -> tuple[list[Setting], int]:
    """What so many runs of a setting are lived with, and the runs of each: one setting, or one for each run where contexts are drawn."""
    if how != RANGES:
        return [setting], runs
    numbers = range(setting.first, setting.first + runs)
    places, then = contexts(setting.place, setting.seed, numbers), setting.then
    later = [None] * runs if then is None else [replace(then, workplace=place) for place in contexts(then.workplace, setting.seed, numbers)]
    return [setting._replace(place=place, first=number, then=on) for place, number, on in zip(places, numbers, later, strict=True)], 1
