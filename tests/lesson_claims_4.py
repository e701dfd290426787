"""What lesson 4 says that its cells show: words that stand there, and what is then true of the cells."""

import pandas as pd
from lessons import Lived, clearly_less, difference_of, little, lowers, raises, weeks_of

import sim


def held(it: Lived, letter: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Run by run the share of sessions held: in the first five weeks, in the five after the support has gone, and in the last five."""
    use = weeks_of(it, f"bostedet-{letter}", "use")
    gone = weeks_of(it, f"bostedet-{letter}", "support").mean().eq(0).to_numpy().argmax()
    return tuple(part.mean(axis=1) for part in (use.iloc[:, :5], use.iloc[:, gone:gone + 5], use.iloc[:, -5:]))


def b_goes_down(it: Lived) -> bool:
    (a, _, _), (first, gone, _) = held(it, "a"), held(it, "b")
    return difference_of(a, first).high < 0 and difference_of(first, gone).high < -0.05


def b_stays_low_and_a_holds_on(it: Lived) -> bool:
    (a, a_gone, a_last), (_, gone, last) = ([part.mean() for part in held(it, letter)] for letter in "ab")
    return abs(a_gone - a) < 0.1 and abs(a_last - a) < 0.1 and abs(last - gone) < 0.1 and max(gone, last) < 0.45


def stronger_in_a(it: Lived, series: str) -> bool:
    a, b = (weeks_of(it, f"bostedet-{letter}", series).iloc[:, -1] for letter in "ab")
    return difference_of(b, a).low > 0.05


def still_on(it: Lived):
    """Of each arm, whether department B still goes on, run by run."""
    return {name: ~sim.drop_out(rows)["dropped_out"].to_numpy() for name, rows in it["lives"].items()}


def two_pairs(it: Lived) -> bool:
    shares = {name: on.mean() for name, on in still_on(it).items()}
    upper, lower = ((shares["staff trained"], shares["leader sparring"]), (shares["as recorded"], shares["two hours freed"]))
    return max(upper) - min(upper) < 0.1 and max(lower) - min(lower) < 0.05 and min(upper) - max(lower) > 0.15


def freed_hours(it: Lived) -> bool:
    recorded, freed = still_on(it)["as recorded"], still_on(it)["two hours freed"]
    return bool((recorded != freed).mean() < 0.05)


def sisters(it: Lived) -> bool:
    table = it.shown["answer 1"].loc["facilitation_gate"]
    before, after = (table.loc["bostedet-a", column] - table.loc["bostedet-b", column] for column in ("first", "second"))
    return before > 0.4 and 0 <= after < before / 3


def loses(it: Lived, staff: str, measure: str = "retention", after: int = 10):
    return it.shown["answer 2"].loc[(staff, after, measure)]


LESSON_4 = [
    ("A morning meeting takes place if the leader *or* the staff *or* the consultant runs it; a habit such as offering help needs "
     "hardly anybody.",
     lambda it: it.shown["4-04"]["a habit (needs 0.2)"].min() > 0.8 and it.shown["4-04"]["a meeting (needs 0.8)"][2] < 0.5
     and it.shown["4-04"]["a meeting (needs 0.8)"].drop(2).min() > 0.7),
    ("The consultant's support fades after the launch.", lambda it: weeks_of(it, "bostedet-a", "support").mean().is_monotonic_decreasing),
    ("A routine grows with every session held", lambda it: weeks_of(it, "bostedet-a", "routine").mean().is_monotonic_increasing),
    ("In the model B begins lower, and the sessions held go down as the consultant's support fades.", b_goes_down),
    ("A has a leader who drives it and a routine that has grown, and holds on; in B both are weaker",
     lambda it: stronger_in_a(it, "leader_drive") and stronger_in_a(it, "routine")),
    ("and holds on; in B both are weaker, and the sessions held stay low", b_stays_low_and_a_holds_on),
    ("Two pairs of lines nearly lie upon each other: the two upper ones, and the two lower ones.", two_pairs),
    ("Freed hours change next to nothing here", freed_hours),
    ("B keeps nearly as much as A: that need is most of what sets the sisters apart in the model", sisters),
    ("Without routine both keep less.", lambda it: (it.shown["answer 1"].loc["routine"]["high"] < 0).all()),
    ("In the model a little of what is kept is lost", lambda it: lowers(loses(it, "as recorded"))
     and little(loses(it, "as recorded"), 0.1)),
    ("trust in the leader hardly grows any more",
     lambda it: lowers(loses(it, "as recorded", "trust_change")) and abs(loses(it, "as recorded", "trust_change")["second"]) < 0.02),
    ("two weeks after the launch is much like ten",
     lambda it: abs(loses(it, "as recorded")["change"] - loses(it, "as recorded", after=2)["change"]) < 0.03),
    ("with staff who cannot, clearly more of what is kept is lost",
     lambda it: clearly_less(loses(it, "who cannot"), loses(it, "as recorded"))),
    ("Neither alone does much in the model: each adds a little to what B keeps.",
     lambda it: all(raises(row) and little(row, 0.1) for row in (
         it.row("answer 3", name, "retention") for name in ("a leader convinced", "a chair named")))),
    ("Staff who can run meetings add several times as much",
     lambda it: it.row("answer 3", "staff who can", "retention")["low"]
     > 3 * it.row("answer 3", "a leader convinced", "retention")["change"]),
    ("In the model the members then get more of the influence they expected",
     lambda it: lowers(it.row("answer 4", "plejecenter-1", "influence_gap"))),
    ("what is kept hardly changes", lambda it: little(it.row("answer 4", "plejecenter-1", "retention"), 0.05)),
]
