"""The patterns of the study, S1 to S25, and three aims, A1 to A3, as declarations.

Bounds are those of the study's pattern list and are never moved to make a pattern hold. Sentences about
a unit are the study's; that a pattern holds, or how a counterfactual comes out, is said of the model only.
"""

from sim.patterns.declaration import (
    AIM,
    CALIBRATION,
    PREDICTION,
    Check,
    Pattern,
    Sample,
    above,
    at_least,
    at_most,
    below,
    between,
    exactly,
)
from sim.patterns.measures import (
    adapted,
    any_use,
    difference,
    launched,
    mean,
    overruled,
    share,
    share_lost,
    stopped,
    use_gained,
)

A, B = Sample("bostedet", "bostedet-a"), Sample("bostedet", "bostedet-b")
HOME_CARE = Sample("hjemmeplejen", "hjemmeplejen")
CENTRE_1, CENTRE_2 = Sample("plejecenter-1", "plejecenter-1"), Sample("plejecenter-2", "plejecenter-2")


def under(sample: Sample, what: str) -> Sample:
    """The same unit in the arm that differs in one thing."""
    return Sample(f"{sample.arm}, {what}", sample.unit)


PUSHED, WIDENED = under(CENTRE_2, "pushed through"), under(CENTRE_2, "wellbeing in scope")
TRUST_26, TRUST_52 = under(CENTRE_2, "trust first 26 weeks"), under(CENTRE_2, "trust first 52 weeks")
NO_STUDY, LARGE = "no pre-study", under(HOME_CARE, "actions six times as large")

