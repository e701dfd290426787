"""The generated parts of ODD.md, the model description: tables and equations come from the code and are never typed twice.

``python -m sim.odd`` writes them in place; ``python -m sim.odd --check`` exits 1 with one sentence if they are stale.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim import draws, levers, phases, rules
from sim.complaints import Complaint
from sim.outcome import HOURS, MEASURES
from sim.parameters import MECHANISMS, PARAMETERS
from sim.reading import TEMPLATE
from sim.record import SERIES
from sim.week import STAGES
from sim.workplace import Workplace

ODD = Path(__file__).with_name("ODD.md")
MARKED = re.compile(r"<!-- generated: (\S+) -->\n.*?<!-- end -->", re.DOTALL)
FIXED = ("LAUNCH_WEEK", "REVIEW_EVERY", "EARLY_WEEKS", "RETAINED_WEEKS", "RETAINED_USE", "FOLLOW_UPS", "DEFAULT_FOLLOW_UP", "MAX_FOLLOW_UP")

# What speaks for a mechanism at all: the article, the wider literature (and open data), or plausibility alone. Sizes are another matter.
_PANEL = "open panel of organisations, carried over to persons"
SUPPORT = {
    "people": ("article, literature", "spread, levels and correlations measured elsewhere; thin alignment at the start from Plejecenter 2"),
    "private_drift": ("literature", "three waves of US Army units: half of the spread lasts, change without intervention is private"),
    "fit": ("article", "precise fit with needs and strategy mattered in the study; the scale is a choice"),
    "pre_study": ("article", "first assumption of the programme theory; held in three of four workplaces"),
    "steering_veto": ("article", "Plejecenter 2: two representatives refused and the leader stopped"),
    "trust_in_vote": ("literature", "which referent is trusted matters; that trust makes up for fit is plausible"),
    "influence_gap": ("article, literature", "Plejecenter 1: less influence than hoped for; burden without voice elsewhere"),
    "launch": ("article", "both parties' active support was necessary; the threshold is a choice"),
    "trust": ("article", "trust moved with being listened to and with what followed; the rate is a choice"),
    "confirmation_bias": ("literature", "direction only"), "trust_asymmetry": ("literature", "contested; organisations are symmetric"),
    "trust_repair": ("literature", _PANEL), "trust_spillover": ("literature", _PANEL), "expectation_learning": ("literature", _PANEL),
    "listening": ("article, literature", "three workplaces of the study; a meta-analysis for sign and order"),
    "listening_credit": ("plausibility", "keeps talk alone from lifting trust without limit"),
    "review_answers": ("article", "Plejecenter 1: responsive management that found the hours"),
    "override": ("plausibility", "nobody was overruled in the study; its size sets how bad pushing through looks"),
    "raised_expectation": ("article", "Bostedet B, hedged there"), "comparison": ("article", "Bostedet's two departments, hedged there"),
    "loss_aversion": ("literature", "two meta-analyses disagree on the size"), "turnover": ("literature", "Danish municipal eldercare"),
    "disconfirmation": ("article, literature", "unmet hopes in Bostedet B; expectation-disconfirmation theory"),
    "attribution": ("literature", "a promise gap costs confidence in senior managers; at a person the share is plausible"),
    "benefit": ("plausibility", "smoothing over weeks"), "willingness": ("plausibility", "shape of the curve"),
    "workshop_ownership": ("article", "no resistance where users shaped it"), "network": ("literature", "two published networks"),
    "trust_in_willingness": ("article, literature", "direction, a publication read through the study"),
    "time_limit": ("article", "second principle of the study; the rest is arithmetic"),
    "overload": ("article, literature", "second principle of the study; job demands and resources, recalled"),
    "competing_change": ("article, literature", "merger in Hjemmeplejen; rationalisation alongside negates interventions"),
    "facilitation_gate": ("article, literature", "Bostedet B: held only as long as the leader ran it; span of leadership"),
    "top_backing": ("article, literature", "full backing from the top at Bostedet and Hjemmeplejen; support at all levels"),
    "consultant_support": ("article", "practices ebb out when the project stops; the straight line is a choice"),
    "chair_learning": ("article", "Bostedet B: unclear who should chair"), "withdrawal": ("plausibility", "a definition, not a force"),
    "routine": ("literature", "habits of single persons; how far a group counts as one is plausible"),
    "ownership_learning": ("literature", "balance of effort and gain"), "leader_sparring": ("article", "sparring was on offer"),
    "adaptation": ("article", "adapted where both sides were for it"), "roll_out": ("article", "Plejecenter 1: not finished at follow-up"),
    "stopping_practices": ("article", "Hjemmeplejen: some actions stopped or changed"), "delegation": ("plausibility", "no support"),
    "leader_learning": ("literature", "commitment grows on results"), "leader_exit": ("plausibility", "off by default; to be swept"),
    "leader_strategy_fit": ("article", "Bostedet: accord or doubt"), "peer_influence": ("literature", "opinion pooling, recalled"),
    "concretisation": ("article", "Hjemmeplejen: a sceptical leader was calmed by concrete ideas"),
    "trust_in_employees": ("plausibility", "Plejecenter 2 hints that people got to know each other; no more"),
    "leader_succession": ("article", "Plejecenter 2: a new and liked leader; the rest is plausible"),
}


def rule_functions() -> list[tuple[str, Callable[..., Any]]]:
    """Every public function of the rule book with the name of its file, in the order of the files."""
    found: list[tuple[str, Callable[..., Any]]] = []
    for info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"sim.rules.{info.name}")
        found += [(info.name, value) for name, value in vars(module).items()
                  if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")]
    return found


def docstring_parts(function: Callable[..., Any]) -> dict[str, str]:
    """The parts of a rule's docstring in their fixed order; raises Complaint when one is missing or out of place."""
    order = (r"(?P<sentence>\S.*?)\n\nEquation: (?P<equation>.+?)\nSymbols: (?P<symbols>.+?)\nSource: (?P<source>.+?)\n"
             r"Grade: (?P<grade>measured|theory|assumed)\n\n(?P<example>>>> .+)")
    match = re.fullmatch(order, inspect.getdoc(function) or "", re.DOTALL)
    if match is None:
        raise Complaint(f"rule {function.__name__} lacks a sentence, Equation, Symbols, Source, Grade or example in this order")
    return match.groupdict()


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


