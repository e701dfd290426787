"""Tables that are handed in, held against what the rows of Takehold's own tables look like."""

from collections.abc import Sequence

import pandas as pd

from sim.errors import InputError

KEYS = ("workplace", "unit", "point", "run", "seed", "follow_up")  # columns that tell rows apart, where they are there
WORDS = ("string", "categorical", "empty")  # as pandas calls what a column of words may hold


def check_columns(table: object, made_by: str, words: Sequence[str], numbers: Sequence[str], either: Sequence[str] = ()) -> None:
    """Raises InputError for what is no table with columns of these names that hold words, numbers, or either; no name twice."""
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"{type(table).__name__} is no table; give rows as from {made_by}")
    columns = list(table.columns)
    keys = [name for name in KEYS if name in columns]
    for name in (*numbers, *words, *either, *keys):
        if columns.count(name) != 1:
            told = "have no column" if name not in columns else "have several columns"
            raise InputError(f"these rows {told} '{name}'; give rows as from {made_by}")
        is_number = pd.api.types.is_numeric_dtype(table[name])
        is_word = pd.api.types.infer_dtype(table[name], skipna=False) in WORDS
        lacking = "numbers" if name in numbers and not is_number else "words" if name in words and not is_word else (
            "words or numbers" if not (is_number or is_word) else "")
        if lacking:
            raise InputError(f"column '{name}' of these rows holds no {lacking}; give rows as from {made_by}")


def same_runs(first: pd.DataFrame, second: pd.DataFrame, keys: Sequence[str]) -> bool:
    """Whether two tables hold the same runs by these columns, row by row, so that each row is the pair of the one at its place."""
    ours, theirs = (rows[list(keys)].reset_index(drop=True) for rows in (first, second))
    return ours.equals(theirs)
