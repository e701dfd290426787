"""Runs that live in a context each: run n of a seed in the context of that number, whatever levers, parameters or engine it has."""

from sim.kernel.engine import Setting
from sim.model.contexts import RANGES, contexts


def settings_of(setting: Setting, runs: int, how: str) -> tuple[list[Setting], int]:
    """What so many runs of a setting are lived with, and the runs of each: one setting, or one for each run where contexts are drawn."""
    if how != RANGES:
        return [setting], runs
    numbers = range(setting.first, setting.first + runs)
    places = contexts(setting.place, setting.seed, numbers)
    return [setting._replace(place=place, first=number) for place, number in zip(places, numbers, strict=True)], 1
