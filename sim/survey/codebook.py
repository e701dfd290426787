"""What the columns of a survey mean: a small TOML file, checked. copsoq3.toml knows the codes of COPSOQ III, and no wording."""

import math
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from sim.errors import InputError, check_path, check_printable, nearest
from sim.inputs.part import Part
from sim.inputs.validation import sentence
from sim.inputs.workplace import Name, Shown, Text
from sim.machine.received import read_toml
from sim.survey.sheet import EMPTY
from sim.survey.states import MEASURES, NOTHING

COPSOQ = Path(__file__).parent / "copsoq3.toml"
Role = Literal["employee", "representative", "planner", "coordinator", "leader"]
ROLES: tuple[Role, ...] = ("employee", "representative", "planner", "coordinator", "leader")
Column = Annotated[Shown, Field(min_length=1, max_length=200)]
NOT_CONFIRMED = ("was guessed and nobody has confirmed it yet; read it, correct it, and then write 'confirmed = true' "
                 "in its first line")


def _answer(value: object) -> object:
    """An answer: a number or a word; raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("an answer is a number or a word")
    return check_printable(value) if isinstance(value, str) else float(value)


Answer = Annotated[Any, AfterValidator(_answer)]


def _measure(name: str) -> str:
    """A measure that is known; raises ValueError."""
    if name not in (*MEASURES, NOTHING):
        raise ValueError(f"there is no such measure; {nearest(name, (*MEASURES, NOTHING))}")
    return name


class Scale(Part):
    """Some columns whose answers, together, say one thing."""

    title: Text = ""
    measures: Annotated[str, AfterValidator(_measure)] = Field(description="what the scale says: a code of COPSOQ, a state, or 'nothing'")
    items: Annotated[list[Column], Field(min_length=1, max_length=100)] = Field(description="columns")
    reversed: list[Column] = Field([], description="those of them in which a high answer says little of it")
    answers: list[Answer] = Field([], description="least and most, as [1, 5]; or words, from the least to the most")
    missing: list[Answer] = Field([], description="answers that stand for none, such as 99")

    @model_validator(mode="after")
    def _can_be(self) -> "Scale":
        if len(set(self.items)) < len(self.items):
            raise ValueError("an item is named twice")
        for item in self.reversed:
            if item not in self.items:
                raise ValueError(f"'{item}' is reversed but no item of the scale; {nearest(item, self.items)}")
        return self


class Columns(Part):
    """Columns that say who answered, not what; all may be left out."""

    unit: Column | None = Field(None, description="the unit, which has a leader of its own")
    team: Column | None = Field(None, description="the people who work closely together")
    role: Column | None = Field(None, description="employee, representative, planner, coordinator or leader")
    hours: Column | None = Field(None, description="contract hours a week")
    key: Column | None = Field(None, description="a number that stands in survey and roster; used to join them, never written")

    def named(self) -> dict[str, str]:
        """Columns by what they say; those that are left out are not there."""
        return {what: name for what, name in self.model_dump().items() if name is not None}


class RosterColumns(Columns):
    """Columns of a roster."""

    number: Column | None = Field(None, description="how many people a row stands for; one without")


class Codebook(Part):
    """What the columns of a survey mean."""

    confirmed: bool = Field(True, description="false in a guess that nobody has read yet")
    name: Name = Field("my-workplace", description="name of the workplace")
    title: Text = "My workplace"
    answers: list[Answer] = Field([], description="for scales that say nothing of their own")
    missing: list[Answer] = Field([], description="for all scales, besides their own")
    optional: bool = Field(False, description="whether items that the file does not have are left out; else they are missed")
    nonresponse: Annotated[float, Field(ge=0, le=2)] = Field(0.25, description="how far those who did not answer may differ, in "
                                                             "standard deviations between persons; a choice")
    columns: Columns = Columns()
    roster: RosterColumns = RosterColumns()
    roles: dict[Shown, Role] = Field({}, description="words of the column of roles, and what they are here")
    scales: Annotated[dict[str, Scale], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _columns_mean_one_thing(self) -> "Codebook":
        uses = [*self.columns.named().values(), *(item for scale in self.scales.values() for item in scale.items)]
        twice = next((name for name in uses if uses.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"column '{twice}' is given two meanings")
        for name, scale in self.scales.items():
            _check_answers(name, self.answers_of(scale))
        return self

    def answers_of(self, scale: Scale) -> list[Answer]:
        """Least and most of a scale, or its words."""
        return scale.answers or self.answers


def _check_answers(name: str, answers: list[Answer]) -> None:
    """Raises ValueError for what are neither two different numbers nor different words, and for a word that stands for nothing."""
    words = [isinstance(one, str) for one in answers]
    numbers = [float(one) for one in answers if not isinstance(one, str)]
    if not all(map(math.isfinite, numbers)) or not (
            (not any(words) and len(answers) == 2 and answers[0] != answers[1])
            or (all(words) and len({str(one).lower() for one in answers}) == len(answers) >= 2)):
        raise ValueError(f"scale '{name}' needs answers = [least, most], such as [1, 5], or its words from the least to the most")
    empty = next((one for one in answers if isinstance(one, str) and one.strip().lower() in EMPTY), None)
    if empty is not None:
        raise ValueError(f"scale '{name}' has the answer '{empty}', and a cell of that is read as no answer; write another word for it, in "
                         "the survey, too")


def read_codebook(path: str | Path | None) -> Codebook:
    """The codebook of a file; that of COPSOQ III without one. Raises InputError, also for a guess that nobody has confirmed."""
    if path is not None:
        check_path("codebook", path)
    path = COPSOQ if path is None else Path(path)
    _, entries = read_toml(path, "codebook")
    try:
        found = Codebook(**entries)
    except ValidationError as error:
        raise InputError(f"{path}: {sentence(error, entries, Codebook)}") from None
    except RecursionError:
        raise InputError(f"{path}: tables are nested too deeply for a codebook") from None
    if not found.confirmed:
        raise InputError(f"{path} {NOT_CONFIRMED}")
    return found
