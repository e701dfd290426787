"""Cells as answers from 0 to 1, scores of persons on each scale, and how well the items of a scale go together."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.machine.csv_text import number_in
from sim.survey.codebook import Answer, Codebook, Scale
from sim.survey.privacy import by_contents, shown
from sim.survey.sheet import Sheet
from sim.survey.states import NOTHING

DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[-./ ][A-Za-zæøå]{3,4}\.?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
ENOUGH = 0.5  # of the items of a scale, for a score
CROWDED = 0.2  # of the way from the least to the most; when no answer of a file lies further, they are of another kind


class Scored(NamedTuple):
    """A scale: its name, what it measures, how many items it has, scores of persons in 0-1 (nan without), and its reliability."""

    name: str
    title: str
    measures: str
    items: int
    scores: np.ndarray
    alpha: float  # Cronbach's; nan with one item, or too few answers
    against: tuple[str, ...]  # items that go against the rest

    @property
    def answered(self) -> int:
        """How many persons have a score."""
        return int(np.isfinite(self.scores).sum())


def scored(sheet: Sheet, book: Codebook) -> list[Scored]:
    """Every scale of the codebook that measures something and is in the file. Raises InputError."""
    found = []
    for name, scale in book.scales.items():
        items = [item for item in scale.items if item in sheet.cells or not book.optional]
        if scale.measures == NOTHING or not items:
            continue
        answers = np.column_stack([_answers(sheet, book, scale, item) for item in items])
        _check_kind(sheet, name, book.answers_of(scale), answers)
        turned = np.where([item in scale.reversed for item in items], 1.0 - answers, answers)
        alpha, against = reliability(turned)
        found.append(Scored(name, scale.title or name, scale.measures, len(items), scores(turned), alpha,
                            tuple(item for item, is_against in zip(items, against, strict=True) if is_against)))
    if not found and any(item in sheet.cells for scale in book.scales.values() for item in scale.items):
        raise InputError(f"no scale of the codebook measures anything in {sheet.file}; say under 'measures' what at least one asks about")
    if not found:
        raise InputError(f"{sheet.file} has no column that the codebook knows; takehold survey {sheet.file} --guess proposes one")
    return found


def scores(answers: np.ndarray) -> np.ndarray:
    """Means of persons over what they answered, where that is at least half of the items; answers: (persons, items), nan without."""
    there = np.isfinite(answers)
    count = there.sum(axis=1)
    return np.where(count >= ENOUGH * answers.shape[1], np.where(there, answers, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def reliability(answers: np.ndarray) -> tuple[float, list[bool]]:
    """Cronbach's alpha over the persons who answered all items, and which items go against the rest (a negative correlation).

    Equation: alpha = k / (k - 1) (1 - sum of the variances of items / variance of their sum)
    Source: Cronbach (1951). nan with one item, fewer than three persons, or no differences between them.

    >>> round(reliability(np.array([[0.0, 0.1], [0.5, 0.4], [1.0, 0.9]]))[0], 3)
    0.984
    """
    whole = answers[np.isfinite(answers).all(axis=1)]
    persons, items = whole.shape
    if items < 2 or persons < 3 or not whole.sum(axis=1).var() > 0:
        return float("nan"), [False] * items
    total = whole.sum(axis=1)
    alpha = items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    rest = total[:, None] - whole
    return float(alpha), [bool(np.cov(whole[:, k], rest[:, k])[0, 1] < 0) for k in range(items)]


def _answers(sheet: Sheet, book: Codebook, scale: Scale, item: str) -> np.ndarray:
    """The answers of a column from 0 to 1, nan where there is none; a reversed item is as it was answered."""
    cells, least_to_most = sheet.column(item), book.answers_of(scale)
    if kind := by_contents(cells):
        raise InputError(f"{sheet.file}: column '{item}' looks as if it held {kind}, not answers; take it out of the codebook")
    missing = {_key(one) for one in (*book.missing, *scale.missing)}
    decimal = sheet.decimal([item])
    values = [float("nan") if not cell or _key(cell) in missing else _share(sheet, item, line, cell, decimal, least_to_most)
              for line, cell in zip(sheet.lines, cells, strict=True)]
    return np.array(values)


def _key(answer: Answer) -> str:
    """An answer as it is compared: 99, '99' and '99,0' are the same."""
    text = str(answer).strip().lower()
    number = number_in(text, "," if "," in text else ".")
    return text if number is None else f"{number:g}"


def _share(sheet: Sheet, item: str, line: int, cell: str, decimal: str, answers: Sequence[Answer]) -> float:
    """How far an answer lies from the least to the most. Raises InputError."""
    if isinstance(answers[0], str):
        words = [str(word).lower() for word in answers]
        if cell.lower() not in words:
            raise InputError(f"{sheet.file} line {line}: {item} = {shown(cell)} is none of {', '.join(map(str, answers))}; "
                            "if it stands for none, put it under 'missing' in the codebook")
        return words.index(cell.lower()) / (len(words) - 1)
    number = number_in(cell, decimal)
    if number is None:
        hint = ("; a spreadsheet has made a date of it" if DATE.fullmatch(cell) else
                "; write no sign between thousands" if "." in cell and "," in cell else
                "; if words are the answers, list them under 'answers' in the codebook")
        raise InputError(f"{sheet.file} line {line}: {item} = {shown(cell)} is not a number{hint}")
    least, most = float(answers[0]), float(answers[1])
    if not min(least, most) <= number <= max(least, most):
        raise InputError(f"{sheet.file} line {line}: {item} = {shown(cell)} is outside {min(least, most):g} to {max(least, most):g}; "
                        f"if it stands for no answer, put it under 'missing' in the codebook")
    return (number - least) / (most - least)


def _check_kind(sheet: Sheet, name: str, answers: Sequence[Answer], shares: np.ndarray) -> None:
    """Raises InputError where answers of 1 to 5, say, were taken for points of 0 to 100."""
    given = shares[np.isfinite(shares)]
    if isinstance(answers[0], str) or not given.size or abs(float(answers[1]) - float(answers[0])) < 20:
        return
    least, most = float(answers[0]), float(answers[1])
    crowded = given.max() < CROWDED and least < most
    if crowded or (given.min() > 1 - CROWDED and least > most):
        seen = least + given * (most - least)
        raise InputError(f"{sheet.file}: all answers of scale '{name}' lie between {seen.min():g} and {seen.max():g}, but its codebook "
                        f"says {least:g} to {most:g}; write answers = [{seen.min():g}, {seen.max():g}], the least first")
