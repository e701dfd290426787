"""Surveys made from known workplaces: to test what is read from them, and as two examples.

    python -m sim.survey.made_up FOLDER     writes the examples anew, as they ship in sim/survey/examples

Nobody in them exists. Persons lie around their team, answers around the person, and who does not answer may differ from who does.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.machine.files import write_file
from sim.survey.shipped import EXAMPLES

SPREAD = 0.20  # between persons of a team: 15 to 24 of 100 points
GO_TOGETHER = np.array([[1.0, 0.6, -0.1], [0.6, 1.0, -0.1], [-0.1, -0.1, 1.0]])  # leader, organisation, workload (bh1996, inside units)
NOISE = 0.12  # of an answer around the person
SILENT = 0.25  # how far those who do not answer may differ, in SPREAD
NEEDS_SCATTER = 0.3
LATENT = ("trust_in_leader", "trust_in_organisation", "workload")


class Team(NamedTuple):
    """A team as it is made: labels, people, share that answers, and means of its people before any answer."""

    unit: str
    team: str
    employees: int
    response: float
    trust_in_leader: float
    trust_in_organisation: float
    workload: float = 0.46
    hours: float = 30.0


class Made(NamedTuple):
    """Answers in 0-1 (a row for each who answered, a column for each item), everybody asked, and the true means of all of them."""

    survey: pd.DataFrame
    roster: pd.DataFrame
    truth: pd.DataFrame


def make(seed: int, teams: Sequence[Team], items: Mapping[str, Sequence[str]], needs: tuple[float, float, float] = (0.45, 0.3, 0.25),
         steps: int = 4, silent: float = SILENT) -> Made:
    """People of these teams and their answers, from a seed.

    items: names of items by what they are about: a state of LATENT, 'expectation', or a need. steps: an answer is one of steps + 1.
    silent: as SILENT.
    """
    rng = np.random.default_rng(seed)
    answers, truth = [], []
    people: list[pd.DataFrame] = []
    for team in teams:
        persons = _persons(rng, team, needs)
        said = _spoke(rng, persons, team.response, silent)
        first = sum(len(one) for one in people)
        person = pd.DataFrame({"key": np.arange(1001 + first, 1001 + first + team.employees), "unit": team.unit, "team": team.team,
                               "hours": np.clip(np.round(rng.normal(team.hours, 4.0, team.employees) * 2) / 2, 12, 37)})
        columns = {item: _answers(rng, persons[about], steps) for about, names in items.items() for item in names}
        answers.append(person.assign(**columns)[said])
        people.append(person)
        truth.append({"unit": team.unit, "team": team.team, "employees": team.employees, "answered": int(said.sum()),
                      **{state: float(values.mean()) for state, values in persons.items()}})
    survey = pd.concat(answers)
    return Made(survey.iloc[rng.permutation(len(survey))].reset_index(drop=True), pd.concat(people, ignore_index=True), pd.DataFrame(truth))


def _persons(rng: np.random.Generator, team: Team, needs: tuple[float, float, float]) -> dict[str, np.ndarray]:
    """What is true of each person, 0 to 1."""
    means = np.array([team.trust_in_leader, team.trust_in_organisation, team.workload])
    latent = np.clip(means + SPREAD * rng.multivariate_normal(np.zeros(3), GO_TOGETHER, team.employees), 0.0, 1.0)
    found = dict(zip(LATENT, latent.T, strict=True))
    found["expectation"] = np.clip(0.103 + 0.763 * found["trust_in_organisation"] + rng.normal(0, 0.15, team.employees), 0.0, 1.0)
    weights = np.array(needs) * np.exp(NEEDS_SCATTER * rng.normal(size=(team.employees, 3)))
    shares = weights / weights.sum(axis=1, keepdims=True)
    return found | dict(zip(("need_planning", "need_coordination", "need_wellbeing"), shares.T, strict=True))


def _spoke(rng: np.random.Generator, persons: Mapping[str, np.ndarray], response: float, silent: float) -> np.ndarray:
    """Who answers: those who trust more, or less, by a slope of the team's own, so that both lie about ``silent`` SPREAD apart."""
    standing = (persons["trust_in_leader"] + persons["trust_in_organisation"]) / 2
    away = (standing - standing.mean()) / SPREAD
    odds = np.log(response / (1 - response)) + silent * rng.normal() * away if response < 1 else np.full(len(standing), 50.0)
    return np.asarray(rng.random(len(standing)) < 1 / (1 + np.exp(-odds)))