def mechanisms() -> str:
    """Every mechanism: its parameters, how it is switched off, and what speaks for it."""
    rows = []
    for name in dict.fromkeys(p.mechanism for p in PARAMETERS.values()):
        own = [p for p in PARAMETERS.values() if p.mechanism == name]
        neutral = ", ".join(f"`{n}` = {v:g}" for n, v in MECHANISMS.get(name, {}).items())
        rows.append((name, ", ".join(f"`{p.name}` ({p.grade})" for p in own), neutral or "cannot be switched off", *SUPPORT[name]))
    return table(("Mechanism", "Parameters (grade)", "Switched off by", "Supported by", "Why"), rows)


def rule_book() -> str:
    """Every rule: file, signature, plain sentence, equation, symbols, source, grade and worked example."""
    lines, last = [], ""
    for file, function in rule_functions():
        if file != last:
            lines += [f"#### sim/rules/{file}.py", ""]
        part, last = docstring_parts(function), file
        lines += [f"**`{file}.{function.__name__}{inspect.signature(function)}`** {part['sentence']}", "",
                  f"- Equation: `{part['equation']}`", f"- Symbols: {part['symbols']}", f"- Source: {part['source']}",
                  f"- Grade: {part['grade']}", "", "```python", part["example"], "```", ""]
    return "\n".join(lines).rstrip()


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


def named(header: str, entries: Mapping[str, object]) -> str:
    """Names and what stands behind them."""
    return table((header, "Meaning"), [(f"`{name}`", meaning) for name, meaning in entries.items()])


SECTIONS: dict[str, Callable[[], str]] = {
    "parameters": parameters, "levers": lever_table, "phases": phase_table, "mechanisms": mechanisms, "context": context,
    "stages": lambda: named("Stage, in order", {f"{s.__module__.replace('sim.', '')}.{s.__name__}": inspect.getdoc(s) for s in STAGES}),
    "draws": lambda: named("Stream or block", {k: v for k, v in vars(draws).items() if k.isupper() and isinstance(v, int) and k[0] != "_"}),
    "series": lambda: named("Weekly series", SERIES), "outcomes": lambda: named("Measure", MEASURES | HOURS), "rules": rule_book}


def filled(text: str) -> str:
    """The description with all generated parts made anew; raises Complaint when a part has no place or no maker."""
    places = MARKED.findall(text)
    if sorted(places) != sorted(SECTIONS):
        raise Complaint(f"sim/ODD.md has places for {', '.join(places)}, and there are parts for {', '.join(SECTIONS)}")
    return MARKED.sub(lambda place: f"<!-- generated: {place[1]} -->\n\n{SECTIONS[place[1]]()}\n\n<!-- end -->", text)


def main(arguments: Sequence[str]) -> int:
    """Write the generated parts, or with --check say whether they are current."""
    text = ODD.read_text(encoding="utf-8")
    try:
        new = filled(text)
    except Complaint as complaint:
        print(complaint, file=sys.stderr)
        return 1
    if new != text and "--check" in arguments:
        print("The generated parts of sim/ODD.md are not current; run: python -m sim.odd", file=sys.stderr)
        return 1
    if new != text:
        ODD.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
