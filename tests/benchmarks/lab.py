"""What a step of the lab costs: the pictures, and the whole page, of the largest shipped workplace, in one world and in two.

    python tests/benchmarks/lab.py

Processor time of this process, medians over weeks. Nobody should wait over half a second for a step.
"""

from dataclasses import replace
from statistics import median
from time import process_time

import solara

from sim import InterventionModel, load_workplace, workplaces
from sim.lab.page_free import Free
from sim.lab.people import PeoplePicture
from sim.lab.setting import Setting
from sim.lab.timeline import PhasesPicture
from sim.lab.weeks import PANELS, LinesPicture
from sim.lab.world import worlds

LARGEST = max(workplaces(), key=lambda name: max(unit.employees for unit in load_workplace(name).units))
WEEKS = range(14, 40)


def main() -> None:
    """Measure and print the table."""
    week = mesa_week()
    print("| a step of the lab | s here | weeks of the Mesa model in that time |")
    print("|---|---|---|")
    for words, setting in (("one world", Setting(place=LARGEST, week=13)),
                           ("as it is, and what if", Setting(place=LARGEST, week=13, pair=1, what_if={"involvement": 1.0}))):
        for what, cost in ((f"{words}: pictures", pictures(setting)), (f"{words}: the whole page", page(setting))):
            print(f"| {what} | {cost:.2f} | {cost / week:.0f} |")


def mesa_week() -> float:
    """Seconds of a week of the largest workplace on Mesa."""
    model = InterventionModel(LARGEST)
    start = process_time()
    model.run()
    return (process_time() - start) / model.week


def pictures(setting: Setting) -> float:
    """Seconds to draw all pictures of a week."""
    pair = worlds(setting)
    drawn = [*map(PeoplePicture, pair), PhasesPicture(pair), *(LinesPicture(panel, pair) for panel in PANELS)]
    return median(timed(lambda week=week: [each.frame(week) for each in drawn]) for week in WEEKS)


def page(setting: Setting) -> float:
    """Seconds of the server for a step of the whole page."""
    pair = worlds(setting)

    def go(**changes):
        return True
    _, shown = solara.render(Free(setting, pair, go), handle_error=False)
    cost = median(timed(lambda week=week: shown.render(Free(replace(setting, week=week), pair, go))) for week in WEEKS)
    shown.close()
    return cost


def timed(work) -> float:
    """Processor seconds of some work."""
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
