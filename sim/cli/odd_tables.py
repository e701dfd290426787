"""The tables in docs/ODD.md: states, parameters, levers, phases, mechanisms, patterns, measures, entries of a workplace file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Any

from sim.errors import InputError
from sim.inputs import levers, phases
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.inputs.reading import TEMPLATE
from sim.inputs.workplace import Workplace
from sim.model.measures import HOURS, MEASURES
from sim.model.state import HasStates, Row, State
from sim.model.states import ConsultantStates, EmployeeStates, ManagerStates, MemberStates, PersonStates, PracticeStates, UnitStates
from sim.patterns import PATTERNS
from sim.text.mechanisms import ENTRIES

FIXED = ("LAUNCH_WEEK", "REVIEW_EVERY", "EARLY_WEEKS", "RETAINED_WEEKS", "RETAINED_USE", "FOLLOW_UPS", "DEFAULT_FOLLOW_UP", "MAX_FOLLOW_UP")
ENTITIES: dict[str, type[HasStates]] = {
    "Everybody (employees, steering members, managers)": PersonStates, "Employee, besides": EmployeeStates,
    "Steering member, besides what an employee has": MemberStates, "Manager, besides what everybody has": ManagerStates,
    "Practice": PracticeStates, "Consultant": ConsultantStates, "Unit": UnitStates}

SUPPORT = {name: (one.supported_by, one.why) for name, one in ENTRIES.items()}


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers are written short and nothing as a dash."""
    def cell(value: object) -> str:
        text = "-" if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)
        return text.replace("|", "\\|")
    lines = [header, ["---"] * len(header), *([cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def parameters() -> str:
    """Every behavioural parameter."""
    rows = [(f"`{p.name}`", p.default, f"{p.low:g} to {p.high:g}", *p[4:]) for p in PARAMETERS.values()]
    return table(("Name", "Default", "Range", "Unit", "Meaning", "Source", "Grade", "Mechanism", "Neutral"), rows)


def lever_table() -> str:
    """Every lever, with its own hours in words and in numbers."""
    rows = []
    for v in levers.LEVERS.values():
        hours = f"{phases.PHASES[v.cost.phase].name}: " + " / ".join(f"{h:g}" for h in v.cost[1:]) if any(v.cost[1:]) else None
        default = "as recorded" if v.default is None else v.default
        rows.append((f"`{v.name}`", default, f"{v.low:g} to {v.high:g}", v.unit, v.meaning, v.cost_in_words, hours))
    return table(("Name", "Default", "Range", "Unit", "Meaning", "What it costs, in words",
                  "Booked when this phase comes: h an employee / a member / leader / consultant, for amount 1"), rows)


def phase_table() -> str:
    """The generic design, and the fixed numbers of the schedule."""
    rows = [(code, p.name, p.week if p.week >= 0 else "when it comes", *p[2:]) for code, p in enumerate(phases.PHASES)]
    return "\n\n".join((
        table(("Code", "Phase", "Week of the cycle", "Who", "h an employee", "h a member", "h leader", "Leads to", "Gate"), rows),
        table(("Fixed number", "Value"), [(f"`{name}`", getattr(phases, name)) for name in FIXED])))


def state_row(name: str, state: State[Any]) -> tuple[object, ...]:
    """A declared state: what it means, its values, its start, and what writes it from then on."""
    values = f"{state.low:g} or more" if state.high == inf else f"{state.low:g} to {state.high:g}"
    start = state.start
    if isinstance(state, Row):
        values, start = f"{state.length} numbers, {values}", "0 each"
    elif isinstance(start, bool):
        values, start = "no, yes", "yes" if start else "no"
    elif start is None:
        values, start = f"none; {values}", "none"
    elif isinstance(start, tuple):
        values, start = f"three numbers, {values}", "1/3 each" if start[0] == 1 / 3 else f"{start[0]:g} each"
    return f"`{name}`", state.meaning, state.unit, values, start, ", ".join(f"`{writer}`" for writer in state.by.split())


def states() -> str:
    """Every state of every entity, from its declaration."""
    header = ("State", "Meaning", "Unit", "Values", "Start", "Written by")
    return "\n\n".join(f"**{title}:**\n\n" + table(header, [state_row(*one) for one in kind.declared.items()])
                       for title, kind in ENTITIES.items())


def mechanisms() -> str:
    """Every mechanism: its parameters, how it is switched off, and what speaks for it."""
    rows = []
    for name in dict.fromkeys(p.mechanism for p in PARAMETERS.values()):
        own = [p for p in PARAMETERS.values() if p.mechanism == name]
        if name not in SUPPORT:
            raise InputError(f"{own[0].name} belongs to mechanism {name}, which has no entry in sim/text/mechanisms.py: add one there")
        neutral = ", ".join(f"`{n}` = {v:g}" for n, v in MECHANISMS.get(name, {}).items())
        rows.append((name, ", ".join(f"`{p.name}` ({p.grade})" for p in own), neutral or "cannot be switched off", *SUPPORT[name]))
    return table(("Mechanism", "Parameters (grade)", "Switched off by", "Supported by", "Why"), rows)


def patterns() -> str:
    """Every check of every pattern, with its bound."""
    rows = []
    for pattern in PATTERNS.values():
        for number, check in enumerate(pattern.checks):
            samples = "; ".join(f"{sample.arm}: {sample.unit}" for sample in check.samples)
            once = (pattern.claim, pattern.measured) if number == 0 else ("", "")
            rows.append((pattern.id, pattern.tier, check.label, check.bound.text, samples, *once))
    return table(("Id", "Tier", "Check", "Bound", "Arm: unit", "Claim", "How it is measured"), rows)


def context() -> str:
    """Every entry of a workplace file; the meaning is the schema's, or the comment in the template."""
    comments = dict(re.findall(r"^\[*(?:units\.)?(\w+)\]*(?: = .*?)? *# (.+)$", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE))
    rows, whole = [], Workplace.model_json_schema()
    for part, schema in {"Workplace": whole, **whole["$defs"]}.items():
        for name, entry in schema["properties"].items():
            told = next((kind for kind in entry.get("anyOf", ()) if kind.get("type") != "null"), entry)
            low, high = told.get("minimum", told.get("minItems")), told.get("maximum", told.get("maxItems"))
            given = "required" if name in schema.get("required", ()) else entry.get("default")
            rows.append((part, f"`{name}`", told.get("type") or told["$ref"].rpartition("/")[2], "" if low is None else f"{low} to {high}",
                         given, entry.get("description", comments.get(name))))
    return table(("Part", "Entry", "Type", "Allowed", "Default", "Meaning"), [row for row in rows if row[1] != "`provenance`"])


def measure_table() -> str:
    """Every measure of a finished run, with its unit and which way is better."""
    rows = [(f"`{one.name}`", one.meaning, one.unit, one.preference) for one in {**MEASURES, **HOURS}.values()]
    return table(("Measure", "Meaning", "Unit", "Better"), rows)


def named(header: str, entries: Mapping[str, object]) -> str:
    """Names and what stands behind them."""
    return table((header, "Meaning"), [(f"`{name}`", meaning) for name, meaning in entries.items()])
