"""Priorities in words: three sentences with their uncertainty, a table, and limits."""

from sim.intervals import Estimate
from sim.outcome import HOURS
from sim.phases import PHASES
from sim.priorities.answer import Entry, Priorities, UnitRanking
from sim.priorities.doses import NOTHING, in_words, order_in_time
from sim.priorities.robustness import carrying, worst
from sim.tables import LIMITS, columns, paragraph
from sim.words import MECHANISMS_IN_WORDS

SHOWN = 10  # rows of a table
HEADER = ("Package", "Gain [95 %]", "Person-hours", "Consultant", "Gain per 100 h", "Best in", "Lowers trust in", "Place")


def told(found: "Priorities") -> str:
    """All units, and what holds for all of them."""
    parts = [of_unit(found, unit) for unit in found.units]
    return "\n\n".join([*parts, paragraph(limits(found))])


def of_unit(found: "Priorities", unit: UnitRanking) -> str:
    """The answer for one unit in three sentences, and its table."""
    rows = [row(one) for one in shown(unit)]
    left = len(unit.entries) - len(rows)
    more = f"\n... and {left} more; --json prints all" if left > 0 else ""
    sentences = [first(found, unit), second(unit), third(unit)]
    return "\n\n".join([f"{unit.unit.title}: {found.aim.name} at {found.horizon} weeks", *(paragraph(one) for one in sentences),
                        columns(rows, HEADER, 60) + more])


def shown(unit: UnitRanking) -> list[Entry]:
    """The first entries, the best single lever, and doing nothing."""
    kept = list(unit.entries[:SHOWN])
    extra = [unit.best_single, next(one for one in unit.entries if one.package == NOTHING)]
    return kept + [one for number, one in enumerate(extra) if one not in kept and one not in extra[:number]]


def row(one: Entry) -> list[str]:
    """An entry in the columns of HEADER."""
    per_100 = one.gain_per_100_hours
    return [in_words(one.package), signed(one.gain), f"{one.hours.value:+.0f}", f"{one.consultant.value:+.0f}",
            "no more hours" if per_100 is None else f"{per_100:+.3f}", f"{one.probability_best:.0%}", f"{one.lowers_trust:.0%} of runs",
            str(one.places[0]) if one.places[0] == one.places[1] else f"{one.places[0]}-{one.places[1]}"]


def signed(one: Estimate) -> str:
    """A gain with its interval."""
    return f"{one.value:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"


def first(found: "Priorities", unit: UnitRanking) -> str:
    """What to do first, and whether that is decided."""
    best, aim = unit.best, found.aim.name
    within = "" if found.budget is None else f" within {found.budget:g} person-hours"
    if best.gain.value <= 0:
        same = "" if best.package == NOTHING else f"; {in_words(best.package)} gives just the same for {best.hours.value:+.0f} person-hours"
        start = f"Do nothing more{within}: no lever and no package raises {aim} on average{same}"
    else:
        start = (f"First{within}: {in_words(best.package)}, which in the model changes {aim} by {signed(best.gain)} for "
                 f"{best.hours.value:+.0f} person-hours of employees and leader and {best.consultant.value:+.0f} of the consultant")
    if unit.decided:
        return f"{start}; that it comes first is decided at 95 % confidence."
    names = "; ".join(in_words(one) for one in unit.rivals[:3])
    more = f", and {len(unit.rivals) - 3} more" if len(unit.rivals) > 3 else ""
    are = "packages are" if len(unit.rivals) > 1 else "package is"
    return (f"{start}; NOT decided: {len(unit.rivals)} other {are} not separable from it in {best.gain.runs} runs each ({names}{more}), "
            f"it comes first in {best.probability_best:.0%} of resampled parameter sets, the cheapest of them all is "
            f"{in_words(unit.cheapest.package)} ({unit.cheapest.hours.value:+.0f} h), and {more_runs(unit)}.")


def more_runs(unit: UnitRanking) -> str:
    """Whether more runs would help."""
    return ("more runs (--runs) could decide it" if unit.more_could_decide else
            "no number of runs could decide it, since these parameter sets themselves do not agree on what comes first")


