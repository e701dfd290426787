"""Priorities in words: what comes first and how sure that is, who pays, why, a table, and limits."""

from sim.inputs.phases import PHASES
from sim.model.intervals import Estimate
from sim.model.measures import HOURS, MEASURES, Measure
from sim.observations.answers import NOTHING_HELPS
from sim.observations.sentences import named
from sim.priorities.packages import NOTHING, in_words, order_in_time
from sim.priorities.ranking_result import Entry, RankingResult, UnitRanking
from sim.priorities.robustness import carrying, worst
from sim.priorities.verdict import DECIDED, common_in_words, not_told_apart
from sim.text.mechanisms import MECHANISMS_IN_WORDS
from sim.text.tables import LIMITS, columns, paragraph

SHOWN = 10  # rows of a table
IN_SHORT = ("Unit", "What comes first", "How sure", "What would help most to see")
HEADER = ("Package", "Change [95 %]", "Which is", "Person-hours", "Consultant", "Change per 100 h", "Lowers trust in", "Place")


class Priorities(RankingResult):
    """A ranking, in words as well."""

    def text(self) -> str:
        """The answer in sentences, tables, and limits; of several units the short answer first."""
        parts = [*([short(self)] if len(self.units) > 1 else []), *(of_unit(self, unit) for unit in self.units)]
        return "\n\n".join([*parts, paragraph(limits(self))])

    def brief(self) -> str:
        """A line for each unit, and limits."""
        return f"{short(self)}\n\n{paragraph(limits(self))}"


def short(found: RankingResult) -> str:
    """For each unit what comes first, how sure that is, and what would help to choose."""
    return f"{found.aim.name} at {found.horizon} weeks\n" + columns([in_short(unit) for unit in found.units], IN_SHORT, 44)


def in_short(unit: UnitRanking) -> list[str]:
    """A unit in the columns of IN_SHORT."""
    first = "the model cannot say" if unit.cannot_say else in_words(unit.best.package) if unit.best.package else "doing nothing more"
    sure = "decided" if unit.decided or not unit.rivals else f"not decided: {len(unit.able)} of {len(unit.entries)} cannot be told apart"
    seen = "-" if unit.decided or unit.helpful is None else "; ".join(map(named, unit.helpful)) or NOTHING_HELPS
    return [unit.unit.title, first, sure, seen]


def of_unit(found: RankingResult, unit: UnitRanking) -> str:
    """The answer for one unit: paragraphs, and its table."""
    rows = [row(one) for one in shown(unit)]
    left = len(unit.entries) - len(rows)
    more = f"\n... and {left} more; --json prints all" if left > 0 else ""
    since = "" if found.given is None else f", from week {found.given.week + 1} on"
    return "\n\n".join([f"{unit.unit.title}: {found.aim.name} at {found.horizon} weeks{since}",
                        *(paragraph(one) for one in (first(found, unit), second(found, unit), third(found, unit), fourth(unit)) if one),
                        columns(rows, HEADER, 60) + more])


def shown(unit: UnitRanking) -> list[Entry]:
    """The first entries, the best single lever, and doing nothing."""
    kept = list(unit.entries[:SHOWN])
    extra = [unit.best_single, next(one for one in unit.entries if one.package == NOTHING)]
    return kept + [one for number, one in enumerate(extra) if one not in kept and one not in extra[:number]]


def row(one: Entry) -> list[str]:
    """An entry in the columns of HEADER."""
    per_100 = one.gain_per_100_hours
    return [in_words(one.package), "0" if one.package == NOTHING else changed(one.measure, one.gain),
            one.measure.judged(one.gain.value) or "-", f"{one.hours.value:+z.0f}", f"{one.consultant.value:+z.0f}",
            "-" if per_100 is None else f"{per_100:+z.3f}", f"{one.lowers_trust:.0%} of runs",
            str(one.places[0]) if one.places[0] == one.places[1] else f"{one.places[0]}-{one.places[1]}"]


def changed(measure: Measure, change: Estimate) -> str:
    """A change of a measure with its interval, in the measure's own sign."""
    return measure.written(change, signed=True)


def effect(one: Entry, name: str) -> str:
    """What a package does to the measure: raises or lowers it, by how much, and whether that is better."""
    judged = one.measure.judged(one.gain.value)
    return (f"in the model it {one.measure.moves(one.gain.value)} {name} ({changed(one.measure, one.gain)})"
            + (f", which is {judged}" if judged else ""))


def first(found: RankingResult, unit: UnitRanking) -> str:
    """What to do first, and whether that is decided."""
    best, name = unit.best, found.aim.name
    within = "" if found.budget is None else f" within {found.budget:g} person-hours"
    names = [in_words(one.package) if one.package else "doing nothing" for one in unit.able]
    if best.package == NOTHING and not unit.affordable:
        allowed = "package that this allows" if within else "package"
        return f"Nothing can be advised{within}: no {allowed} changes {name} in any run, so nothing is planned."
    if unit.cannot_say:
        highest = (f"Highest{within}, by luck or not, stands {names[0]}: {effect(best, name)}." if best.package else
                   "None of them is clearly better than doing nothing.")
        return (f"{not_told_apart(names, len(unit.entries), best.gain.runs)} {common_in_words(len(names), unit.in_common)} "
                f"{unit.would_decide} {highest}")
    if best.package == NOTHING:
        sure = DECIDED if unit.decided else f"{not_told_apart(names, len(unit.entries), best.gain.runs)} {unit.would_decide}"
        return f"Do nothing more{within}: no package is clearly better for {name} than doing nothing. {sure}".rstrip()
    start = (f"First{within}: {names[0]}; {effect(best, name)}. It takes {best.hours.value:+z.0f} person-hours of employees and leader and "
             f"{best.consultant.value:+z.0f} of the consultant.")
    if unit.decided:
        return f"{start} {DECIDED}"
    cheapest = f"The cheapest of them is {in_words(unit.cheapest.package)} ({unit.cheapest.hours.value:+z.0f} h)."
    return f"{start} {spared(unit)}{not_told_apart(names, len(unit.entries), best.gain.runs)} {cheapest} {unit.would_decide}".rstrip()


