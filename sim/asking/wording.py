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
    header = KNOWN if found.question == MEASURE else CHOSEN if found.question == PRIORITIES else (*CHOSEN[:5], CHOSEN[7])
    rows = [row(found, one) for one in unit.found[:SHOWN]]
    left = len(unit.found) - len(rows)
    more = f"\n... and {left} more; --json prints all" if left else ""
    since = "" if found.given is None else f", after week {found.given.week}"
    return "\n\n".join([f"{unit.unit.title}: what to ask about {found.what}{since}", paragraph(f"{verdict(unit)} {now(found, unit)}"),
                        *([paragraph(f"{unit.spread.in_words()} Asking narrows what is not known, never chance.")] if unit.spread else []),
                        columns(rows, header, 40) + more])


def row(found: AskedResult, one: Answer) -> list[str]:
    """An observation in the columns of its question."""
    asked = one.observation
    whom, how_many = (asked.whom, str(one.answers)) if one.answers else ("-", "-")
    start = [asked.what, whom, asked.when, how_many, f"{one.hours:.1f}"]
    if one.worth is None:
        assert one.narrowing
        return [*start, one.narrowing.left.written(), from_to(one.narrowing.width_now, one.narrowing.width_after)]
    told = one.worth
    chosen = ([f"{told.wrong_now.value:.0%} -> {told.wrong_after.value:.0%}", from_to(told.regret_now, told.regret_after)] if told.changes
              else [f"{told.wrong_now.value:.0%}", "as now"])
    if found.question == OUTCOME:
        return [*start, chosen[1]]
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
    state, left = unit.now, "" if unit.luck is None else f"{max(0.0, unit.luck.value):{'.0%' if found.question == OUTCOME else '.2f'}}"
    if state is None:
        return ""
    known = left and f" Knowing how people there behave, but not the luck, would leave {left}."
    if found.question == OUTCOME:
        return f"Without asking, the best guess is '{unit.best}'; it is wrong in {state.regret_now.in_per_cent()} of runs.{known}"
    return (f"Without asking, {unit.best} comes first and {unit.second} second of {len(unit.choices)} choices. "
            f"In {state.wrong_now.value:.0%} of runs another choice ends better, and the expected regret is {state.regret_now.written()}."
            f"{known}")


REGRET = ("Expected regret is what a choice falls short of the best one in the same run, on average. Rows count only choices that "
          "begin after the week in which they are asked, so waiting can cost")
WIDTH = "The last column is the width in which 90 % of the leads of the first choice over the second lie about what is expected."
OF_CHOICES = f"{REGRET}; those for 'next round' are seen after launch, and what is chosen then is for another round. {WIDTH}"
OF_LATER = f"{REGRET}; each lever that is still open can begin at once, or in the week after something could be asked. {WIDTH}"
OF_NUMBERS = "The 90 % width is that in which 90 % of runs lie about what is expected of them, luck included."
OF_ENDS = "Expected regret is the share of runs whose end is guessed wrongly."
ABOUT = {PRIORITIES: OF_CHOICES, MEASURE: OF_NUMBERS, OUTCOME: OF_ENDS}


def limits(found: AskedResult) -> str:
    """How it was found, and what it cannot say."""
    which = "without any lever" if found.given is None else "that go on as they are"
    how = (f"{found.runs:,} runs over {found.members} parameter sets, seed {found.seed}. What is seen is simulated in runs {which}, with "
           "the error of asking so many. What it lets one expect is learned from other parameter sets than it is tried on.")
    if found.given is None:
        return f"{how} {ABOUT[found.question]} Hours and errors of asking are assumptions. {LIMITS}"
    about = OF_LATER if found.question == PRIORITIES else ABOUT[found.question]
    over = f" Left out, since they can change nothing any more: {', '.join(found.given.over)}." if found.given.over else ""
    return f"{how} {about}{over} Hours and errors of asking are assumptions. {found.given.said} {LIMITS}"
