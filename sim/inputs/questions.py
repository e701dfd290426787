"""Ten plain questions about a unit, and the workplace file that answers to them make. An answer is a word, a number or a range of numbers.

The page asks the same (sim/lab/page/src/rooms/mine-questions.js); a test holds the two equal.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.errors import InputError
from sim.inputs.phases import THEMES
from sim.inputs.places import kind_at, limits, steps
from sim.inputs.reading import GENERIC, TEMPLATE, load_workplace
from sim.inputs.workplace import Unit

UNKNOWN = "don't know"
WORDS = ("hardly", "so-so", "much")
FIT = "needs.wellbeing"  # what is needed outside a project on planning and coordination; asked the other way round
NUMBER = r"(\d+(?:[.,]\d+)?)\s*(%?)"
SPAN = re.compile(rf"{NUMBER}(?:\s*(?:-|–|to)\s*{NUMBER})?")


class Question(NamedTuple):
    """A question on one entry of a unit. words: of the three answers, where there are any; cuts: where hardly begins and ends, so-so ends
    and much ends; unknown: the plausible range of a number for who does not know it."""

    name: str
    path: str
    ask: str
    words: tuple[str, str, str] | tuple[()] = ()
    cuts: tuple[float, float, float, float] | tuple[()] = ()
    unknown: tuple[float, float] = (0.0, 0.0)
    unit: str = ""


class Answer(NamedTuple):
    """The range that an answer leaves of an entry, the same ends where it is known, and what was answered."""

    low: float
    high: float
    said: str


# Where each range comes from stands in the page's file. Questions in one line are one question.
QUESTIONS: tuple[tuple[Question, ...], ...] = (
    (Question("employees", "employees", "How many people work in your unit?", unknown=(8, 60), unit="people"),),
    (Question("trust_in_leader", "trust_in_leader", "Do people trust their nearest leader?", WORDS, (0.15, 0.4, 0.65, 0.85)),),
    (Question("trust_in_organisation", "trust_in_organisation", "Do people trust the organisation?", WORDS, (0.15, 0.4, 0.7, 0.85)),),
    (Question("fit", FIT, "Is the project about what people need most?", ("hardly", "partly", "mostly"), (0.8, 0.5, 0.25, 0)),),
    (Question("full", "utilisation", "How full is the week with the work itself?", ("some room", "full", "overfull"),
              (0.85, 0.92, 0.95, 0.98)),),
    (Question("other_changes", "competing_change.load", "Are other changes under way?", ("hardly any", "some", "many"),
              (0, 0.1, 0.25, 0.5)),),
    (Question("invited", "involvement", "How many are invited to shape the new practice?", ("only a few", "about half", "nearly all"),
              (0.05, 0.3, 0.7, 1)),),
    (Question("leader_wish", "leader.value", "How much does the leader want it?", WORDS, (0.1, 0.45, 0.7, 0.95)),
     Question("leader_hours", "leader.hours", "Hours the leader has for it", unknown=(1, 10), unit="hours a week")),
    (Question("backing", "top_support", "Does higher management back it?", ("hardly", "so-so", "firmly"), (0.2, 0.55, 0.75, 1)),),
    (Question("sessions", "practices.0.sessions_per_week", "How often is the new practice planned?", unknown=(1, 5), unit="times a week"),
     Question("hours", "practices.0.hours_per_week", "What it takes of each employee", unknown=(0.1, 1), unit="hours a week")),
)


def allowed(question: Question) -> tuple[float, float]:
    """The least and the greatest number that may be answered."""
    low, high = limits(Unit, steps(question.path))
    return float(low), float(high)


def is_count(question: Question) -> bool:
    """Whether it takes whole numbers only; those have no range in a file, so the middle is taken."""
    return kind_at(Unit, steps(question.path)) is int


def options(question: Question) -> str:
    """What may be answered, in words."""
    low, high = allowed(question)
    number = f"{'a whole number' if is_count(question) else 'a number'} from {low:g} to {high:g}"
    return f"{' / '.join(question.words)} / {UNKNOWN}, or {number}" if question.words else f"{number}, or {UNKNOWN}"


def answered(question: Question, text: str) -> Answer:
    """What an answer leaves open; raises InputError, a sentence that says what may be answered."""
    said = " ".join(text.lower().replace("’", "'").split())
    words = dict(zip((*question.words, *(WORDS if question.words else ())), (0, 1, 2, 0, 1, 2), strict=False))
    if said in (UNKNOWN, "dont know", "?", ""):
        ends = (question.cuts[0], question.cuts[3]) if question.cuts else question.unknown
        return Answer(min(ends), max(ends), UNKNOWN)
    if said in words and question.cuts:
        one, other = question.cuts[words[said]:words[said] + 2]
        return Answer(min(one, other), max(one, other), said)
    found = SPAN.fullmatch(said)
    if not found:
        raise InputError(f"'{text}' cannot be used; answer {options(question)}, or a range of two numbers such as "
                         f"{'10-14' if is_count(question) else '0.4-0.6' if question.cuts else '2-5'}")
    given = (found.group(1, 2), found.group(3, 4))
    numbers = [float(number.replace(",", ".")) / (100 if per_cent else 1) for number, per_cent in given if number]
    least, greatest = allowed(question)
    if not least <= min(numbers) <= max(numbers) <= greatest or (is_count(question) and not all(one.is_integer() for one in numbers)):
        raise InputError(f"'{text}' cannot be used; answer {options(question)}")
    if question.path == FIT:
        numbers = [1 - one for one in numbers]
    return Answer(min(numbers), max(numbers), said)


def workplace_text(name: str, answers: Mapping[str, Answer]) -> str:
    """The workplace file that answers make: the template with them, and with the generic unit for all that is not asked.

    answers: by the names of questions; one that is missing is not known.
    """
    asked = {one.path: (one, answers.get(one.name) or answered(one, UNKNOWN)) for some in QUESTIONS for one in some}
    told: dict[str, str] = {path: _entry(one, answer) for path, (one, answer) in asked.items() if path != FIT}
    told |= _needs(asked[FIT][1])
    ground: dict[str, Any] = {"units": [load_workplace(GENERIC).model_dump()["units"][0]]}
    ground |= {"name": name, "title": "My workplace", "about": "From ten answers; an illustration, never a forecast."}
    ground["units"][0] |= {"name": "my-unit", "title": "My unit"}
    ground["units"][0]["practices"][0] |= {"name": "new-practice", "title": "The new practice"}
    lines, table = ["# From ten answers. What was not asked is as in the generic unit of the studies; change what you know better."], ""
    for line in TEMPLATE.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("["):
            table = line.partition("#")[0].strip(" []").replace("units", "", 1).strip(".")
            if line.startswith("[[units.practices]]") and any("new-practice" in one for one in lines):
                break  # the template's second practice
            table = "practices.0" if table == "practices" else table
        key, equals, rest = line.partition(" = ")
        if not equals or line.startswith("#"):
            lines.append(line)
            continue
        path = f"{table}.{key}" if table else key
        inside = any(one.startswith("[[units]]") for one in lines)
        value = told.get(path) or _toml(_at(ground["units"][0] if inside else ground, path))
        _, mark, comment = rest.partition("#")
        lines.append(f"{key} = {value}".ljust(36) + f" #{comment}" if mark else f"{key} = {value}")
    fit = asked[FIT][1]
    return "\n".join(lines).rstrip() + "\n" + (TOGETHER if fit.low < fit.high else "")


TOGETHER = """
[[correlations]]                     # what one kind of needs takes, the others leave
between = ["units.my-unit.needs.wellbeing", "units.my-unit.needs.planning"]
r = -1