def spared(unit: UnitRanking) -> str:
    """What was left out of a larger package that stood higher."""
    if unit.spared is None:
        return ""
    more = " and ".join(name for name, _ in unit.spared if name not in dict(unit.best.package))
    return f"Adding {more} is not clearly better, so it is left out. "


def second(found: RankingResult, unit: UnitRanking) -> str:
    """Who pays, what can go wrong, and when what begins; nothing where nothing is advised."""
    best = unit.best
    if unit.cannot_say or best.package == NOTHING:
        return ""
    phases = sorted(zip(HOURS, best.hours_by_phase, strict=True), key=lambda item: -abs(item[1]))
    phase_of = dict(zip(HOURS, PHASES, strict=True))
    pays = "; ".join(f"{hours:+.0f} h in '{phase_of[name].name}' ({phase_of[name].who})" for name, hours in phases[:2] if abs(hours) >= 0.5)
    whose = f"{best.leader.value:+z.0f} h are the leader's and {best.hours.value - best.leader.value:+z.0f} h the employees'"
    pays = f"{whose}. Most goes to: {pays}" if pays else "hardly an hour changes"
    trust = MEASURES["trust_change"]
    average = "" if found.aim.measure == trust else f" On average it {trust.moves(best.trust.value)} trust ({changed(trust, best.trust)})."
    return (f"Who pays: {pays}. What can go wrong: in {best.lowers_trust:.0%} of runs it leaves trust in the leader lower than the same "
            f"run without it.{average} {in_time(unit)}").rstrip()


def in_time(unit: UnitRanking) -> str:
    """Whether trust first makes the package better, and what then begins when."""
    if unit.timing is None:
        return ""
    timing, measure = unit.timing, unit.best.measure
    steps = "; ".join(f"{step['lever']} {step['dose']:g} {since(step['from_week'])}" for step in order_in_time(timing.best))
    weeks = dict(timing.best).get("trust_first_weeks", 0.0)
    dear = f" {', '.join(f'{w:g}' for w in timing.dear)} weeks would take more than the budget." if timing.dear else ""
    others = [w for w in timing.gains if w != weeks]
    sure = ("are decided to be better than" if timing.decided else "cannot be told apart from") if others else ""
    rivals = ", ".join(f"{w:g}" for w in (others if timing.decided else timing.rivals))
    compared = f" {weeks:g} weeks of trust first {sure} {rivals} weeks." if others else ""
    without, with_it = (f"{timing.gains[w].value:+z.{timing.gains[w].digits(measure.digits)}f}" for w in (min(timing.gains), weeks))
    gained = f" The change is {with_it}, and {without} with {min(timing.gains):g} weeks." if weeks > min(timing.gains) else ""
    return f"In time: {steps}.{compared}{gained}{dear} The phases fix when the other levers act."


def since(week: int | None) -> str:
    """When a lever begins."""
    return "after a stop" if week is None else f"from week {week}"


def third(found: RankingResult, unit: UnitRanking) -> str:
    """Why, and how robust it is against a wrong mechanism; nothing where nothing is advised."""
    if not unit.without:
        return ""
    measure, name = found.aim.measure, found.aim.name
    carried = carrying(unit.without)
    most = max(unit.without, key=lambda one: one.better * one.lost.value)
    why = ". Then by ".join(f"{MECHANISMS_IN_WORDS[one.mechanism].called}, whose part of the change is {changed(measure, one.lost)}"
                           for one in carried or [most])
    start = f"Why: it works by {why}." if carried else f"Why: no single mechanism clearly carries it. The largest part has {why}."
    wrong = worst(unit.without)
    assert wrong is not None
    where = MECHANISMS_IN_WORDS[wrong.mechanism].called
    if wrong.regretted:
        return (f"{start} If the model is wrong about {where}, {in_words(wrong.instead)} is better: it {measure.moves(wrong.regret.value)} "
                f"{name} further ({changed(measure, wrong.regret)}).")
    return (f"{start} With no mechanism switched off was another of the packages that were re-run clearly better; the widest gap "
            f"is {changed(measure, wrong.regret)}, without {where}. That is no proof that none would be.")


def fourth(unit: UnitRanking) -> str:
    """What the spread of what the first changes goes back to; nothing where it changes nothing."""
    return unit.spread.in_words() if unit.spread else ""


def limits(found: RankingResult) -> str:
    """How it was found, and what it cannot say."""
    search = "every single lever and pair" + ("" if found.budget is None else ", and a third and fourth lever added one by one to the best")
    over = "" if found.given is None else (f" Left out, since they can change nothing any more: {', '.join(found.given.over) or 'none'}. "
                                           f"{found.given.said}")
    return (f"{found.runs:,} runs over up to {found.members} parameter sets, seed {found.seed}; searched: {search}, at one dose each. "
            f"Changes are paired differences from doing nothing; {found.aim.name} is the {found.aim.meaning}. Their intervals hold for all "
            "packages at once, so the best is not flattered by being picked. Places, and what can be told apart, follow a stricter rule "
            "than these intervals: it holds however often one looks, and takes more runs. Hours are those of employees and leader, with "
            "those that a practice takes while it lives. In a workplace of several "
            f"units the levers are pulled in all of them.{over} {LIMITS}")
