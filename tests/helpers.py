"""Workplaces made for a test, tables and complaints held against what they should be."""

import traceback
from typing import Any

import pandas as pd
import pytest

from sim import InputError, InterventionModel, load_workplace
from sim.inputs.workplace import Workplace

STUDY_UNITS = ("bostedet", "hjemmeplejen", "plejecenter-1", "plejecenter-2")

# Nobody gets what they need: no theme but wellbeing is needed, and the scope leaves wellbeing out.
REFUSING = {"needs": {"planning": 0.0, "coordination": 0.0, "wellbeing": 1.0}, "leader.responsiveness": 1.0}
# No member's refusal counts, so every run comes to its practices.
NO_VETO = {"veto_share": 1.01, "launch_threshold": 0.0}


def changed(base: str | Workplace, changes: dict[str, Any], unit: str | None = None) -> Workplace:
    """A workplace with entries replaced in all its units, or in the named one.

    changes: dotted paths inside a unit, such as "leader.hours" or "practices.0.mandatory", to values.
    """
    entries = (base if isinstance(base, Workplace) else load_workplace(base)).model_dump()
    for part in entries["units"]:
        if unit in (None, part["name"]):
            for path, value in changes.items():
                *way, last = path.split(".")
                here = part
                for step in way:
                    here = here[int(step)] if isinstance(here, list) else here[step]
                here[last] = value
    return Workplace(**entries)


def exactly(first: pd.DataFrame, second: pd.DataFrame) -> None:
    """Hold two tables against each other to the last bit, whatever their row labels."""
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True), check_exact=True)


def series_of(model: InterventionModel, unit: str) -> dict[str, list[float]]:
    """The weekly record of the named unit."""
    return next(u.record.series for u in model.units if u.context.name == unit)


def one_sentence(told: InputError) -> str:
    """The text of a complaint, which is short and stands on one line; of several things that are wrong, each does."""
    text = str(told)
    lines = text.split("\n  ") if told.each else [text]
    for line in lines:
        assert line and len(line.splitlines()) == 1 and len(line) < 400, f"{len(line)} characters: {line[:200]!r}"
    return text


def complaint(call: Any, *names: Any, **keywords: Any) -> str:
    """The sentence with which a call complains; it is one sentence and names what it is about."""
    text = quiet(call, **keywords)
    assert text is not None, "it was taken without a complaint"
    for name in names:
        assert str(name) in text, f"'{name}' is not in: {text}"
    return text


def quiet(call: Any, *arguments: Any, **keywords: Any) -> str | None:
    """A call with junk: it works (None), or complains in one sentence (which is returned), and raises nothing else."""
    try:
        call(*arguments, **keywords)
        return None
    except InputError as told:
        return one_sentence(told)
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/sim/" in frame.filename]
        raised = f"{type(error).__name__} instead of a complaint, at {frames[-1].filename}:{frames[-1].lineno}: {error!s:.200}"
    pytest.fail(raised, pytrace=False)
