"""What a finished run is measured by, declared once: meaning, unit, range, and which way is better, if any.

Everything that names, ranks, compares, colours or bounds a measure takes it from here. Sign and words are the measure's own:
a change of +3 hours raises hours and is worse, a change of -0.1 in unmet expectation lowers it and is better. How it follows from the
facts of a run is text, so that it can be shown, worked out of columns of facts, and compiled.
"""

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from sim.errors import InputError, names_of, no_such
from sim.inputs.phases import PHASES
from sim.model import intervals

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike

STOPPED, NOT_STARTED, FADED, PARTLY, RETAINED = "stopped", "not started", "faded", "partly retained", "retained"
CLASSES = (STOPPED, NOT_STARTED, FADED, PARTLY, RETAINED)

MORE, LESS, NEITHER = 1, -1, 0  # which way is better
SHARE, SCALE, HOURS_UNIT, YES_OR_NO, RUNS_UNIT, WEEK, WORDS = "share 0-1", "scale 0-1", "h", "0 or 1", "share of runs 0-1", "week", "words"
UNITS_OF_A_SHARE = (YES_OR_NO, RUNS_UNIT)
HOURS_APART = 100.0  # person-hours; about a meeting of two hours of fifty people


class Measure(NamedTuple):
    """A measure of a finished run.

    short: in a few words, for the line of a table. meaning: what it is exactly, with its unit. unit: of its values.
    formula: of facts, as sim.model.outcome calls them, with + - * /, comparisons, max(one, other) and where(whether, this, else that).
    better: MORE, LESS or NEITHER. low, high: the range of its values. reach: where high is infinite, how far a run that was not seen
    may lie from runs that all came out alike, by assumption. words: which the formula gives the place of; -1 is the last.
    """

    name: str
    short: str
    meaning: str
    unit: str
    formula: str = ""
    better: int = NEITHER
    low: float = 0.0
    high: float = 1.0
    reach: float = 0.0
    words: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it is yes or no in each run, so that its mean is a share of runs."""
        return self.unit in UNITS_OF_A_SHARE

    @property
    def digits(self) -> int:
        """Digits behind the point where the interval does not bear more."""
        return 0 if self.unit in (HOURS_UNIT, WEEK) else 2

    @property
    def preference(self) -> str:
        """Which way is better, in words."""
        return {MORE: "more is better", LESS: "less is better", NEITHER: "no preferred direction"}[self.better]

    def moves(self, change: float) -> str:
        """What a change does to it: raises, lowers, or leaves it as it is."""
        return "raises" if change > 0 else "lowers" if change < 0 else "does not change"

    def judged(self, change: float) -> str:
        """Whether a change is better or worse; nothing where there is no preferred direction or no change."""
        gained = change * self.better
        return "better" if gained > 0 else "worse" if gained < 0 else ""

    @property
    def column(self) -> str:
        """Its column in rows of outcomes."""
        return "outcome" if self.unit == RUNS_UNIT else self.name

    def per_run(self, rows: "pd.DataFrame") -> "np.ndarray":
        """Its value in each row of outcomes, float64; for an outcome class 1 where the run ended so, else 0.

        nan is the week of launch of a run that launched nothing.
        """
        values = rows[self.column]
        if self.unit == RUNS_UNIT:
            values = values == self.short
        return (values.where(values >= 0) if self.unit == WEEK else values).to_numpy(float)

    def estimate(self, values: "ArrayLike") -> intervals.Estimate:
        """Share or mean over runs with its 95 % interval."""
        import numpy as np
        numbers = np.asarray(values, float)
        if self.is_share:
            return intervals.share(float(numbers.sum()), len(numbers))
        return intervals.mean(numbers, self.low, self.high, self.reach)

    def change(self, first: "ArrayLike", second: "ArrayLike") -> intervals.Estimate:
        """Second minus first over runs that share their draws, with its 95 % interval."""
        if self.is_share:
            return intervals.paired_share(first, second)
        return intervals.mean_difference(first, second, self.low, self.high, self.reach)

    def written(self, told: intervals.Estimate, signed: bool = False) -> str:
        """An estimate of it as text."""
        return told.written(self.digits, signed)


def _of_trust(name: str, short: str, meaning: str, formula: str, better: int = NEITHER) -> Measure:
    return Measure(name, short, meaning, SCALE, formula, better)


_DECLARED = (
    Measure("outcome", "outcome", "what became of the new practice: " + ", ".join(CLASSES), WORDS,
            "where(launched > 0, where(kept / practices < 1 / 3, 2, where(kept / practices < 2 / 3, 3, 4)), where(not_started > 0, 1, 0))",
            words=CLASSES),
    Measure("stopped_in", "stopped in", "phase in which the unit stopped, or nothing", WORDS, "stopped_phase",
            words=(*(phase.name for phase in PHASES), "")),
    Measure("adapted", "a practice adapted", "1 if a practice was adapted to suit people better", YES_OR_NO, "adapted"),
    Measure("ongoing", "still rolled out", "1 if a practice is still being rolled out", YES_OR_NO, "ongoing"),
    Measure("pushed_through", "refusal overruled", "1 if a refusal was overruled", YES_OR_NO, "pushed"),
    Measure("restarted", "started again", "1 if the design was started again after a stop", YES_OR_NO, "restarted"),
    Measure("launch_week", "week of launch", "week in which practices were launched, -1 if none", WEEK, "launch_week", NEITHER, -1.0, inf),
    Measure("retention", "practices retained",
            "share of planned practices retained: held in half of their sessions or more over the last 4 weeks", SHARE, "kept / practices",
            MORE),
    Measure("practices_stopped", "practices stopped", "share of planned practices stopped at a review", SHARE, "stopped / practices", LESS),
    Measure("use_early", "sessions held early", "share of planned sessions held in weeks 3 to 8 (launch is week 0)", SHARE, "use_early",
            MORE),
    Measure("use_follow_up", "sessions held at follow-up", "share of planned sessions held in the last 4 weeks before follow-up", SHARE,
            "use_follow_up", MORE),
    _of_trust("trust_start", "trust in the leader at the start", "mean trust in the leader at the start, 0-1", "start_trust_leader"),
    _of_trust("trust_end", "trust in the leader", "mean trust in the leader at follow-up, 0-1", "end_trust_leader", MORE),
    Measure("trust_change", "change of trust in the leader", "end minus start", "scale -1 to 1", "end_trust_leader - start_trust_leader",
            MORE, -1.0),
    Measure("trust_sd_start", "spread of trust at the start", "standard deviation of trust between employees at the start", SCALE,
            "start_trust_leader_sd", NEITHER, 0.0, 0.75),  # at most, of two people at both ends
    Measure("trust_sd_end", "spread of trust", "the same at follow-up", SCALE, "end_trust_leader_sd", NEITHER, 0.0, 0.75),
    Measure("trust_representatives_change", "change of trust of representatives",
            "change of trust in the leader among employee representatives", "scale -1 to 1",
            "end_trust_representatives - start_trust_representatives", MORE, -1.0),
    _of_trust("trust_organisation_start", "trust in the organisation at the start", "mean trust in the organisation at the start, 0-1",
              "start_trust_organisation"),
    _of_trust("trust_organisation_end", "trust in the organisation", "the same at follow-up", "end_trust_organisation", MORE),
    _of_trust("trust_in_employees_start", "leader's trust in employees at the start", "leader's trust in the employees at the start, 0-1",
              "start_trust_in_employees"),
    _of_trust("trust_in_employees_end", "leader's trust in employees", "the same at follow-up", "end_trust_in_employees", MORE),
    _of_trust("expectation_start", "expectation at the start", "mean expectation of benefit at the start, 0-1", "start_expectation"),
    _of_trust("expectation_peak", "highest expectation", "highest mean expectation, 0-1", "expectation_peak"),
    Measure("expectation_gap", "unmet expectation", "highest mean expectation minus mean benefit at follow-up", "scale -1 to 1",
            "expectation_peak - end_benefit", LESS, -1.0),
    _of_trust("benefit", "benefit felt", "mean benefit felt at follow-up, 0-1", "end_benefit", MORE),
    _of_trust("ownership", "ownership", "mean ownership at follow-up, 0-1", "end_ownership", MORE),
    _of_trust("leader_value_start", "value the leader saw at the start", "value the leader saw in it at the start, 0-1",
              "start_leader_value"),
    _of_trust("leader_value_end", "value the leader sees", "the same at follow-up", "end_leader_value", MORE),
    _of_trust("influence_gap", "influence not had", "influence steering members expected and did not get, 0-1", "end_influence_gap", LESS),
    Measure("attendance", "at the employee workshop", "share of employees at the employee workshop", SHARE, "attendance", MORE),
    Measure("readiness", "roll-out of practices", "roll-out of practices at follow-up, 0-1", SCALE, "end_readiness", MORE),
    Measure("dropped_out", "quietly dropped out", "share of employees who quietly dropped out by follow-up", SHARE, "end_withdrawn", LESS),
    Measure("hours_total", "person-hours", "person-hours spent on it by follow-up, employees and leader, h", HOURS_UNIT, "end_hours", LESS,
            0.0, inf, HOURS_APART),
    Measure("hours_leader", "of these, the leader's", "of these, the leader's, h", HOURS_UNIT, "end_hours_leader", LESS, 0.0, inf,
            HOURS_APART),
    Measure("hours_per_retained", "hours per retained practice",
            "person-hours per retained practice, or all hours when none is retained, h", HOURS_UNIT, "end_hours / max(kept, 1.0)", LESS,
            0.0, inf, HOURS_APART),
    Measure("hours_consultant", "consultant's hours", "consultant hours that the levers and the pre-study asked for, h", HOURS_UNIT,
            "end_hours_consultant", LESS, 0.0, inf, HOURS_APART),
)
_PHASES = {f"hours_{phase.name.replace(' ', '_').replace('-', '_')}": phase.name for phase in PHASES}
_HOURS = tuple(Measure(name, f"hours in '{phase}'", f"person-hours in phase '{phase}', h", HOURS_UNIT, name, LESS, 0.0, inf, HOURS_APART)
               for name, phase in _PHASES.items())
# The share of runs that end in a class. To stop can be a good decision, so it is neither better nor worse.
_BETTER = {RETAINED: MORE, FADED: LESS}
_OUTCOMES = tuple(Measure(name.replace(" ", "_"), name, f"share of runs that end '{name}'", RUNS_UNIT, "", _BETTER.get(name, NEITHER))
                  for name in CLASSES)

MEASURES: dict[str, Measure] = {one.name: one for one in _DECLARED}  # in the order of the columns
HOURS: dict[str, Measure] = {one.name: one for one in _HOURS}
OUTCOMES: dict[str, Measure] = {one.name: one for one in _OUTCOMES}
NUMBERS: dict[str, Measure] = {name: one for name, one in {**OUTCOMES, **MEASURES, **HOURS}.items() if one.unit != WORDS}
DIRECTED = tuple(name for name, one in NUMBERS.items() if one.better)


def measure(name: object) -> Measure:
    """The measure of that name, or the share of an outcome class; raises InputError with the nearest name."""
    if not isinstance(name, str) or name not in NUMBERS:
        raise InputError(no_such("measure", name, NUMBERS))
    return NUMBERS[name]


def changes(first: "pd.DataFrame", second: "pd.DataFrame", names: Iterable[str]) -> "pd.DataFrame":
    """What changes between two settings of the same runs, second minus first, run by run.

    first, second: rows as from sim.simulate, of the same workplace, runs and seed. names: of measures or outcome classes.
    Returns a row per unit and measure: first, second (share or mean over runs), change, and low, high (its 95 % interval). Of the
    week of launch, pairs are left out in which a run launched nothing.
    Raises InputError for another measure, or where the rows do not pair.
    """
    import numpy as np
    import pandas as pd

    from sim.machine.rows import same_runs
    keys, asked = ["workplace", "unit", "run", "seed"], [measure(name) for name in names_of("names", names)]
    needed = {*keys, *(one.column for one in asked)}
    if any(needed - set(getattr(rows, "columns", ())) for rows in (first, second)) or not same_runs(first, second, keys):
        raise InputError("changes takes two tables of the same runs; give what sim.simulate returns for the same workplace, runs and seed")
    told = {}
    for unit in first["unit"].unique():
        for one in asked:
            ours, theirs = (one.per_run(rows[rows["unit"] == unit]) for rows in (first, second))
            there = ~np.isnan(ours + theirs)
            change = one.change(ours[there], theirs[there])
            told[str(unit), one.name] = (*(one.estimate(values[there]).value for values in (ours, theirs)), *change[:3])
    table = pd.DataFrame.from_dict(told, orient="index", columns=["first", "second", "change", "low", "high"])
    table.index = pd.MultiIndex.from_tuples(told, names=["unit", "measure"])
    return table