OBSERVED = (
    Pattern("S1", CALIBRATION, "Low trust, no agreement on the focus: Plejecenter 2 stops before the employee workshop, the others go on",
            "strong (1 case)", "Share of runs that stop before the employee workshop.", (
                Check("Plejecenter 2 stops", share(stopped), (CENTRE_2,), at_least(0.6)),
                Check("Bostedet A stops", share(stopped), (A,), at_most(0.15)),
                Check("Bostedet B stops", share(stopped), (B,), at_most(0.15)),
                Check("Hjemmeplejen stops", share(stopped), (HOME_CARE,), at_most(0.15)),
                Check("Plejecenter 1 stops", share(stopped), (CENTRE_1,), at_most(0.15)))),
    Pattern("S2", CALIBRATION, "After stopping openly to listen, trust rises although no initiative ran",
            "strong", "Change of mean trust, and use, in the runs of Plejecenter 2 that stop.", (
                Check("trust change after the stop", mean("trust_change", stopped), (CENTRE_2,), at_least(0.05)),
                Check("use after the stop", mean(any_use, stopped), (CENTRE_2,), exactly(0.0)))),
    Pattern("S4", CALIBRATION, "High trust, a positive leader and fit: Bostedet A keeps most practices",
            "strong", "Mean share of practices retained, none where the unit stopped.", (
                Check("Bostedet A, retention", mean("retention"), (A,), at_least(0.66)),)),
    Pattern("S5", CALIBRATION, "Same design, less leader support, trust and skill: Bostedet B keeps much less than A",
            "strong", "Retention of A minus B within each run.", (
                Check("retention, A minus B", difference("retention"), (A, B), at_least(0.4)),)),
    Pattern("S6", CALIBRATION, "The meetings of Bostedet B were held at first and then ebbed",
            "strong", "Mean use in weeks 3 to 8 (launch is week 0), and use at follow-up minus that, run by run.", (
                Check("Bostedet B, early use", mean("use_early"), (B,), at_least(0.4)),
                Check("Bostedet B, follow-up minus early", mean(use_gained), (B,), below(-0.1)))),
    Pattern("S7", CALIBRATION, "Trust diverges at Bostedet: strengthened in A, weakened in B",
            "medium", "Change of mean trust in the leader.", (
                Check("Bostedet A, trust change", mean("trust_change"), (A,), above(0.01)),
                Check("Bostedet B, trust change", mean("trust_change"), (B,), below(-0.05)))),
    Pattern("S10", CALIBRATION, "The sceptical team leader ends positive when ideas become concrete and small, a merger notwithstanding",
            "strong", "Value the leader of Hjemmeplejen sees in it, at the start and at follow-up.", (
                Check("Hjemmeplejen, leader at the start", mean("leader_value_start"), (HOME_CARE,), at_most(0.4)),
                Check("Hjemmeplejen, leader at follow-up", mean("leader_value_end"), (HOME_CARE,), at_least(0.7)))),
    Pattern("S11", CALIBRATION, "Of many small actions in Hjemmeplejen most are kept, some stopped or adapted",
            "strong", "Mean shares of actions retained and stopped; share of runs in which an action is adapted.", (
                Check("Hjemmeplejen, retention", mean("retention"), (HOME_CARE,), at_least(0.66)),
                Check("Hjemmeplejen, share stopped", mean("practices_stopped"), (HOME_CARE,), between(0.0, 0.34, strict=True)),
                Check("Hjemmeplejen, adapted", share(adapted), (HOME_CARE,), above(0.3)))),
    Pattern("S12", CALIBRATION, "The one large technical change of Plejecenter 1 is alive but unfinished at follow-up",
            "strong", "Roll-out, use minus early use, and use itself at follow-up; retained is defined as use of 0.5 or more.", (
                Check("Plejecenter 1, roll-out", mean("readiness", launched), (CENTRE_1,), below(1.0)),
                Check("Plejecenter 1, follow-up minus early", mean(use_gained), (CENTRE_1,), above(0.0)),
                Check("Plejecenter 1, use at follow-up", mean("use_follow_up"), (CENTRE_1,), at_least(0.5)))),
    Pattern("S13", CALIBRATION, "A dominant leader: the representatives of Plejecenter 1 miss influence while trust rises overall",
            "strong", "Influence that steering members expected and did not get; change of mean trust.", (
                Check("Plejecenter 1, influence gap", mean("influence_gap"), (CENTRE_1,), at_least(0.3)),
                Check("Plejecenter 1, trust change", mean("trust_change"), (CENTRE_1,), above(0.0)))),
    Pattern("S14", CALIBRATION, "Trust rises with being listened to",
            "medium", "Change of mean trust in Hjemmeplejen and Plejecenter 1.", (
                Check("Hjemmeplejen, trust change", mean("trust_change"), (HOME_CARE,), above(0.03)),
                Check("Plejecenter 1, trust change", mean("trust_change"), (CENTRE_1,), above(0.03)))),
)

