"""Mechanisms in words, and what speaks for them: one entry each. Which parameters belong to which, sim.inputs.parameters says."""

from typing import NamedTuple

from sim.inputs.parameters import MECHANISMS
from sim.model.measures import FADED, NOT_STARTED, PARTLY, RETAINED, STOPPED


class Mechanism(NamedTuple):
    """A mechanism: what it is called, what it does, to be read after 'in the model', and what speaks for it at all.

    supported_by: article (the study), literature (and open data), both with a comma, or plausibility alone; why in a few words.
    How sure the sizes are is another matter, and stands with the parameters.
    """

    called: str
    does: str
    supported_by: str
    why: str


class InWords(NamedTuple):
    """A mechanism in words: what it is called, and what it does."""

    called: str
    does: str


_PANEL = "open panel of organisations, carried over to persons"
ENTRIES: dict[str, Mechanism] = {
    "people": Mechanism("the people", "people differ in trust, hopes, needs and hours from the first day on",
              "article, literature", "spread, levels and correlations measured elsewhere; thin alignment at the start from Plejecenter 2"),
    "private_drift": Mechanism("passing moods", "trust wanders a little from week to week for reasons outside the intervention",
              "literature", "three waves of US Army units: half of the spread lasts, change without intervention is private"),
    "network": Mechanism("the work network", "people turn to team mates more than to others", "literature", "two published networks"),
    "fit": Mechanism("the fit of practices with needs", "a practice helps people only as far as it is about what they need",
              "article", "precise fit with needs and strategy mattered in the study; the scale is a choice"),
    "pre_study": Mechanism("the pre-study", "a thorough pre-study makes a shared picture of the problem and practices that work",
              "article", "first assumption of the programme theory; held in three of four workplaces"),
    "steering_veto": Mechanism("the representatives' veto",
              "a refusal by the employees' representatives counts and a listening leader then stops",
              "article", "Plejecenter 2: two representatives refused and the leader stopped"),
    "trust_in_vote": Mechanism("trust in the vote", "steering members who trust management accept a focus that fits their needs less well",
              "literature", "which referent is trusted matters; that trust makes up for fit is plausible"),
    "delegation": Mechanism("delegation", "a leader who has come to trust the employees decides less alone", "plausibility", "no support"),
    "influence_gap": Mechanism("the influence gap", "steering members who get less say than they expected lose some ownership",
              "article, literature", "Plejecenter 1: less influence than hoped for; burden without voice elsewhere"),
    "launch": Mechanism("the backing needed for a launch",
              "practices are launched only where staff and leader together are behind the plan",
              "article", "both parties' active support was necessary; the threshold is a choice"),
    "trust": Mechanism("the movement of trust", "trust follows what people live through with their leader",
              "article", "trust moved with being listened to and with what followed; the rate is a choice"),
    "trust_asymmetry": Mechanism("the weight of bad experiences",
              "a bad experience takes more trust away than a good one of the same size gives",
              "literature", "contested; organisations are symmetric"),
    "confirmation_bias": Mechanism("confirmation of beliefs", "people take in more of what agrees with the trust they already have",
              "literature", "direction only"),
    "trust_repair": Mechanism("the repair of trust", "lost trust comes back slowly where the leader answers",
              "literature", _PANEL),
    "trust_spillover": Mechanism("trust spilling over", "trust in the organisation slowly colours trust in the leader",
              "literature", _PANEL),
    "listening": Mechanism("being listened to", "people who are listened to come to trust their leader more",
              "article, literature", "three workplaces of the study; a meta-analysis for sign and order"),
    "listening_credit": Mechanism("the credit given to talk", "trust won by talk alone fades when nothing visible follows",
              "plausibility", "keeps talk alone from lifting trust without limit"),
    "review_answers": Mechanism("answers at the reviews", "troubles that are answered at a review win trust, and those left open cost some",
              "article", "Plejecenter 1: responsive management that found the hours"),
    "override": Mechanism("overruling a refusal", "a refusal that is overruled costs trust, and fewer come and feel heard afterwards",
              "plausibility", "nobody was overruled in the study; its size sets how bad pushing through looks"),
    "raised_expectation": Mechanism("hopes raised by the workshop", "those who shape the practices come to expect more of them",
              "article", "Bostedet B, hedged there"),
    "expectation_learning": Mechanism("expectation following experience", "what people expect follows the benefit they feel",
              "literature", _PANEL),
    "loss_aversion": Mechanism("the weight of shortfalls", "a benefit below what was expected weighs more than one above it",
              "literature", "two meta-analyses disagree on the size"),
    "disconfirmation": Mechanism("benefit held against expectation", "people hold the benefit they feel against what they expected",
              "article, literature", "unmet hopes in Bostedet B; expectation-disconfirmation theory"),
    "attribution": Mechanism("attribution to management", "part of a disappointment or a gain is credited to management",
              "literature", "a promise gap costs confidence in senior managers; at a person the share is plausible"),
    "benefit": Mechanism("the feeling of benefit", "the benefit felt follows what the practices give within weeks",
              "plausibility", "smoothing over weeks"),
    "workshop_ownership": Mechanism("ownership from shaping", "people who shape the practices make them their own",
              "article", "no resistance where users shaped it"),
    "ownership_learning": Mechanism("ownership following experience", "ownership grows with gains and shrinks with disappointments",
              "literature", "balance of effort and gain"),
    "willingness": Mechanism("willingness", "people take part as far as the intervention is their own",
              "plausibility", "shape of the curve"),
    "trust_in_willingness": Mechanism("trust behind willingness", "people take part more willingly where they trust their leader",
              "article, literature", "direction, a publication read through the study"),
    "time_limit": Mechanism("the limit of time", "what there are no hours for is not carried out",
              "article", "second principle of the study; the rest is arithmetic"),
    "overload": Mechanism("overload", "hours asked for beyond what is free wear ownership down",
              "article, literature", "second principle of the study; job demands and resources, recalled"),
    "competing_change": Mechanism("competing change", "another change under way binds free hours",
              "article, literature", "merger in Hjemmeplejen; rationalisation alongside negates interventions"),
    "facilitation_gate": Mechanism("the need for facilitation",
              "what needs somebody to run it is held when leader, staff or consultant can",
              "article, literature", "Bostedet B: held only as long as the leader ran it; span of leadership"),
    "top_backing": Mechanism("backing from above", "a leader without backing from the level above has fewer hours for the project",
              "article, literature", "full backing from the top at Bostedet and Hjemmeplejen; support at all levels"),
    "consultant_support": Mechanism("the consultant's support", "the consultant keeps practices going in the first weeks after launch",
              "article", "practices ebb out when the project stops; the straight line is a choice"),
    "leader_sparring": Mechanism("sparring with the leader", "sparring helps the leader to drive the practices",
              "article", "sparring was on offer"),
    "chair_learning": Mechanism("learning by chairing", "a named chair learns to run the meetings by running them",
              "article", "Bostedet B: unclear who should chair"),
    "routine": Mechanism("routine", "sessions that are held turn into a routine that carries itself",
              "literature", "habits of single persons; how far a group counts as one is plausible"),
    "roll_out": Mechanism("the roll-out", "a practice that is still being rolled out can be used only in part",
              "article", "Plejecenter 1: not finished at follow-up"),
    "adaptation": Mechanism("adaptation", "practices are adapted at reviews to suit people better",
              "article", "adapted where both sides were for it"),
    "stopping_practices": Mechanism("stopping single practices", "a practice that is little used and gives little is stopped at a review",
              "article", "Hjemmeplejen: some actions stopped or changed"),
    "attention": Mechanism("attention after the project", "once the project is over, sessions are held less where nobody asks for them",
              "article, literature", "what the project carried ebbed out; elsewhere most programmes are given up over years"),
    "interest": Mechanism("people's interest", "once the project is over, people let go of what gives them little and nobody asks for",
              "literature", "half of persons had given a practice up after a year and a half; the form is a choice"),
    "untaught_newcomers": Mechanism("newcomers who are not taught", "newcomers to whom nobody shows the practices dilute the routine",
              "literature", "off by default; turnover ends interventions elsewhere"),
    "arriving_change": Mechanism("other changes arriving", "in any week another change may arrive and bind free hours",
              "literature", "off by default; competing demands are a frequent barrier"),
    "change_on_leader": Mechanism("competing change on the leader", "competing change binds the leader's project hours, too",
              "literature", "off by default; coordination with other change predicts routine"),
    "trust_in_attendance": Mechanism("trust in attendance", "people who trust their leader little come to the workshop less often",
              "literature", "off by default; satisfaction before predicts who takes part"),
    "loss_evenness": Mechanism("breaches felt alike", "a breach takes as much from those who trust little as from those who trust much",
              "literature", "off by default; less decline where trust was high"),
    "leader_learning": Mechanism("what the leader learns", "the value a leader sees follows the own strategy and the benefit among staff",
              "literature", "commitment grows on results"),
    "leader_strategy_fit": Mechanism("fit with the leader's strategy", "a leader values practices as far as they fit the own strategy",
              "article", "Bostedet: accord or doubt"),
    "concretisation": Mechanism("making it concrete", "concrete ideas let a leader see how well they fit the own strategy",
              "article", "Hjemmeplejen: a sceptical leader was calmed by concrete ideas"),
    "trust_in_employees": Mechanism("the leader's trust in the employees",
              "a leader who sees practices carried out trusts the employees more",
              "plausibility", "Plejecenter 2 hints that people got to know each other; no more"),
    "leader_exit": Mechanism("leaders moving on", "in any week a leader may move on", "plausibility", "off by default; to be swept"),
    "leader_succession": Mechanism("a change of leader", "a new leader did not choose this, and people watch the new leader closely",
              "article", "Plejecenter 2: a new and liked leader; the rest is plausible"),
    "comparison": Mechanism("the view of a sister unit", "seeing a sister unit get more out of it is felt as a loss",
              "article", "Bostedet's two departments, hedged there"),
    "peer_influence": Mechanism("colleagues", "colleagues colour each other's ownership", "literature", "opinion pooling, recalled"),
    "turnover": Mechanism("turnover", "people leave, and newcomers start without having shaped the practices",
              "literature", "Danish municipal eldercare"),
    "withdrawal": Mechanism("withdrawal", "who hardly takes part for weeks counts as having dropped out",
              "plausibility", "a definition, not a force"),
}
MECHANISMS_IN_WORDS = {name: InWords(*ENTRIES[name][:2]) for name in MECHANISMS if name in ENTRIES}  # those that can be switched off
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
