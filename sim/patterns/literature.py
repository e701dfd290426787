"""Patterns of the wider literature, L1 to L13, held against random contexts of sim.model.random_inputs.

Only the first unit of a context counts, so runs are independent. Where a source gives a direction the
bound is 0, and where it gives a size the bound asks for half of it, as ``measured`` says; both were set
before any run was looked at. L5 and L14 sum up other rows and have no test of their own.
"""

import pandas as pd

from sim.model import intervals
from sim.model.intervals import Estimate
from sim.patterns.arms import DECIDING
from sim.patterns.declaration import LITERATURE, Check, Pattern, Sample, above, at_least, at_most, below
from sim.patterns.measures import difference, launched, mean, share

IMPLEMENTED_USE, ROUTINISED, NOTICEABLE = 0.5, 2 / 3, 0.05


def context(what: str = "") -> Sample:
    """The first unit of every random context, in the arm that differs in one thing."""
    return Sample(f"random, {what}" if what else "random", "unit-1")


ANY, TWO_YEARS = context(), context("two years")
FITTING, TWICE = context("fitting"), context("twice as many")
VOICE, NO_VOICE = context("all involved"), context("none involved")
CALM_VOICE, CALM_NO_VOICE = context("calm, all involved"), context("calm, none involved")
BUSY_VOICE, BUSY_NO_VOICE = context("lasting change, all involved"), context("lasting change, none involved")
CALM, BUSY = context("two years, calm"), context("two years, lasting change")
TOP, NO_TOP = context("two years, top supports"), context("two years, top does not")
LEADER, NO_LEADER = context("two years, leader committed"), context("two years, leader not committed")
HIGH_TRUST, LOW_TRUST = context("high trust"), context("low trust")
SLACK, NO_SLACK = context("much slack"), context("little slack")
SAME = tuple(Sample(arm, "unit-1") for arm in ("same practices", *(f"same practices without {name}" for name in DECIDING)))


# ----- what a run shows
def kept_whole(frame: pd.DataFrame) -> pd.Series:
    """All practices are retained."""
    return frame["retention"] == 1


def several_launched(frame: pd.DataFrame) -> pd.Series:
    """Two practices or more were launched."""
    return launched(frame) & (frame["practices"] > 1)


def part_minus_whole(frame: pd.DataFrame) -> pd.Series:
    """1 where some practices but not all are retained, -1 where all are."""
    some = (frame["retention"] > 0) & ~kept_whole(frame)
    return some.astype(float) - kept_whole(frame)


def implemented(frame: pd.DataFrame) -> pd.Series:
    """Launched, and half of the sessions or more held early."""
    return launched(frame) & (frame["use_early"] >= IMPLEMENTED_USE)


def not_routinised(frame: pd.DataFrame) -> pd.Series:
    """Less than two thirds of the practices are retained."""
    return frame["retention"] < ROUTINISED


# ----- one number of many runs
def loss_beyond_half(calm: pd.DataFrame, busy: pd.DataFrame, other_calm: pd.DataFrame, other_busy: pd.DataFrame) -> Estimate:
    """Ownership lost to competing change in the first pair of samples, minus half of that in the second."""
    lost, other = calm["ownership"] - busy["ownership"], other_calm["ownership"] - other_busy["ownership"]
    return intervals.mean(lost - 0.5 * other)


def commonest_mechanism(full: pd.DataFrame, *without: pd.DataFrame) -> Estimate:
    """Share of contexts in which the same mechanism moves use most, among those where any moves it noticeably."""
    effects = pd.concat([(full["use_follow_up"] - frame["use_follow_up"]).abs() for frame in without], axis=1)
    moved = effects[effects.max(axis=1) > NOTICEABLE].to_numpy()
    if not len(moved):
        return intervals.share(0, 0)
    return intervals.share(int(pd.Series(moved.argmax(axis=1)).value_counts().max()), len(moved))


