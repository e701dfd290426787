"""What a survey says of a workplace: units with their states, scales, and everything that has to be told beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import InputError, check_path
from sim.machine.files import check_new, write_file
from sim.model.intervals import Z95, Estimate
from sim.survey.answers import Scored
from sim.survey.codebook import Codebook
from sim.survey.people import Person

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from sim.survey.states import State


class Level(NamedTuple):
    """The mean of a state in a unit or team, from 0 to 1.

    mean: drawn towards the mean of all; sd: its uncertainty, as an entry of a workplace has it. raw: as answered, by ``answered``
    persons. silent: how far the mean would move if those who did not answer lay a standard deviation higher. own: share of the
    group's own answers in the mean; 0 where fewer than five answered, and the rest stands in for them (then raw is nan).
    """

    answered: int
    raw: float
    mean: float
    sd: float
    silent: float
    own: float

    @property
    def interval(self) -> Estimate:
        """The mean with its 95 % interval."""
        return Estimate(self.mean, max(0.0, self.mean - Z95 * self.sd), min(1.0, self.mean + Z95 * self.sd), self.answered)


class Group(NamedTuple):
    """A team, or what units and teams have in common: label, people, how many answered, and states by name."""

    label: str
    asked: int
    answered: int
    levels: dict[str, Level]


@dataclass(frozen=True)
class FoundUnit:
    """A unit: its name in files, itself and its teams (those that can be shown), counts of roles, hours, and how trusts go together."""

    name: str
    whole: Group
    teams: list[Group]
    people: list[Person]
    roles: dict[str, int]  # of everybody; empty where roles are not known
    team_size: int | None
    hours: float | None
    together: float | None  # correlation between persons of trust in leader and organisation


@dataclass(frozen=True)
class SurveyResult:
    """What a survey says: ``workplace`` (TOML), ``people`` (DataFrame), ``table`` (DataFrame), ``text()``, ``write(folder)``."""

    book: Codebook
    units: list[FoundUnit]
    scales: list[Scored]
    states: "Mapping[str, State]"
    icc: dict[str, float]
    with_roster: bool
    left_out: dict[str, str]  # columns, and why
    notes: list[str]

    @property
    def answered(self) -> int:
        """How many people answered and count."""
        return sum(unit.whole.answered for unit in self.units)

    @property
    def asked(self) -> int:
        """How many people were asked; those who answered, where there is no roster."""
        return sum(unit.whole.asked for unit in self.units)

    @property
    def workplace(self) -> str:
        """The workplace file, as TOML, that goes with a people file of this name."""
        return self.toml("people.csv")

    def toml(self, people: str | None) -> str:
        """The workplace file that names this people file, or none."""
        from sim.survey.written import workplace_text
        return workplace_text(self, people if len(self.people) else None)

    @property
    def people(self) -> "pd.DataFrame":
        """A row for each employee: unit, team, role, contract hours, states; blank where not known. Nothing that names anybody."""
        from sim.survey.people_file import people_frame
        return people_frame(self)

    @property
    def table(self) -> "pd.DataFrame":
        """A row per unit, team (where they can be shown) and state: asked, answered, mean, low, high, sd, as_answered, own."""
        import pandas as pd
        rows = []
        for unit in self.units:
            for team, group in [("", unit.whole), *((team.label, team) for team in unit.teams)]:
                for state, level in group.levels.items():
                    shown = level.answered if level.own else None
                    rows.append({"unit": unit.name, "team": team, "state": state, "asked": group.asked, "answered": shown,
                                 **dict(zip(("mean", "low", "high"), level.interval[:3], strict=True)), "sd": level.sd,
                                 "as_answered": level.raw, "own": level.own, "silent": level.silent})
        return pd.DataFrame(rows)

    def text(self) -> str:
        """The same in words and tables."""
        from sim.survey.wording import in_words
        return in_words(self)

    def as_record(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"name": self.book.name, "asked": self.asked if self.with_roster else None, "answered": self.answered,
                "scales": [{"name": scale.name, "measures": scale.measures, "items": scale.items, "answered": scale.answered,
                            "alpha": scale.alpha} for scale in self.scales],
                "icc": self.icc, "states": self.table.to_dict("records"), "left_out": self.left_out, "notes": self.notes}

    def write(self, folder: str | Path) -> tuple[Path, ...]:
        """Write workplace.toml and people.csv into a folder, which is made if it is not there. Returns their paths; raises InputError.

        Where no unit has five people there are no rows, and no people file.
        """
        check_path("folder", folder)
        folder = Path(folder)
        self.toml("people.csv")  # before anything is made
        if not folder.exists():
            try:
                folder.mkdir()
            except OSError as error:
                raise InputError(f"{folder} cannot be made: {error.strerror}") from None
        return self.write_as(folder / "workplace.toml")

    def write_as(self, file: Path) -> tuple[Path, ...]:
        """Write the workplace file of this name, and the people file beside it. Raises InputError, also for files that are there."""
        people = people_beside(file)
        check_new(file, people)
        text, rows = self.toml(people.name), self.people.to_csv(index=False)
        with_people = len(self.people) > 0
        if with_people:
            write_file(people, rows)
        write_file(file, text)
        return (file, people) if with_people else (file,)


def people_beside(file: Path) -> Path:
    """Where the people file of a workplace file stands."""
    return file.with_name("people.csv" if file.stem == "workplace" else f"{file.stem}-people.csv")


def correlation(first: "np.ndarray", second: "np.ndarray") -> float | None:
    """Of two states over the persons who have both; None with few of them, or where one does not vary."""
    import numpy as np
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < 5 or not (first[both].std() > 0 and second[both].std() > 0):
        return None
    return float(np.corrcoef(first[both], second[both])[0, 1])