def _answers(rng: np.random.Generator, true: np.ndarray, steps: int) -> np.ndarray:
    """Answers in steps around what is true. Needs are answered as how important they are, so twice their share."""
    return np.asarray(np.clip(np.round((true + rng.normal(0, NOISE, len(true))) * steps), 0, steps) / steps)


WARD_SEED, HOME_CARE_SEED = 35, 6
WARD = (Team("", "Team A", 19, 0.8, 0.64, 0.60, 0.52, 31.0), Team("", "Team B", 16, 0.8, 0.50, 0.54, 0.60, 31.0))
WARD_ITEMS = {"trust_in_leader": ("L1", "L2", "L3", "L4"), "trust_in_organisation": ("O1", "O2", "O3"), "workload": ("A1", "A2", "A3"),
              "expectation": ("F1",), "need_planning": ("B1",), "need_coordination": ("B2",), "need_wellbeing": ("B3",)}
WARD_JOBS = ("Sosu-hjælper", "Sosu-assistent", "Sygeplejerske")
COMMENTS = ("", "", "", "", "Gode kolleger.", "For travlt om morgenen.", "Ved ikke, hvad det skal føre til.")
HOME_CARE = tuple(Team(name, "", number, share, leader, top, load, 29.0) for name, number, share, leader, top, load in (
    ("Nord", 14, 0.75, 0.66, 0.62, 0.44), ("Syd", 12, 0.7, 0.58, 0.60, 0.50), ("Øst", 16, 0.7, 0.47, 0.55, 0.60),
    ("Vest", 9, 0.4, 0.55, 0.60, 0.52), ("Midt", 13, 0.75, 0.60, 0.66, 0.47), ("Aften", 11, 0.65, 0.52, 0.57, 0.50)))
HOME_CARE_ITEMS = {"trust_in_leader": ("QL3", "QL4", "SSX2"), "trust_in_organisation": ("TM1", "TMX2", "TM3", "JU1", "JU4"),
                   "workload": ("QD2", "QD3", "WP1", "WP2")}


def ward() -> dict[str, str]:
    """A ward with two teams, 35 staff and one leader: a survey of its own with 1 to 5, 99 and a turned question."""
    made = make(WARD_SEED, WARD, WARD_ITEMS)
    rng = np.random.default_rng(WARD_SEED)
    items = [item for names in WARD_ITEMS.values() for item in names]
    roster = made.roster.assign(job=rng.choice(WARD_JOBS, len(made.roster)))
    for row, job in ((2, "Tillidsrepræsentant"), (25, "Arbejdsmiljørepræsentant"), (9, "Planlægger")):
        roster.loc[row, "job"] = job
    survey = made.survey.assign(L3=1 - made.survey["L3"])
    survey[items] = (1 + 4 * survey[items]).round().astype(int).astype(object)
    survey[items] = survey[items].mask(rng.random((len(survey), len(items))) < 0.02, 99)
    survey = survey.assign(Kommentar=rng.choice(COMMENTS, len(survey)))
    columns = {"key": "Løbenr", "team": "Team", "job": "Stilling", "hours": "Timer"}
    leader = pd.DataFrame([{"key": 1000, "team": "", "job": "Afdelingsleder", "hours": 37.0}])
    asked = pd.concat([leader, roster[list(columns)]]).rename(columns=columns)
    answers = survey[["key", "team", *items, "Kommentar"]].rename(columns=columns)
    return {"ward.csv": "\ufeff" + answers.to_csv(index=False, sep=";"), "ward-roster.csv": asked.to_csv(index=False, sep=";", decimal=","),
            "ward-truth.csv": made.truth.round(4).to_csv(index=False)}


def home_care() -> dict[str, str]:
    """A home-care district of six teams with a leader each, by the codes of COPSOQ III in points; a row a team in the roster."""
    made = make(HOME_CARE_SEED, HOME_CARE, HOME_CARE_ITEMS)
    items = [item for names in HOME_CARE_ITEMS.values() for item in names]
    survey = made.survey.assign(TM3=1 - made.survey["TM3"])
    survey[items] = (100 * survey[items]).astype(int)
    asked = made.roster.groupby("unit", sort=False).agg(number=("key", "size"), contract_hours=("hours", "mean")).round(1).reset_index()
    return {"home-care.csv": survey[["unit", *items]].rename(columns={"unit": "unit_id"}).to_csv(index=False),
            "home-care-roster.csv": asked.rename(columns={"unit": "unit_id"}).to_csv(index=False),
            "home-care-truth.csv": made.truth.round(4).to_csv(index=False)}


def main(folder: str) -> None:
    """Write both."""
    for name, text in (ward() | home_care()).items():
        write_file(Path(folder) / name, text)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(EXAMPLES))
