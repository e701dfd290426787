"""A finding and its checks as a file writes them, and what is refused in them."""

import re
from math import isnan
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from sim.errors import known
from sim.evidence.declaration import READ, USES
from sim.evidence.formula import check_formula
from sim.evidence.statistics import STATISTICS
from sim.inputs.part import Part
from sim.inputs.workplace import Text

ID, DOI = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}"), re.compile(r"10\.\d{4,9}/\S+")


def _is_id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError("is no id; allowed are a letter and then letters, digits and hyphens, 20 characters at most")
    return text


def _is_doi(text: str) -> str:
    if not DOI.fullmatch(text):
        raise ValueError("is no DOI; one looks like 10.1186/s12877-021-02357-w")
    return text


Said = Annotated[Text, Field(min_length=1)]


class CheckEntry(Part, allow_inf_nan=True):
    """A check as a file writes it."""

    label: Said
    statistic: str = "mean"
    measure: Text
    given: Text = ""
    of: Annotated[list[str], Field(min_length=1, description="ARM or ARM: UNIT")]
    part: Annotated[float, Field(ge=0, le=10)] = 1.0
    interval: Annotated[list[float], Field(description="lowest and highest value; inf is allowed")]
    strict: bool = False

    @field_validator("statistic")
    @classmethod
    def _is_statistic(cls, name: str) -> str:
        return known("statistic", name, STATISTICS)

    @field_validator("measure")
    @classmethod
    def _is_formula(cls, text: str) -> str:
        return check_formula(text)

    @field_validator("given")
    @classmethod
    def _is_condition(cls, text: str) -> str:
        return check_formula(text, condition=True) if text else text

    @field_validator("interval")
    @classmethod
    def _in_order(cls, ends: list[float]) -> list[float]:
        if len(ends) != 2 or any(map(isnan, ends)) or ends[0] > ends[1]:
            raise ValueError(f"{ends} is no interval; write its lower and its upper end, such as [0.3, 0.6] or [0.3, inf]")
        return ends

    @model_validator(mode="after")
    def _fits_together(self) -> "CheckEntry":
        kind = STATISTICS[self.statistic]
        if not kind.least <= len(self.of) <= kind.most:
            wanted = str(kind.least) if kind.least == kind.most else f"{kind.least} to {kind.most}"
            raise ValueError(f"{self.statistic} takes {wanted} samples and not {len(self.of)}")
        if self.part != 1 and "difference" not in self.statistic:
            raise ValueError(f"{self.statistic} takes no part; that is of a difference")
        if self.statistic == "share":
            check_formula(self.measure, condition=True)
        return self


class FindingEntry(Part):
    """A finding as a file writes it."""

    id: Annotated[str, AfterValidator(_is_id)]
    claim: Said
    observed: Said
    where: Said
    use: Literal[*USES]  # type: ignore[valid-type]
    strength: Said
    read: Literal[*READ]  # type: ignore[valid-type]
    source: Said
    doi: list[Annotated[str, AfterValidator(_is_doi)]] = []
    measured: Text = ""
    why: Text = ""
    not_in_the_model: Text = ""
    checks: list[CheckEntry] = []

    @model_validator(mode="after")
    def _checked_or_not(self) -> "FindingEntry":
        if bool(self.checks) == bool(self.not_in_the_model):
            raise ValueError("give either checks, or not_in_the_model with the reason why there are none")
        return self
