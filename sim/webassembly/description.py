"""What a page needs to know of Takehold, as JSON: where each number lies, and everything that can be set or read, in words.

``python -m sim.webassembly.description`` writes takehold.json, ``--check`` exits 1 with one sentence where it is not current.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from math import isinf
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from sim.inputs import phases
from sim.inputs.events import MOST_EVENTS
from sim.inputs.lever import Lever
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.inputs.person import NUMBERS
from sim.inputs.reading import load_workplace, shipped_names, workplaces
from sim.inputs.workplace import MOST_UNITS, Workplace
from sim.kernel import layout
from sim.kernel.layout import COUNT, NUMBER, OPEN, Kind
from sim.kernel.wasm import source_fingerprint
from sim.kernel.worlds import most_weeks
from sim.model import practice, unit
from sim.model.cast import SHIPPED
from sim.model.measures import HOURS, MEASURES, OUTCOMES
from sim.model.outcome import NAMES
from sim.model.state import State, states_of
from sim.model.states import ConsultantStates, FactStates, LineStates, PracticeStates, UnitStates
from sim.text.mechanisms import ENTRIES
from sim.version import VERSION

FILE = Path(__file__).with_name("takehold.json")


def described() -> dict[str, Any]:
    """Everything, by topic."""
    return {
        "version": VERSION, "sources": source_fingerprint(), "world": offsets(layout.WORLD), "rows": rows(), "people": people(),
        "lanes": layout.LANES, "tie_bytes": layout.TIE.itemsize, "facts": NAMES,
        "measures": [told(one._asdict()) for one in (*MEASURES.values(), *HOURS.values())],
        "outcomes": [told(one._asdict()) for one in OUTCOMES.values()],
        "phases": [told(one._asdict()) for one in phases.PHASES], "at_rest": phases.AT_REST, "themes": phases.THEMES,
        "statuses": {"unit": words(unit, "PREPARING UNDER_WAY LIVE LISTENS AT_REST NOT_STARTED"),
                     "practice": words(practice, "PLANNED ACTIVE STOPPED")},
        "launch_week": phases.LAUNCH_WEEK, "review_every": phases.REVIEW_EVERY, "early_weeks": phases.EARLY_WEEKS,
        "retained_weeks": phases.RETAINED_WEEKS, "retained_use": phases.RETAINED_USE,
        "follow_up": {"default": phases.DEFAULT_FOLLOW_UP, "low": phases.LEAST_FOLLOW_UP, "high": phases.MAX_FOLLOW_UP,
                      "usual": phases.FOLLOW_UPS},
        "weeks_beside_follow_up": most_weeks(LEVERS["trust_first_weeks"].high, PARAMETERS["listening_weeks"].high, 0),
        "parameters": {name: told(one._asdict()) for name, one in PARAMETERS.items()},
        "mechanisms": {name: {**ENTRIES[name]._asdict(), "neutral": neutral} for name, neutral in MECHANISMS.items()},
        "levers": {name: lever(name) for name in LEVERS}, "workplaces": workplaces(), "schema": Workplace.model_json_schema(),
        "shipped": {name: load_workplace(name).model_dump(mode="json") for name in shipped_names()}}


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON knows them: a bound that is infinite is none."""
    return {name: None if isinstance(value, float) and isinf(value) else value for name, value in facts.items()}


def words(module: ModuleType, names: str) -> list[str]:
    """Names of numbers, each in its place."""
    numbered = {getattr(module, name): name.lower().replace("_", " ") for name in names.split()}
    return [numbered[number] for number in range(len(numbered))]


def lever(name: str) -> dict[str, Any]:
    """A lever in words and numbers, without its rules."""
    one = LEVERS[name]
    return {**one.as_told(), "dose": one.dose._asdict(), "letter": one.letter, "yes_or_no": one.yes_or_no, "whole": one.whole,
            "level": one.level.entry if one.level else None, "level_at": level_at(one), "not_with": one.not_with,
            "builds_trust": one.builds_trust}


