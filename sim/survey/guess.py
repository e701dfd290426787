"""A codebook proposed from the names and values of columns, for a person to correct and confirm."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.machine.csv_text import number_in
from sim.survey.codebook import COPSOQ, ROLES, Codebook, Role, read_codebook
from sim.survey.privacy import personal
from sim.survey.sheet import Sheet, read_sheet
from sim.survey.states import MEASURES, NOTHING
from sim.survey.written import slug, toml

HEADERS = {  # words in the names of columns, in English and Danish
    "key": ("id", "key", "nr", "respondent", "løbenr", "medarbejdernr", "respondent_id", "employee_id"),
    "unit": ("unit", "unit_id", "department", "ward", "afdeling", "afsnit", "enhed", "arbejdsplads", "plejehjem", "distrikt"),
    "team": ("team", "team_id", "group", "gruppe", "hold", "vagthold"),
    "role": ("role", "job", "position", "rolle", "stilling", "funktion", "faggruppe"),
    "hours": ("hours", "contract_hours", "timer", "timetal", "ugetimer", "kontrakttimer"),
    "number": ("number", "employees", "staff", "antal", "ansatte", "medarbejdere")}
ABOUT = {  # parts of names of columns, the first that fits
    "trust_in_organisation": ("organisation", "organization", "ledelse", "management", "direkt", "top", "kommune", "municipal"),
    "trust_in_leader": ("leder", "leader", "manager", "supervisor", "chef", "boss"),
    "expectation": ("forvent", "expect"), "need_planning": ("planlæg", "planning"),
    "need_coordination": ("koordin", "coordin", "samarbejd"),
    "need_wellbeing": ("trivsel", "wellbeing", "well-being"), "workload": ("workload", "travl", "tempo", "pace", "busy", "arbejdsmængde",
                                                            "for meget at lave", "hurtigt")}
JOBS: dict[Role, tuple[str, ...]] = {
    "leader": ("leder", "leader", "manager", "chef"), "representative": ("repræsentant", "representative", "tillid", "amr", "tr"),
    "planner": ("planlæg", "planner"), "coordinator": ("koordinator", "coordinator")}
CODINGS = ((1, 5), (0, 4), (1, 7), (0, 6), (1, 10), (0, 10), (0, 100))  # the first that all answers fit
MISSING = (-1, -2, -8, -9, -99, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999)  # numbers that often stand for no answer
NO_OPINION = ("ved ikke", "don't know", "dont know", "ikke relevant", "not relevant", "not applicable", "ønsker ikke at svare")
MOST_WORDS = 9  # different words in a column of answers


class Item(NamedTuple):
    """A column that looks like answers: its name, its numbers (nan without), or its words."""

    name: str
    numbers: np.ndarray
    words: list[str]


def guessed(survey: "str | Path", roster: "str | Path | None" = None) -> str:
    """A codebook in TOML for a survey and a roster; it is not confirmed, so nothing can be read with it yet. Raises InputError."""
    sheet = read_sheet(survey, "survey")
    asked = None if roster is None else read_sheet(roster, "roster")
    columns = _columns(sheet)
    away = {name: kind for name, cells in sheet.cells.items() if name not in columns.values() and (kind := personal(name, cells))}
    items = [item for name, cells in sheet.cells.items()
             if name not in away and name not in columns.values() and (item := _item(sheet, name, cells))]
    if not items:
        raise InputError(f"{sheet.file} has no column that looks like answers: numbers in steps, or a few words")
    lines = ["confirmed = false   # read all of this, correct it, and then write true", 'name = "my-workplace"', 'title = "My workplace"',
             "", "# unit: has a leader of its own; team: works closely together; key: joins survey and roster, and is never written",
             "[columns]", *(f"{what} = {toml(name)}" for what, name in columns.items() if what != "number")]
    lines += [f"# {toml(name)} looks like {kind}: it is left out" for name, kind in away.items()]
    places = columns if asked is None else _columns(asked)
    lines += ["", "[roster]", *(f"{what} = {toml(name)}" for what, name in places.items())] if asked is not None else []
    for source, named in ((sheet, columns), (asked, places)):
        if source is not None and "role" in named and (source is not sheet or asked is None or "role" not in places):
            lines += ["", "[roles]", *_roles(source.column(named["role"]))]
    known = "; ".join(name if name == meaning.replace(" ", "_") else f"{name} ({meaning})" for name, meaning in MEASURES.items())
    lines += ["", *textwrap.wrap(f"measures: {known}; or {NOTHING}", 120, initial_indent="# ", subsequent_indent="#   "),
              "# answers: the least and the most, so [5, 1] where 1 stands for the most; or the words from the least to the most"]
    return "\n".join([*lines, *_scales(items)]) + "\n"


def _columns(sheet: Sheet) -> dict[str, str]:
    """Columns that say who somebody is, by their names."""
    found: dict[str, str] = {}
    for what, words in HEADERS.items():
        for name in sheet.cells:
            parts = {name.lower(), *re.split(r"[\s_./()-]+", name.lower())}
            if what not in found and name not in found.values() and parts & set(words):
                found[what] = name
    return found


def _item(sheet: Sheet, name: str, cells: Sequence[str]) -> Item | None:
    """A column as answers, if it looks like that."""
    full = [cell for cell in cells if cell]
    try:
        decimal = sheet.decimal([name])
    except InputError:
        return None
    numbers = [number_in(cell, decimal) if cell else None for cell in cells]
    if full and all(number is not None for number, cell in zip(numbers, cells, strict=True) if cell):
        values = np.array([np.nan if number is None else number for number in numbers])
        return Item(name, values, []) if coding(values)[0] else None
    words = list(dict.fromkeys(full))
    return Item(name, np.array([]), words) if 2 <= len(_ordered(words)) <= min(MOST_WORDS, len(full) / 2) else None


def coding(values: np.ndarray) -> tuple[tuple[int, int] | None, list[int]]:
    """Least and most of answers, and numbers that seem to stand for none.

    >>> coding(np.array([1.0, 2, 5, 99])), coding(np.array([0.0, 25, 100])), coding(np.array([36.5]))
    (((1, 5), [99]), ((0, 100), []), (None, []))
    """
    given = {float(value) for value in values[np.isfinite(values)]}
    for least, most in CODINGS:
        inside = {value for value in given if least <= value <= most}
        rest = given - inside
        whole = all(value.is_integer() for value in given) and (most < 100 or all(value % 5 == 0 for value in inside))
        if inside and whole and all(value in MISSING and (value < 0 or value > most + 1) for value in rest):
            return (least, most), sorted(int(value) for value in rest)
    return None, []


def _roles(cells: Iterable[str]) -> list[str]:
    """Words of roles, and what they seem to be."""
    def role(word: str) -> str:
        parts = re.split(r"[\s/-]+", word.lower())
        return next((role for role, signs in JOBS.items()
                     if any(sign in word.lower() if len(sign) > 3 else sign in parts for sign in signs)), ROLES[0])
    return [f"{toml(word)} = {toml(role(word))}" for word in sorted({cell for cell in cells if cell})]


def _scales(items: list[Item]) -> list[str]:
    """Items that go together, as tables of the codebook."""
    copsoq = read_codebook(COPSOQ)
    groups: dict[tuple[str, str, str, str], list[Item]] = {}
    for item in items:
        groups.setdefault((*_place(item.name, copsoq), ",".join(_ordered(item.words))), []).append(item)
    lines, taken = [], set[str]()
    for (name, measure, title, _), some in groups.items():
        ask = "   # what do these columns ask about?" if measure == NOTHING else ""
        for part in [some] if some[0].words or _coded(some)[0] else [[item] for item in some]:
            lines += ["", f"[scales.{slug(name, taken)}]", f"title = {toml(title)}", f"measures = {toml(measure)}{ask}",
                      f"items = {toml([item.name for item in part])}", *_answers(part)]
    return lines


def _coded(items: list[Item]) -> tuple[tuple[int, int] | None, list[int]]:
    """How items are coded that have the same least and most."""
    return coding(np.concatenate([item.numbers for item in items]))


def _place(name: str, copsoq: Codebook) -> tuple[str, str, str]:
    """Scale, measure and title of a column, by its name."""
    for code, scale in copsoq.scales.items():
        if name.upper() in scale.items:
            return code, scale.measures, scale.title
    stem = re.sub(r"[\s_.-]*\d+[a-z]?$", "", name) or name
    about = next((measure for measure, parts in ABOUT.items() if any(part in name.lower() for part in parts)), NOTHING)
    return (stem, about, stem) if about == NOTHING else (about, about, MEASURES[about])


def _ordered(words: Iterable[str]) -> list[str]:
    """Words that are answers, in an order that somebody has to put right."""
    return sorted(word for word in words if word.lower() not in NO_OPINION)


def _answers(items: list[Item]) -> list[str]:
    if items[0].words:
        none = sorted({word for item in items for word in item.words if word.lower() in NO_OPINION})
        return [f"answers = {toml(_ordered(items[0].words))}   # put them in their order, from the least to the most",
                *([f"missing = {toml(none)}"] if none else [])]
    ends, missing = _coded(items)
    assert ends is not None
    turned = _against(items, ends)
    seen = {value for item in items for value in item.numbers[np.isfinite(item.numbers)] if value not in missing}
    unseen = [end for end in ends if end not in seen]
    hint = f"   # nobody answered {' or '.join(map(str, unseen))}" if unseen else ""
    return [f"answers = {toml(list(ends))}{hint}", *([f"missing = {toml(missing)}"] if missing else []),
            *([f"reversed = {toml(turned)}   # they go against the others"] if turned else [])]


def _against(items: list[Item], ends: tuple[int, int]) -> list[str]:
    """Items that go against most others: those of the rarer sign in the first principal component."""
    table = np.column_stack([item.numbers for item in items])
    whole = table[((table >= ends[0]) & (table <= ends[1])).all(axis=1)]
    if len(items) < 3 or len(whole) < 10 or not (whole.std(axis=0) > 0).all():
        return []
    first = np.linalg.eigh(np.corrcoef(whole, rowvar=False))[1][:, -1]
    rarer = first < 0 if 2 * (first < 0).sum() <= len(items) else first > 0
    return [item.name for item, turned in zip(items, rarer, strict=True) if turned]