[[correlations]]
between = ["units.my-unit.needs.wellbeing", "units.my-unit.needs.coordination"]
r = -1

[[correlations]]
between = ["units.my-unit.needs.planning", "units.my-unit.needs.coordination"]
r = 1
"""


def _needs(fit: Answer) -> dict[str, str]:
    """The three needs: wellbeing over its range, and what it leaves shared out between the others as in the generic unit."""
    ground = load_workplace(GENERIC).units[0].needs
    parts = {name: getattr(ground, name) / (ground.planning + ground.coordination) for name in THEMES[:2]}
    told = {f"needs.{name}": _range(part * (1 - fit.high), part * (1 - fit.low), fit.said) for name, part in parts.items()}
    return {**told, FIT: _range(fit.low, fit.high, fit.said)}


def _entry(question: Question, answer: Answer) -> str:
    if not is_count(question):
        return _range(answer.low, answer.high, answer.said)
    return f"{{ value = {round((answer.low + answer.high) / 2)}, source = {_source(answer.said)} }}"


def _range(low: float, high: float, said: str) -> str:
    """A number with its range, and what was answered as its source."""
    ends = f", low = {low:.6g}, high = {high:.6g}" if low < high else ""
    return f"{{ value = {(low + high) / 2:.6g}{ends}, source = {_source(said)} }}"


def _source(said: str) -> str:
    return json.dumps("assumption: not known" if said == UNKNOWN else f"answered: {said}", ensure_ascii=False)


def _at(entries: Any, path: str) -> Any:
    for step in steps(path):
        entries = entries[step]
    return entries


def _toml(value: Any) -> str:
    """A plain value as TOML."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)