def level_at(one: Lever) -> list[float] | None:
    """A lever's level where its entry is 0 and where it is 1; in between it goes in proportion."""
    return [float(one.level.rule(entry)) for entry in (0.0, 1.0)] if one.level else None


# ----- where numbers lie
def offsets(record: np.dtype[Any]) -> dict[str, Any]:
    """A record: its size in bytes, and where each field begins."""
    return {"size": record.itemsize, "fields": {name: layout.offset(record, name) for name in record.names or ()}}


def fields(record: np.dtype[Any], kinds: Mapping[str, Kind], states: Mapping[str, State[Any]] | None = None) -> dict[str, Any]:
    """A record with the kind of each field, how many numbers it has, and what it means where that is declared."""
    return {"size": record.itemsize, "fields": {
        name: {"at": layout.offset(record, name), **kind(one), **meaning((states or {}).get(name))} for name, one in kinds.items()}}


def kind(one: Kind) -> dict[str, Any]:
    """What a number is, and of several how many there are."""
    return {"kind": one.of, **({"numbers": one.numbers} if one.numbers > 1 or one.row else {})}


def meaning(state: State[Any] | None) -> dict[str, Any]:
    """What a declared state means."""
    return {} if state is None else told({"meaning": state.meaning, "unit": state.unit, "low": state.low, "high": state.high})


def numbers(names: Iterable[str]) -> dict[str, Kind]:
    """Names of plain numbers."""
    return {name: Kind(NUMBER) for name in names}


def rows() -> dict[str, Any]:
    """The records of each block."""
    units = {f"{part}.{name}": state for part, declared in (
        ("unit", states_of(UnitStates)), ("consultant", states_of(ConsultantStates)), ("manager", SHIPPED.manager_states))
        for name, state in declared.items()}
    places = {name: Kind(COUNT) for name in ("first", "first_room", "first_practice", "last_practice")} | {
        "sees": Kind(COUNT, MOST_UNITS), "event_count": Kind(COUNT), "events": Kind(NUMBER, 5 * MOST_EVENTS),
        **{name: Kind(COUNT) for name in ("known", "first_known", "named_teams", "more_room")}}
    return {
        "parameters": fields(layout.PARAMETER_ROW, numbers(PARAMETERS)),
        "run": fields(layout.RUN_ROW, {**numbers(LEVERS), "seed": Kind(COUNT)}),
        "contexts": fields(layout.UNIT_CONTEXT, {**layout.CONTEXT, **places}), "plans": fields(layout.PRACTICE_PLAN, layout.PLAN),
        "states": fields(layout.UNIT_STATE, layout.kinds_of(units), units),
        "practices": fields(layout.PRACTICE_STATE, layout.kinds_of(PracticeStates), states_of(PracticeStates)),
        "lines": fields(layout.LINE_ROW, layout.kinds_of(LineStates), states_of(LineStates)),
        "facts": fields(layout.FACTS_ROW, layout.kinds_of(FactStates), states_of(FactStates)),
        "known": fields(layout.KNOWN_ROW, {
            **numbers(NUMBERS), "team": Kind(COUNT), "next_mate": Kind(OPEN), "named": Kind(OPEN), "first_named": Kind(COUNT)})}


def people() -> dict[str, Any]:
    """The columns of employees: block, row in it, kind and meaning."""
    declared = SHIPPED.employee_states
    return {name: {"block": column.block, "row": column.first, **kind(column.kind), **meaning(declared.get(name))}
            for name, column in layout.COLUMNS.items()}


def written() -> str:
    """The JSON text, a line for each entry of a topic."""
    topics = []
    for name, topic in described().items():
        if isinstance(topic, dict):
            inside = ",\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in topic.items())
            topics.append(f"{json.dumps(name)}: {{\n{inside}}}")
        else:
            topics.append(f"{json.dumps(name)}: {json.dumps(topic, ensure_ascii=False)}")
    return "{\n" + ",\n".join(topics) + "}\n"


def main(arguments: Sequence[str]) -> int:
    """Write takehold.json, or say whether it is current."""
    if "--check" not in arguments:
        FILE.write_text(written(), encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != written():
        print("sim/webassembly/takehold.json is not current; run: make wasm", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