LITERATURE_PATTERNS = (
    Pattern("L1", LITERATURE, "Only a minority of implemented programmes is fully sustained for two years",
            "second-hand (Wiltsey Stirman et al. 2012, 125 studies)",
            "Share of launched contexts that retain every practice 104 weeks after launch; minority means less than half.", (
                Check("kept whole for two years", share(kept_whole, launched), (TWO_YEARS,), below(0.5)),)),
    Pattern("L2", LITERATURE, "Components survive better than wholes, and senior support helps",
            "abstract (Herlitz et al. 2020, 18 interventions)",
            "Among contexts with two practices or more at 104 weeks: kept in part minus kept whole; retention, top support 1 minus 0.", (
                Check("kept in part minus kept whole", mean(part_minus_whole, several_launched), (TWO_YEARS,), above(0.0)),
                Check("retention, senior support or none", difference("retention"), (TOP, NO_TOP), above(0.0)))),
    Pattern("L3", LITERATURE, "Much is implemented, less becomes routine; commitment and coordination with other change help",
            "abstract (Swedish social services 2023: 21.5 % implemented, 13.3 % also routine)",
            "Share of implemented contexts (early use >= 0.5) that are not routine (retention >= 2/3) at 104 weeks, bound half of "
            "the source's 38 %; retention at 104 weeks between the ends of support, leader value and competing change.", (
                Check("implemented but not routine", share(not_routinised, implemented), (TWO_YEARS,), at_least(0.19)),
                Check("retention, top management or none", difference("retention"), (TOP, NO_TOP), above(0.0)),
                Check("retention, leader committed or not", difference("retention"), (LEADER, NO_LEADER), above(0.0)),
                Check("retention, no other change or lasting", difference("retention"), (CALM, BUSY), above(0.0)))),
    Pattern("L4", LITERATURE, "Fit beats amount: more fitting actions help, more actions do not",
            "abstract (de Wijn & van der Doef, 15 emergency departments)",
            "Benefit felt with practices exactly about what people need, and with twice as many alike, each minus as drawn.", (
                Check("benefit, fitting actions", difference("benefit"), (FITTING, ANY), above(0.0)),
                Check("benefit, twice as many actions", difference("benefit"), (TWICE, ANY), at_most(0.0)))),
    Pattern("L7", LITERATURE, "Concurrent reorganisation undoes what an intervention gives",
            "abstract (Andersen 2013, 6 home-care units)",
            "Benefit felt at 104 weeks with lasting competing change (0.6) against none; undone means less than half is left.", (
                Check("benefit, no other change or lasting", difference("benefit"), (CALM, BUSY), above(0.0)),
                Check("benefit left beyond half", difference("benefit", part=0.5), (BUSY, CALM), below(0.0)))),
    Pattern("L9", LITERATURE, "Without a voice an intervention becomes a burden",
            "abstract (Cedstrand et al. 2021)",
            "Ownership and drop-out with everybody invited to the workshop minus steering members alone, where practices are launched.", (
                Check("ownership, voice or none", difference("ownership", launched), (VOICE, NO_VOICE), above(0.0)),
                Check("drop-out, voice or none", difference("dropped_out", launched), (VOICE, NO_VOICE), below(0.0)))),
    Pattern("L10", LITERATURE, "Good relations make people take part, taking part makes the change felt, and workload stands in the way",
            "abstracts (Nielsen & Randall 2012; Roodbari et al. 2022)",
            "Trust stands for prior satisfaction: drop-out at trust 0.9 minus 0.1; benefit with everybody invited minus nobody; "
            "attendance at utilisation 0.85 minus 0.98.", (
                Check("drop-out, high or low trust", difference("dropped_out", launched), (HIGH_TRUST, LOW_TRUST), below(0.0)),
                Check("benefit, all or none take part", difference("benefit", launched), (VOICE, NO_VOICE), above(0.0)),
                Check("attendance, much or little slack", difference("attendance", launched), (SLACK, NO_SLACK), above(0.0)))),
    Pattern("L12", LITERATURE, "Reorganisation wears people down, and participation does not cure it",
            "abstract (doi 10.1080/09540962.2021.1905258)",
            "Lasting competing change stands for repeated reorganisation, the model has no stock of fatigue: ownership lost to it where "
            "nobody is involved, and where all are; not cured means at least half of the loss remains.", (
                Check("ownership lost, none involved", difference("ownership"), (CALM_NO_VOICE, BUSY_NO_VOICE), above(0.0)),
                Check("ownership lost, all involved", difference("ownership"), (CALM_VOICE, BUSY_VOICE), above(0.0)),
                Check("loss with all involved beyond half", loss_beyond_half,
                      (CALM_VOICE, BUSY_VOICE, CALM_NO_VOICE, BUSY_NO_VOICE), at_least(0.0)))),
    Pattern("L13", LITERATURE, "The same intervention works by different mechanisms in different contexts",
            "abstract ('Same, but different', 3 contexts)",
            f"The three practices of Bostedet A in every context, and twin runs without each of {len(DECIDING)} mechanisms: share of "
            "contexts in which the commonest one moves use at follow-up most, among those where any moves it by 0.05.", (
                Check("contexts decided by the commonest mechanism", commonest_mechanism, SAME, below(0.5)),)),
)