def second(unit: UnitRanking) -> str:
    """Who pays, what can go wrong, and when what begins."""
    best = unit.best
    if best.package == NOTHING:
        return "It costs nobody an hour more, and cannot leave trust lower than it would be."
    phases = sorted(zip(HOURS, best.hours_by_phase, strict=True), key=lambda item: -abs(item[1]))
    named = dict(zip(HOURS, PHASES, strict=True))
    pays = "; ".join(f"{hours:+.0f} h in '{named[name].name}' ({named[name].who})" for name, hours in phases[:2] if abs(hours) >= 0.5)
    whose = f"{best.leader.value:+.0f} h are the leader's and {best.hours.value - best.leader.value:+.0f} h the employees'"
    pays = f"{whose}; {pays}" if pays else "hardly an hour changes"
    return (f"Who pays and what can go wrong: {pays}; in {best.lowers_trust:.0%} of runs it leaves trust in the leader lower than the same "
            f"run without it, and on average it changes trust by {signed(best.trust)}. {in_time(unit)}")


def in_time(unit: UnitRanking) -> str:
    """Whether trust first makes the package better, and what then begins when."""
    if unit.timing is None:
        return ""
    steps = "; ".join(f"{step['lever']} {step['dose']:g} {since(step['from_week'])}" for step in order_in_time(unit.timing.best))
    dear = f"; {', '.join(f'{w:g}' for w in unit.timing.dear)} weeks would take more than the budget" if unit.timing.dear else ""
    weeks = dict(unit.timing.best).get("trust_first_weeks", 0)
    gains = ", ".join(f"{w:g} weeks {one.value:+.3f}" for w, one in unit.timing.gains.items())
    sure = "decided" if unit.timing.decided else f"not separable from {', '.join(f'{w:g}' for w in unit.timing.rivals)}"
    first = f"{weeks:g} weeks of trust first and then the rest" if weeks else "no trust first"
    return f"In time, {first} does best ({sure}; gain after {gains}{dear}): {steps}. The phases fix when the other levers act."


def since(week: int | None) -> str:
    """When a lever begins."""
    return "after a stop" if week is None else f"from week {week}"


def third(unit: UnitRanking) -> str:
    """Why, and how robust it is against a wrong mechanism."""
    if not unit.without:
        return "Why: nothing that was tried adds to what happens anyway."
    carried = carrying(unit.without)
    why = "; ".join(f"{MECHANISMS_IN_WORDS[one.mechanism].called} ({one.lost.value:.3f} of the gain is lost without it "
                    f"[{one.lost.low:.3f}, {one.lost.high:.3f}])" for one in carried)
    most = max(unit.without, key=lambda one: one.lost.value)
    start = f"Why: it works by {why}" if carried else (
        f"Why: no single mechanism carries the gain clearly; most is lost without {MECHANISMS_IN_WORDS[most.mechanism].called} "
        f"({most.lost.value:.3f} [{most.lost.low:.3f}, {most.lost.high:.3f}])")
    wrong = worst(unit.without)
    if wrong is None or wrong.regret.value <= 0:
        return f"{start}; whichever mechanism the model is wrong about, nothing else that was tried again would have been better."
    return (f"{start}; if the model is wrong about a mechanism, the most that is lost by choosing it is {wrong.regret.value:.3f} "
            f"[{wrong.regret.low:.3f}, {wrong.regret.high:.3f}], without {MECHANISMS_IN_WORDS[wrong.mechanism].called}, where "
            f"{in_words(wrong.instead)} does best.")


def limits(found: "Priorities") -> str:
    """How it was found, and what it cannot say."""
    search = "every single lever and pair" + ("" if found.budget is None else ", and a third and fourth lever added one by one to the best")
    return (f"{found.runs:,} runs over {found.members} parameter sets, seed {found.seed}; searched: {search}, at one dose each. Gains are "
            f"paired differences from doing nothing; {found.aim.name} is the {found.aim.meaning}. Place: those that a package can have "
            "when all are compared at once. Hours are those of employees and leader, with those that a practice takes while it lives. "
            f"In a workplace of several units the levers are pulled in all of them. {LIMITS}")
