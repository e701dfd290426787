"""Mechanisms, contexts and outcomes in words, for prose about a run."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.outcome import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED
from sim.rules.time_budget import slack_hours

if TYPE_CHECKING:
    from sim.unit import UnitRun


class InWords(NamedTuple):
    """A mechanism in words: what it is called, and what it does, to be read after 'in the model'."""

    called: str
    does: str


MECHANISMS_IN_WORDS: dict[str, InWords] = {name: InWords(*words) for name, words in {
    "private_drift": ("passing moods", "trust wanders a little from week to week for reasons outside the intervention"),
    "fit": ("the fit of practices with needs", "a practice helps people only as far as it is about what they need"),
    "pre_study": ("the pre-study", "a thorough pre-study makes a shared picture of the problem and practices that work"),
    "trust_in_vote": ("trust in the vote", "steering members who trust management accept a focus that fits their needs less well"),
    "steering_veto": ("the representatives' veto", "a refusal by the employees' representatives counts and a listening leader then stops"),
    "delegation": ("delegation", "a leader who has come to trust the employees decides less alone"),
    "influence_gap": ("the influence gap", "steering members who get less say than they expected lose some ownership"),
    "launch": ("the backing needed for a launch", "practices are launched only where staff and leader together are behind the plan"),
    "trust": ("the movement of trust", "trust follows what people live through with their leader"),
    "trust_asymmetry": ("the weight of bad experiences", "a bad experience takes more trust away than a good one of the same size gives"),
    "confirmation_bias": ("confirmation of beliefs", "people take in more of what agrees with the trust they already have"),
    "trust_repair": ("the repair of trust", "lost trust comes back slowly where the leader answers"),
    "trust_spillover": ("trust spilling over", "trust in the organisation slowly colours trust in the leader"),
    "listening": ("being listened to", "people who are listened to come to trust their leader more"),
    "listening_credit": ("the credit given to talk", "trust won by talk alone fades when nothing visible follows"),
    "review_answers": ("answers at the reviews", "troubles that are answered at a review win trust, and those left open cost some"),
    "override": ("overruling a refusal", "a refusal that is overruled costs trust, and fewer come and feel heard afterwards"),
    "raised_expectation": ("hopes raised by the workshop", "those who shape the practices come to expect more of them"),
    "loss_aversion": ("the weight of shortfalls", "a benefit below what was expected weighs more than one above it"),
    "disconfirmation": ("benefit held against expectation", "people hold the benefit they feel against what they expected"),
    "attribution": ("attribution to management", "part of a disappointment or a gain is credited to management"),
    "workshop_ownership": ("ownership from shaping", "people who shape the practices make them their own"),
    "ownership_learning": ("ownership following experience", "ownership grows with gains and shrinks with disappointments"),
    "trust_in_willingness": ("trust behind willingness", "people take part more willingly where they trust their leader"),
    "time_limit": ("the limit of time", "what there are no hours for is not carried out"),
    "overload": ("overload", "hours asked for beyond what is free wear ownership down"),
    "competing_change": ("competing change", "another change under way binds free hours"),
    "facilitation_gate": ("the need for facilitation", "what needs somebody to run it is held when leader, staff or consultant can"),
    "consultant_support": ("the consultant's support", "the consultant keeps practices going in the first weeks after launch"),
    "top_backing": ("backing from above", "a leader without backing from the level above has fewer hours for the project"),
    "leader_sparring": ("sparring with the leader", "sparring helps the leader to drive the practices"),
    "chair_learning": ("learning by chairing", "a named chair learns to run the meetings by running them"),
    "routine": ("routine", "sessions that are held turn into a routine that carries itself"),
    "roll_out": ("the roll-out", "a practice that is still being rolled out can be used only in part"),
    "adaptation": ("adaptation", "practices are adapted at reviews to suit people better"),
    "stopping_practices": ("stopping single practices", "a practice that is little used and gives little is stopped at a review"),
    "leader_learning": ("what the leader learns", "the value a leader sees follows the own strategy and the benefit among staff"),
    "leader_strategy_fit": ("fit with the leader's strategy", "a leader values practices as far as they fit the own strategy"),
    "concretisation": ("making it concrete", "concrete ideas let a leader see how well they fit the own strategy"),
    "trust_in_employees": ("the leader's trust in the employees", "a leader who sees practices carried out trusts the employees more"),
    "leader_exit": ("leaders moving on", "in any week a leader may move on"),
    "leader_succession": ("a change of leader", "a new leader did not choose this, and people watch the new leader closely"),
    "comparison": ("the view of a sister unit", "seeing a sister unit get more out of it is felt as a loss"),
    "peer_influence": ("colleagues", "colleagues colour each other's ownership"),
    "turnover": ("turnover", "people leave, and newcomers start without having shaped the practices"),
}.items()}

CHANNELS = ("trust",)  # other mechanisms work through these, so prose goes into them last

WOULD_HAVE = {
    STOPPED: "the unit would have stopped and listened", NOT_STARTED: "nothing would have been launched",
    FADED: "practices would have begun and faded", PARTLY: "practices would have been retained in part",
    RETAINED: "practices would have been retained",
}


def in_words(mechanism: str) -> InWords:
    """A mechanism in words; one that is not in the table is called by its own name."""
    named = mechanism.replace("_", " ")
    return MECHANISMS_IN_WORDS.get(mechanism, InWords(named, f"{named} is at work"))


# Cut points of the ordinal words: below the first low, from the second on high. No rule of the model reads them.
TRUST_CUTS, COHERENCE_CUTS, SCOPE_CUTS = (0.40, 0.70), (0.35, 0.65), (0.50, 0.75)
VALUE_CUTS, SKILL_CUTS, FREE_HOURS_CUTS = (0.40, 0.70), (0.25, 0.60), (1.5, 3.0)

LEVELS = ("low", "middling", "high")


class Condition(NamedTuple):
    """One entry of the context in an ordinal word: low, middling or high; a share 0-1 unless ``unit`` says more."""

    what: str
    level: str
    value: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.value:.2f}{self.unit})"


def context_of(unit: "UnitRun") -> tuple[Condition, ...]:
    """The context of a unit, levers included, in ordinal words."""
    told, p = unit.context, unit.p
    let_in = (told.scope.planning, told.scope.coordination, told.scope.wellbeing)
    inside = sum(need * share for need, share in zip(told.needs.shares(), let_in, strict=True))
    free = slack_hours(told.contract_hours, told.utilisation, told.competing_change.load, p.load_weight, 0.0)
    shares = (("trust in the leader", told.trust_in_leader, TRUST_CUTS),
              ("trust in the organisation", told.trust_in_organisation, TRUST_CUTS),
              ("coherence of the problem", told.coherence, COHERENCE_CUTS),
              ("share of needs inside the project's scope", inside, SCOPE_CUTS),
              ("value seen by the leader", told.leader.value, VALUE_CUTS),
              ("staff skill in running meetings", told.facilitation_skill, SKILL_CUTS))
    return (*(Condition(what, level(value, cuts), value) for what, value, cuts in shares),
            Condition("free time", level(free, FREE_HOURS_CUTS), free, " h a week"))


def by_level(context: Sequence[Condition]) -> str:
    """The context in sentences, what is low first."""
    groups = {word: [str(condition) for condition in context if condition.level == word] for word in LEVELS}
    return " ".join(f"{word.capitalize()}: {listed(names)}." for word, names in groups.items() if names)


def level(value: float, cuts: tuple[float, float]) -> str:
    """The ordinal word for a value."""
    return LEVELS[sum(value >= cut for cut in cuts)]


def listed(parts: Sequence[str]) -> str:
    """Parts with commas, and 'and' before the last one."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def filled(text: str, width: int = 100) -> str:
    """A paragraph in lines, all but the first indented."""
    held = text.replace(" %", "\0%")  # no line begins with a per cent sign
    return textwrap.fill(held, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False).replace("\0", " ")