PREDICTED = (
    Pattern("S3", PREDICTION, "Stopping was a good decision: pushing through a refusal gives worse trust and little lasting",
            "weak (counterfactual)", "The same runs that stop, pushed through instead; little means less than a third retained.", (
                Check("trust change, pushed minus stopped", difference("trust_change", stopped), (PUSHED, CENTRE_2), below(-0.1)),
                Check("retention when pushed through", mean("retention", overruled), (PUSHED,), below(1 / 3)))),
    Pattern("S8", PREDICTION, "Bostedet B ends with unmet expectations, A does not",
            "medium (the study: probably)", "Highest mean expectation minus benefit felt at follow-up.", (
                Check("Bostedet B, expectation gap", mean("expectation_gap"), (B,), at_least(0.3)),
                Check("Bostedet A, expectation gap", mean("expectation_gap"), (A,), at_most(0.2)))),
    Pattern("S9", PREDICTION, "Raised expectations deepen the loss of trust in Bostedet B; aligning them lessens it",
            "medium (hedged)", "Trust change with alignment 0.8 minus alignment 0, same staff and leader.", (
                Check("Bostedet B, trust change, aligned minus not", difference("trust_change"),
                      (under(B, "expectations aligned"), under(B, "expectations not aligned")), at_least(0.05)),)),
    Pattern("S17", PREDICTION, "A thorough pre-study helps where the problem is coherent, not where it is scattered",
            "medium", "As recorded (0.75) minus no pre-study; no effect on stopping is read as at most 0.02 either way.", (
                Check("Bostedet A, gain in retention", difference("retention"), (A, under(A, NO_STUDY)), above(0.02)),
                Check("Hjemmeplejen, gain in retention", difference("retention"), (HOME_CARE, under(HOME_CARE, NO_STUDY)), above(0.02)),
                Check("Plejecenter 2, change of stopping", difference(stopped), (CENTRE_2, under(CENTRE_2, NO_STUDY)),
                      between(-0.02, 0.02)))),
    Pattern("S18", PREDICTION, "Where actions ask for more time a week than there is, less is retained",
            "weak (no dose data)", "Retention in Hjemmeplejen as recorded minus actions six times as large.", (
                Check("Hjemmeplejen, drop of retention", difference("retention"), (HOME_CARE, LARGE), at_least(0.15)),)),
    Pattern("S19", PREDICTION, "A focus that may take in wellbeing is accepted at Plejecenter 2",
            "weak (counterfactual)", "Fall of the share of runs that stop when wellbeing is let into the scope.", (
                Check("Plejecenter 2, fall of stopping", difference(stopped), (CENTRE_2, WIDENED), at_least(0.4)),)),
    Pattern("S20", PREDICTION, "Trust first: after a time of listening more low-trust units accept the focus",
            "weak (counterfactual)", "Fall of the share of runs that stop after 26 weeks of trust first.", (
                Check("Plejecenter 2, fall of stopping", difference(stopped), (CENTRE_2, TRUST_26), at_least(0.2)),)),
    Pattern("S22", PREDICTION, "Training in running meetings lifts Bostedet B",
            "weak (counterfactual)", "Retention with facilitation training 0.3 minus as recorded.", (
                Check("Bostedet B, gain in retention", difference("retention"), (under(B, "facilitation training"), B), at_least(0.1)),)),
    Pattern("S23", PREDICTION, "Seeing a sister department succeed deepens the loss of Bostedet B",
            "weak (the study: may have)", "Trust change with the departments out of each other's sight minus as recorded.", (
                Check("Bostedet B, trust change, blind minus visible", difference("trust_change"),
                      (under(B, "departments out of sight"), B), above(0.0)),)),
    Pattern("S25", PREDICTION, "No resistance where those who use the solution developed it",
            "strong", "Share of employees who have dropped out by follow-up where most were involved.", (
                Check("Bostedet A, dropped out", mean("dropped_out"), (A,), at_most(0.05)),
                Check("Hjemmeplejen, dropped out", mean("dropped_out"), (HOME_CARE,), at_most(0.05)))),
)

AIMS = (
    Pattern("A1", AIM, "Bostedet B ebbs out partly and not wholly",
            "aim", "Use at follow-up and share of practices retained.", (
                Check("Bostedet B, use at follow-up", mean("use_follow_up"), (B,), between(0.2, 0.5)),
                Check("Bostedet B, retention", mean("retention"), (B,), between(0.2, 0.5)))),
    Pattern("A2", AIM, "Hjemmeplejen loses some of its nine actions",
            "aim", "Share of the launched actions that is not retained.", (
                Check("Hjemmeplejen, share not retained", mean(share_lost, launched), (HOME_CARE,), between(0.05, 0.34)),)),
    Pattern("A3", AIM, "Listening does not lift trust without limit",
            "aim", "Trust change of Plejecenter 2 with 52 weeks of trust first, against none and against 26 weeks.", (
                Check("gain of 52 weeks", difference("trust_change"), (TRUST_52, CENTRE_2), below(0.35)),
                Check("gain of 52 weeks beyond 26", difference("trust_change"), (TRUST_52, TRUST_26), below(0.05)))),
)
