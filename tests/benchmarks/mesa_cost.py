"""What a run on Mesa costs, and which share of it is rules, draws and Mesa's own machinery.

    python tests/benchmarks/mesa_cost.py [repetitions]

Times are CPU time of this process, medians over interleaved repetitions. Only ratios mean anything elsewhere.
Rules: every call a run makes is written down with its arguments and made again on its own. Draws: the fills a
run asks for, made again. Mesa: an empty model with as many agents and steps. The rest is the people's own
bookkeeping: reading and writing states, sums over colleagues and practices, and the weekly record.
"""

import importlib
import pkgutil
import sys
from statistics import median
from time import process_time

import mesa

import sim
from sim import rules
from sim.inputs.workplace import Workplace
from sim.model import agents, draws, employee_workshop, listening, meetings, network, staffing, steering_group, unit, week
from sim.model.agents import employee, manager, person, steering_member
from sim.model.practice import Practice

HOLDERS = [employee, manager, person, steering_member, meetings, steering_group, employee_workshop, listening, network, staffing,
           unit, week, agents, sys.modules[Practice.__module__]]


def main(repetitions: int = 9) -> None:
    """Measure a workplace of 14 and one of 60 employees and print the table."""
    print("| employees | weeks | run, ms here | rules | draws | Mesa itself | people's bookkeeping | us per employee-week |")
    print("|---|---|---|---|---|---|---|---|")
    for place in (only_unit(sim.load_workplace("bostedet"), "bostedet-a"), sim.load_workplace("plejecenter-1")):
        print(row(place, repetitions))


def only_unit(place: Workplace, name: str) -> Workplace:
    """A workplace with one of its units."""
    alone = place.unit(name).model_copy(update={"sees": []})
    return place.model_copy(update={"units": [alone]})


def row(place: Workplace, repetitions: int) -> str:
    """One line of the table."""
    calls, fills, weeks = written_down(place)
    people = place.units[0].employees
    parts = {"run": lambda: one_run(place), "rules": lambda: again(calls), "draws": lambda: draw_again(fills),
             "mesa": lambda: empty_model(people + 1, weeks)}
    for part in parts.values():
        part()
    times: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(repetitions):
        for name, part in parts.items():
            times[name].append(cpu_seconds(part))
    cost = {name: median(values) for name, values in times.items()}
    share = {name: cost[name] / cost["run"] for name in ("rules", "draws", "mesa")}
    rest = 1 - sum(share.values())
    return (f"| {people} | {weeks} | {1000 * cost['run']:.1f} | {share['rules']:.0%} | {share['draws']:.0%} | {share['mesa']:.0%} | "
            f"{rest:.0%} | {1e6 * cost['run'] / (people * weeks):.1f} |")


def one_run(place: Workplace) -> sim.InterventionModel:
    """A run as simulate makes it."""
    return sim.InterventionModel(place, seed=0, collect=False).run()


def cpu_seconds(work) -> float:  # type: ignore[no-untyped-def]
    """CPU time of one call."""
    start = process_time()
    work()
    return process_time() - start


def written_down(place: Workplace):  # type: ignore[no-untyped-def]
    """Every call of a rule by the model with its arguments, every fill of draws, and the weeks of a run."""
    calls: list[tuple[object, tuple[object, ...]]] = []
    fills: list[tuple[object, ...]] = []
    undo = []
    known = {}
    for info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"sim.rules.{info.name}")
        for rule in list(vars(module).values()):
            if callable(rule) and getattr(rule, "__module__", "") == module.__name__:
                known[rule] = _noting(rule, calls)
    for holder in HOLDERS:
        for name, value in list(vars(holder).items()):
            spaces = [(holder, name, value)] if callable(value) else []
            if getattr(value, "__name__", "").startswith("sim.rules."):
                spaces = [(value, inner, rule) for inner, rule in list(vars(value).items())
                          if getattr(rule, "__module__", "") == value.__name__]  # not what a rule calls itself
            for space, inner, rule in spaces:
                if callable(rule) and rule in known:
                    setattr(space, inner, known[rule])
                    undo.append((space, inner, rule))
    fill = draws.Draws._fill
    draws.Draws._fill = lambda self, *asked: (fills.append((self, *asked)), fill(self, *asked))[1]  # type: ignore[method-assign]
    try:
        weeks = one_run(place).week
    finally:
        draws.Draws._fill = fill  # type: ignore[method-assign]
        for space, inner, rule in undo:
            setattr(space, inner, rule)
    return calls, fills, weeks


def _noting(rule, calls):  # type: ignore[no-untyped-def]
    def noted(*arguments):  # type: ignore[no-untyped-def]
        calls.append((rule, arguments))
        return rule(*arguments)
    return noted


def again(calls) -> None:  # type: ignore[no-untyped-def]
    """Make the calls of the rules once more."""
    for rule, arguments in calls:
        rule(*arguments)


def draw_again(fills) -> None:  # type: ignore[no-untyped-def]
    """Make the fills of draws once more, with the conversion to lists that the model asks for."""
    for self, *asked in fills:
        self._fill(*asked).tolist()


def empty_model(people: int, weeks: int) -> None:
    """A Mesa model with as many agents and steps, in which nothing happens."""
    model = mesa.Model()
    for _ in range(people):
        mesa.Agent(model)
    for _ in range(weeks):
        model.step()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
