"""States of units and teams from the answers of their people, and how sure they are."""

from collections.abc import Mapping

import numpy as np

from sim.inputs.person import FEWEST
from sim.survey.answers import Scored, reliability
from sim.survey.codebook import Codebook
from sim.survey.hidden import hidden
from sim.survey.people import Person
from sim.survey.pooling import Pooled, pooled
from sim.survey.result import Group, Level, correlation
from sim.survey.states import State

UNKNOWN_ALPHA = 0.75  # reliability of a single question: measured from wave to wave, .67 to .82 (Heise)
LEAST_TOGETHER = 0.05  # a correlation nearer to nought is not worth an entry


def alphas_of(scales: list[Scored], states: Mapping[str, State]) -> dict[str, float]:
    """Reliability of each state, 0 to 1: over the scales it is made of, or of its one scale."""
    found = {}
    for name, state in states.items():
        mine = [scale for scale in scales if scale.measures in state.measures]
        alpha = reliability(np.column_stack([scale.scores for scale in mine]))[0] if len(mine) > 1 else mine[0].alpha
        found[name] = UNKNOWN_ALPHA if np.isnan(alpha) else min(1.0, max(0.0, alpha))
    return found


def unit_levels(book: Codebook, units: Mapping[str, list[Person]], states: Mapping[str, State],
            alphas: Mapping[str, float], of_whom: float) -> tuple[dict[str, dict[str, Level]], dict[str, float]]:
    """States of units by label, and the share of variance between units of each state."""
    found: dict[str, dict[str, Level]] = {label: {} for label in units}
    icc = {}
    for state in states:
        told, pool = group_levels(units, states[state].values, alphas[state], book.nonresponse, of_whom)
        if pool is not None:
            icc[state] = pool.icc
            for label, level in told.items():
                found[label][state] = level
    return found, icc


def group_levels(groups: Mapping[str, list[Person]], values: np.ndarray, alpha: float, nonresponse: float,
                 of_whom: float) -> tuple[dict[str, Level], Pooled | None]:
    """Means of groups of people from values by row; groups under five have the mean of all, and count in it if they are five together.

    of_whom: people for each in the groups: more than one where those who did not answer are not known.
    """
    own = {label: [values[one.row] for one in people if one.row is not None and np.isfinite(values[one.row])]
           for label, people in groups.items()}
    small = [label for label, mine in own.items() if len(mine) < FEWEST]
    rest = [value for label in small for value in own[label]]
    parts = {label: mine for label, mine in own.items() if label not in small}
    sizes = [len(groups[label]) for label in parts]
    if len(rest) >= FEWEST:
        parts, sizes = {**parts, "\0rest": rest}, [*sizes, sum(len(groups[label]) for label in small)]
    if not parts:
        return {}, None
    flat = np.array([value for mine in parts.values() for value in mine])
    place = np.repeat(np.arange(len(parts)), [len(mine) for mine in parts.values()])
    pool = pooled(flat, place, of_whom * np.array([*sizes, *(len(groups[label]) for label in small)]), alpha, nonresponse)
    number = {label: k for k, label in enumerate([*parts, *small])}
    levels = {}
    for label in groups:
        k = number[label]
        levels[label] = Level(len(own[label]), float(pool.raw[k]), float(min(1.0, max(0.0, pool.mean[k]))), float(pool.sd[k]),
                              float(pool.silent[k]), float(pool.own[k]))
    return levels, pool


def team_groups(book: Codebook, people: list[Person], teams: Mapping[str, list[Person]], states: Mapping[str, State],
                alphas: Mapping[str, float], of_whom: float) -> list[Group]:
    """Teams of a unit that can be shown, drawn towards each other as units are. people: all of the unit, also those without a team."""
    if len(teams) < 2:
        return []
    rest = [one for one in people if not one.team]
    told = {name: group_levels(_can_be_shown(teams, rest, state.values), state.values, alphas[name], book.nonresponse, of_whom)[0]
            for name, state in states.items()}
    found = [Group(label, len(mine), spoke(mine), {state: levels[label] for state, levels in told.items() if label in levels})
             for label, mine in teams.items()]
    return [team for team in found if team.levels]


def _can_be_shown(teams: Mapping[str, list[Person]], rest: list[Person], values: np.ndarray) -> dict[str, list[Person]]:
    """Teams whose mean leaves no few over: those who did not say this, or have no team, would else be told by the unit's own mean."""
    counts = {label: sum(one.row is not None and bool(np.isfinite(values[one.row])) for one in people)
              for label, people in {**teams, "": rest}.items()}
    away = hidden(counts)
    return {label: people for label, people in teams.items() if label not in away and counts[label] >= FEWEST}


def spoke(people: list[Person]) -> int:
    """How many of these people answered."""
    return sum(one.row is not None for one in people)


def together(units: Mapping[str, list[Person]], states: Mapping[str, State]) -> float | None:
    """How trust in leader and organisation go together between persons of one unit; None where it cannot be told or is nothing."""
    if not {"trust_in_leader", "trust_in_organisation"} <= set(states):
        return None
    columns = []
    for name in ("trust_in_leader", "trust_in_organisation"):
        values, away = states[name].values, []
        for people in units.values():
            mine = np.array([values[one.row] for one in people if one.row is not None])
            away.append(mine - (np.nanmean(mine) if np.isfinite(mine).any() else 0.0))
        columns.append(np.concatenate(away))
    r = correlation(*columns)
    return None if r is None or abs(r) < LEAST_TOGETHER else r
