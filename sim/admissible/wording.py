"""What the sets say, in words and in the cells of a table."""

from collections.abc import Iterator, Sequence

import pandas as pd

from sim.admissible.directions import LOWERS, MANY, RAISES, UNCLEAR, OverSets, most_frequent, over_sets, sign_of
from sim.inputs.workplace import Unit, Workplace
from sim.model.intervals import Estimate
from sim.model.measures import CLASSES, MEASURES, OUTCOMES, YES_OR_NO, Measure
from sim.text.sentences import listed
from sim.text.tables import class_shares

OPEN = "depends on assumptions the study leaves open"
SUBJECTS = {"dropped_out": "the share of people who quietly drop out", "hours_leader": "the leader's hours"}
AS_RECORDED = ("Each set has numbers of its own for what is not known of the workplace; what is told of no sets is of the workplace as "
               "recorded.")
MOST_PARTS = 3  # of what may be the most frequent
SAID = {LOWERS: "lowers", UNCLEAR: "no clear change", RAISES: "raises"}


def subject(of: Measure) -> str:
    """A measure as a sentence names it."""
    return f"the share of runs that end '{of.short}'" if of.name in OUTCOMES else SUBJECTS.get(of.name, of.short)


def per_cent(share: Estimate) -> str:
    """A share of sets, with its interval: sets are few, so whole per cents do."""
    bounds = f" [{100 * share.low:.0f}, {100 * share.high:.0f}]" if share.has_interval else ""
    return f"{100 * share.value:.0f} %{bounds}"


def span(over: OverSets, signed: bool = True) -> str:
    """5 to 95 % of the sets, in the measure's unit."""
    sign, bounds = "+" if signed else "", over.range
    digits = Estimate(sum(bounds) / 2, *bounds, len(over.sets)).digits(over.measure.digits)
    return " to ".join(f"{bound:{sign}z.{digits}f}" for bound in bounds)


def same(over: OverSets, told: Estimate) -> str:
    """How many sets say the same as an estimate under the default assumptions, in a few words."""
    return f"{SAID[sign_of(told)]}: {per_cent(over.share(sign_of(told)))}"


def whether(told: Sequence[tuple[OverSets, Estimate]]) -> list[str]:
    """Sentences about the differences that the sets do not tell as the default assumptions do; none where they all do.

    told: what the sets say of a measure, and the difference under the default assumptions.
    """
    doubtful = [(over, estimate) for over, estimate in told if not over.agree(estimate)]
    either = [over for over, _ in doubtful if over.either_way]
    said = [f"In the model, whether this raises or lowers {subject(over.measure)} {OPEN}: it is lower in {_per(over, LOWERS)} of "
            f"{len(over.sets)} sets of assumptions that fit the study, higher in {_per(over, RAISES)}." for over in either]
    for over, estimate in doubtful:
        if over not in either and not sign_of(estimate):
            most = LOWERS if over.share(LOWERS).value > over.share(RAISES).value else RAISES
            said.append(f"{estimate.runs:,} pairs of runs under the default assumptions do not show whether this changes "
                        f"{subject(over.measure)} in the model, but it {SAID[most]} it in {_per(over, most)} of {len(over.sets)} sets that "
                        "fit the study; more runs (--runs) would tell whether the default ones differ.")
    weak = [subject(over.measure) for over, estimate in doubtful if over not in either and sign_of(estimate)]
    if weak:
        said.append(f"In the model, whether this changes {listed(weak)} at all may depend on assumptions the study leaves open: fewer than "
                    f"half of {len(told[0][0].sets)} sets that fit the study clearly say so.")
    return said


def falls_and_rises(over: OverSets) -> str:
    """In how many sets it is lower and in how many higher, the greater share first; the rest show no clear change."""
    parts = sorted(((over.share(sign).value, word) for sign, word in ((LOWERS, "lower"), (RAISES, "higher"))), reverse=True)
    (most, first), (least, second) = parts
    return f"{first} in {100 * most:.0f} % and {second} in {100 * least:.0f} %"


def _per(over: OverSets, sign: int) -> str:
    return f"{100 * over.share(sign).value:.0f} %"


def how(rows: pd.DataFrame) -> str:
    """What is meant by sets, and how they were asked. rows: of over_admissible."""
    sets, runs = rows["set"].nunique(), rows.groupby(["set", "unit"], sort=False).size().iloc[0]
    return (f"The sets are {sets} of those that show all of the study's calibration patterns (takehold ensemble), drawn by "
            f"the seed, with {runs} runs each. A set whose own 95 % interval holds zero says 'no clear change'. The range over sets holds "
            "some noise of these runs, too.")


# ----- one world

AS_TOLD = Measure("as_told", "as told", "1 if the run ended as the study reported, or as most runs do", YES_OR_NO)
COLUMN = "Over {sets} sets the study allows, 5-95 %"


def outcome_cells(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame) -> list[str]:
    """For each unit how often it ends as the study reported, or else as most runs do, and how trust moves: 5 to 95 % of the sets.

    runs: rows of simulate, under the default assumptions; over: of over_admissible.
    """
    cells = []
    for unit, ours, theirs in of_units(places, runs, over):
        asked = unit.reported.classes if unit.reported and unit.reported.classes else [usual_class(ours)]
        share = over_sets(AS_TOLD, theirs.assign(**{AS_TOLD.name: theirs["outcome"].isin(asked)}))
        trust = over_sets(MEASURES["trust_change"], theirs)
        cells.append(f"{' or '.join(asked)} {span(share, signed=False)}; trust {span(trust)}")
    return cells


def usual_class(runs: pd.DataFrame) -> str:
    """The outcome class of most runs of one unit."""
    shares = class_shares(runs)
    return max(CLASSES, key=lambda name: shares[name].value)


def class_measure(name: str) -> Measure:
    """The share of runs that end in an outcome class."""
    return next(one for one in OUTCOMES.values() if one.short == name)


def which_of(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame) -> list[str]:
    """Sentences for what depends on assumptions in each unit: which outcome is the most frequent, and which way trust goes."""
    told = []
    for unit, ours, theirs in of_units(places, runs, over):
        sets, usual, modes = f"{theirs['set'].nunique()} sets that fit the study", usual_class(ours), most_frequent(theirs)
        if usual not in modes or modes[usual].value < 1 - MANY:
            parts = [f"'{name}' in {100 * share.value:.0f} %" for name, share in modes.items()][:MOST_PARTS]
            told.append(f"{unit.title}: in the model, which outcome is the most frequent {OPEN}: of {sets}, {listed(parts)}.")
        change = over_sets(MEASURES["trust_change"], theirs)
        if change.either_way or change.contrary(MEASURES["trust_change"].estimate(ours["trust_change"])):
            told.append(f"{unit.title}: in the model, whether trust in the leader rises or falls {OPEN}: of {sets}, it falls in "
                        f"{_per(change, LOWERS)} and rises in {_per(change, RAISES)}.")
    return told


def of_units(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame) -> Iterator[tuple[Unit, pd.DataFrame, pd.DataFrame]]:
    """Each unit that has runs, with its rows of either table."""
    for place in places:
        for unit in place.units:
            ours, theirs = (rows[(rows["workplace"] == place.name) & (rows["unit"] == unit.name)] for rows in (runs, over))
            if len(ours):
                yield unit, ours, theirs
