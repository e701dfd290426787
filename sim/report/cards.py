"""The three cards on top of a workplace's page, for people who know no names of levers.

With a ranking they say what to do first, what it costs whom, and how sure that is; without one, what became of it, trust, and how sure.
short: one of several units on a page, where each says less.
"""

import re

import pandas as pd

from sim.admissible.wording import OPEN
from sim.inputs.workplace import Unit
from sim.model.measures import STOPPED
from sim.pages.page import Card, Cards
from sim.priorities.packages import NOTHING, plainly
from sim.priorities.ranking_result import Entry, UnitRanking
from sim.priorities.verdict import CANNOT_SAY, DECIDED, common_in_words, count_not_apart, deciding, not_told_apart
from sim.report.became import STOPPING, mode
from sim.report.over_sets import outcome_over, trust_over
from sim.report.where_first import plain
from sim.text.tables import LIMITS, agreement, trust_in_words

DO_THIS, COSTS, SURE, BECAME, TRUST = "Do this", "What it costs", "How sure", "What became of it", "Trust in the leader"


def first_cards(unit: UnitRanking, short: bool = False) -> Cards:
    """Where to begin in a unit: what, at which cost, and how sure."""
    return Cards(unit.unit.title, (_do_this(unit, short), _costs(unit), _how_sure(unit, short)))


def _do_this(unit: UnitRanking, short: bool) -> Card:
    best = unit.best
    if unit.cannot_say:
        common = common_in_words(len(unit.able), [_without_names(text, unit.able) for text in unit.in_common])
        return Card(DO_THIS, CANNOT_SAY, [_not_apart(unit, short), *([common] if unit.in_common or not short else [])])
    if best.package == NOTHING:
        return Card(DO_THIS, "Nothing more", ["In the model, nothing that was tried is clearly better than what happens anyway."])
    most = f", {'more' if best.measure.better > 0 else 'further'} than anything else that was tried" if unit.decided else ""
    return Card(DO_THIS, _capital(plainly(best.package)), [] if short else [f"In the model this {changes(best)}{most}."])


def changes(best: Entry) -> str:
    """What a package does to the measure; retention in percentage points."""
    value, measure = best.gain.value, best.measure
    if measure.name != "retention":
        return f"{measure.moves(value)} {measure.short} ({measure.written(best.gain, signed=True)})"
    return f"{measure.moves(value)} the share of practices retained by {abs(100 * value):.0f} percentage points"


def _costs(unit: UnitRanking) -> Card:
    """Hours beyond doing nothing, by who works them; where the model cannot say what comes first, from the least to the most."""
    if unit.cannot_say:
        theirs, consultants = [round(one.hours.value) for one in unit.able], [round(one.consultant.value) for one in unit.able]
        return Card(COSTS, _capital(_from_to(theirs)), ["Employees and leader, depending on the choice. The consultant: "
                                                        f"{_from_to(consultants)}."])
    if unit.best.package == NOTHING:
        return Card(COSTS, "No hours more")
    total, leader, consultant = (round(of.value) for of in (unit.best.hours, unit.best.leader, unit.best.consultant))
    return Card(COSTS, _capital(_more(total)),
                [f"Employees {total - leader:,}, leader {leader:,}. Besides, the consultant: {consultant:,}."])


def _from_to(hours: list[int]) -> str:
    low, high = min(hours), max(hours)
    return _more(low) if low == high else f"{_more(low) if low < 0 else low} to {_more(high)}"


def _more(hours: int) -> str:
    """Hours beyond doing nothing."""
    return f"{abs(hours):,} hour{'' if abs(hours) == 1 else 's'} {'fewer' if hours < 0 else 'more'}" if hours else "no hours more"


def _how_sure(unit: UnitRanking, short: bool) -> Card:
    """In how many parameter sets it helps, how much the gain may be, and whether the first place is decided or what would decide it."""
    best = unit.best
    decided = DECIDED if unit.decided else "" if unit.cannot_say else _not_apart(unit)
    open_ = "" if unit.decided or not unit.rivals else plain(deciding(unit.undecided, unit.enough, unit.members, in_full=False))
    asking = "" if unit.decided else unit.worth_asking
    rest = [text for text in (decided, open_, asking, LIMITS) if text]
    if short:
        rest = [_briefly(unit)]
    if unit.cannot_say or best.package == NOTHING:
        return Card(SURE, "Decided" if unit.decided else "Not decided", rest)
    return Card(SURE, f"Helps in {best.helps_in} of {best.across_members.runs} parameter sets", [*_interval(best), *rest])


def _briefly(unit: UnitRanking) -> str:
    """Whether the first place is decided, or what would decide it, in a few words."""
    if unit.decided or not unit.rivals:
        return f"Its first place is {'' if unit.decided else 'not '}decided."
    more = not unit.enough or (unit.undecided is not None and unit.undecided.more_runs)
    return "More runs could decide it." if more else "Parameter sets disagree."


def _interval(best: Entry) -> list[str]:
    """How much the gain may be; in the measure's own unit it stands with the gain."""
    if best.measure.name != "retention" or not best.gain.has_interval:
        return []
    low, high = (100 * bound for bound in best.gain[1:3])
    return [f"Gain: {low:.0f} to {high:.0f} percentage points (95 % interval)."]


def _not_apart(unit: UnitRanking, short: bool = False) -> str:
    """That some choices cannot be told apart: how many, or by name where they are few."""
    of, runs = len(unit.entries), unit.best.gain.runs
    if unit.cannot_say:
        return f"{count_not_apart(len(unit.able), of, 'choices')}{'' if short else f' after {runs:,} runs of each'}."
    return not_told_apart([plainly(one.package) if one.package else "doing nothing" for one in unit.able], of, runs, "choices")


def _without_names(text: str, some: list[Entry]) -> str:
    """A text with the names of these packages' levers in plain words."""
    doses = {name: amount for one in some for name, amount in one.package}
    return re.sub(r"[a-z_]+", lambda word: plainly(((word[0], doses[word[0]]),)) if word[0] in doses else word[0], text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def outcome_cards(unit: Unit, rows: pd.DataFrame, over: pd.DataFrame | None, depends: bool, short: bool = False,
                  among: str = "one set of assumptions only") -> Cards:
    """What became of a unit. rows: of simulate; over: of over_admissible, if other sets were asked.

    depends: whether other sets have another most frequent outcome. among: under how many sets of assumptions rows are, without over.
    """
    name, share = mode(rows)
    agreed = agreement(unit.reported, rows)
    became = [f"In the model it ends as the study reported in {agreed.in_per_cent()}."] if agreed else []
    became += [STOPPING] if name == STOPPED and not short else []
    sets = among if over is None else f"{over['set'].nunique()} sets of assumptions"
    sure = [] if over is None else [f"Over these sets: {outcome_over(over, rows)} of the runs end so."]
    sure += [] if over is None or short else [f"Trust changes by {trust_over(over)}."]
    sure += [f"Which outcome is the most frequent {OPEN}."] if depends else []
    return Cards(unit.title, (
        Card(BECAME, f"{_capital(name)}, in {share.in_per_cent()} of the runs", became),
        Card(TRUST, trust_in_words(rows), [] if short else ["The mean in the model, from 0 to 1, with the 95 % interval of the change."]),
        Card(SURE, _capital(sets), sure if short else [*sure, LIMITS])))
