"""What asking would tell, in words: the two observations that help most, a table, and limits."""

from sim.asking.result import MEASURE, OUTCOME, PRIORITIES, AskedResult, UnitAsked
from sim.model.intervals import Estimate
from sim.observations.answers import Answer
from sim.observations.sentences import named
from sim.text.sentences import listed
from sim.text.tables import LIMITS, columns, paragraph

SHOWN = 12  # rows of a table
CHOSEN = ("Observation", "Of whom", "When", "Asked", "Hours", "Still open", "Wrong choice", "Expected regret [95 %]", "Lead: width")
KNOWN = ("Observation", "Of whom", "When", "Asked", "Hours", "Variance left [95 %]", "90 % width [95 %]")


class Asked(AskedResult):
    """What asking would tell, in words as well."""

    def text(self) -> str:
        """The answer in sentences, a table for each unit, and limits."""
        return "\n\n".join([*(of_unit(self, unit) for unit in self.units), paragraph(limits(self))])


def of_unit(found: AskedResult, unit: UnitAsked) -> str:
    """Heading, how things stand, the table, and what to ask."""
    header = KNOWN if found.question == MEASURE else CHOSEN if found.question == PRIORITIES else CHOSEN[:5] + CHOSEN[6:8]
    rows = [row(found, one) for one in unit.found[:SHOWN]]
    left = len(unit.found) - len(rows)
    more = f"\n... and {left} more; --json prints all" if left else ""
    return "\n\n".join([f"{unit.unit.title}: what to ask about {found.what}", paragraph(f"{verdict(unit)} {now(found, unit)}"),
                        columns(rows, header, 40) + more])


def row(found: AskedResult, one: Answer) -> list[str]:
    """An observation in the columns of its question."""
    asked = one.observation
    start = [asked.what, asked.whom, asked.when, str(one.answers) if one.answers else "-", f"{one.hours:.1f}"]
    if one.worth is None:
        assert one.narrowing
        return [*start, one.narrowing.left.written(), from_to(one.narrowing.width_now, one.narrowing.width_after)]
    chosen = [f"{one.worth.wrong_now.value:.0%} -> {one.worth.wrong_after.value:.0%}",
              from_to(one.worth.regret_now, one.worth.regret_after)]
    if found.question == OUTCOME:
        return [*start, *chosen]
    assert one.narrowing
    share = one.narrowing.width_after.value / one.narrowing.width_now.value if one.narrowing.width_now.value else 1.0
    return [*start, "next round" if one.again else str(one.still), *chosen, f"{share:.0%}"]


def from_to(now: Estimate, after: Estimate) -> str:
    """What it is now and what it will be, with an interval."""
    digits = after.digits()
    return f"{now.value:.{digits}f} -> {after.written(digits)}"


def verdict(unit: UnitAsked) -> str:
    """The observations that help most, in a sentence."""
    some = unit.helpful
    if not some:
        return "In the model, no observation that was tried tells more than chance; none is worth its hours for this."
    told = listed([named(one) for one in some])
    only = "" if len(some) > 1 else " No other tells more than chance."
    return f"In the model, {'these would' if len(some) > 1 else 'this would'} help most: {told}.{only}"


def now(found: AskedResult, unit: UnitAsked) -> str:
    """How things stand without asking."""
    state = unit.now
    if state is None:
        return ""
    if found.question == OUTCOME:
        return f"Without asking, the best guess is '{unit.best}'; it is wrong in {state.regret_now.in_per_cent()} of runs."
    return (f"Without asking, {unit.best} comes first and {unit.second} second of {len(unit.choices)} choices. Another choice is better in "
            f"{state.wrong_now.value:.0%} of parameter sets, and choosing costs {state.regret_now.written()} of {found.name} on average.")


def limits(found: AskedResult) -> str:
    """How it was found, and what it cannot say."""
    how = (f"{found.runs:,} runs over {found.members} parameter sets, seed {found.seed}. What is seen is simulated in runs without any lever, "
           "with the error of asking so many. What it lets one expect is learned from other parameter sets than those it is tried on.")
    chosen = ("Expected regret is what a choice falls short of the best one for that parameter set, on average. A row for 'next round' is "
              "seen after launch; what is chosen then is for a next round. Other rows count only choices that begin later; so waiting can cost. "
              "The last column is the width of the lead of the first choice over the second, against not asking. ")
    guess = "Expected regret is the share of runs whose end is guessed wrongly; a wrong choice is a parameter set that mostly ends otherwise. "
    known = "Variance left and the 90 % width are those of single runs, luck included. "
    kind = {PRIORITIES: chosen, OUTCOME: guess, MEASURE: known}[found.question]
    return f"{how} {kind}Hours and errors of asking are assumptions. {LIMITS}"
