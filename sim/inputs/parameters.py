"""The behaviour of people in the model: one registry, one set for all units.

Every parameter stands here once with its default, range, unit, meaning, source and evidence grade.
Validation, ``takehold parameters``, the table in docs/ODD.md and every design of a study are made from it.
A mechanism is switched off by setting its parameters to their neutral values; nothing else changes,
so a run with and a run without a mechanism share every random draw.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sim.errors import InputError, checked, named_values, names_of, no_such


class Parameter(NamedTuple):
    """One behavioural parameter: ``low`` to ``high`` is the range that is believed possible."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    grade: str  # measured, theory or assumed
    mechanism: str
    neutral: float | None  # the value at which the mechanism does nothing, if there is one


SHARE, WEEKLY, WEEKS, HOURS = "share 0-1", "per week", "weeks", "hours"
_PANEL = "UK Civil Service People Survey, organisations 2009-2024"
_ARMY = "US Army units (R package multilevel)"
_NETWORKS = "between fits to Lazega's and Cross-Parker's networks"


def _par(default: float, low: float, high: float, unit: str, meaning: str, source: str, grade: str,
         mechanism: str, neutral: float | None = None) -> Any:
    """Annotate one field of the registry."""
    extra: dict[str, Any] = dict(low=low, high=high, unit=unit, source=source, grade=grade,
                                 mechanism=mechanism, neutral=neutral)
    return Field(default, description=meaning, json_schema_extra=extra)


class Parameters(BaseModel):
    """A full set of behavioural parameters.

    Every field is a float inside its range, or exactly its neutral value.
    Raises InputError, one sentence, for an unknown name or a value outside.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    # who works here
    person_spread: float = _par(0.20, 0.15, 0.24, SHARE, "standard deviation of trust between persons", "scales at work have SD 15-24 of 100 (COPSOQ norms, " + _ARMY + ")", "measured", "people")
    between_units_share: float = _par(0.10, 0.04, 0.13, SHARE, "share of the variance of trust that lies between units", "ICC .089-.127 leader scales (" + _ARMY + "), .093-.099 US VA nursing homes", "measured", "people")
    stable_share: float = _par(0.50, 0.30, 0.80, SHARE, "share of personal variance of trust that lasts; the rest is passing mood", "ICC over waves .49-.56 (" + _ARMY + ")", "measured", "private_drift", 1.0)
    drift_persistence: float = _par(0.99, 0.98, 0.998, "correlation per week", "how long a passing mood lasts", "weekly .985-.996 if waves are 26 weeks apart (" + _ARMY + ")", "measured", "private_drift")
    near_far_correlation: float = _par(0.61, 0.40, 0.80, "correlation", "how far trust in the leader and in the organisation go together between persons", "nearest against higher leader r .61 (" + _ARMY + ")", "measured", "people")
    expectation_base: float = _par(0.103, 0.0, 0.25, SHARE, "expectation of the initiative where nobody trusts the organisation", _PANEL + ": 10.3 + .763 x confidence, R2 .79", "measured", "people")
    expectation_slope: float = _par(0.763, 0.50, 0.90, "share per share of trust", "how far expectation goes with trust in the organisation", _PANEL + ": 10.3 + .763 x confidence, R2 .79", "measured", "people")
    expectation_spread: float = _par(0.12, 0.05, 0.20, SHARE, "standard deviation of expectation at equal trust", "no data", "assumed", "people")
    alignment_damping: float = _par(0.20, 0.0, 0.60, SHARE, "how far full alignment lowers what is expected at the start", "no data; Plejecenter 2's thin alignment", "assumed", "people")
    ownership_start: float = _par(0.30, 0.10, 0.50, SHARE, "ownership before anybody has shaped anything, and of newcomers", "no data", "assumed", "people")
    ownership_spread: float = _par(0.10, 0.0, 0.20, SHARE, "standard deviation of ownership at the start", "no data", "assumed", "people")
    need_scatter: float = _par(0.90, 0.40, 1.40, "log share", "how far needs differ between people where the problem has no coherence", "stands for a Dirichlet of concentration 5-20", "assumed", "people")
    hours_spread: float = _par(4.0, 0.0, 8.0, HOURS, "standard deviation of contract hours", "part time 71 % in Danish municipal care; the spread is assumed", "assumed", "people")
    workload_spread: float = _par(0.015, 0.0, 0.05, SHARE, "standard deviation of the share of hours bound by core work", "no data", "assumed", "people")
    absence_share: float = _par(0.092, 0.05, 0.12, SHARE, "share of staff absent on a given day", "20.9 days a year per full-time, Danish eldercare 2022", "measured", "people")
    # work network
    tie_base: float = _par(-4.0, -4.7, -3.0, "log-odds", "log-odds of turning to a colleague of another team", _NETWORKS, "measured", "network")
    tie_same_team: float = _par(3.3, 2.2, 3.5, "log-odds", "added within the own team", _NETWORKS, "measured", "network")
    tie_ego_spread: float = _par(0.85, 0.80, 1.00, "log-odds", "spread of how much people turn to others", _NETWORKS, "measured", "network")
    tie_alter_spread: float = _par(0.70, 0.25, 1.12, "log-odds", "spread of how much people are turned to", _NETWORKS, "measured", "network")
    tie_reciprocity: float = _par(0.72, 0.50, 0.80, SHARE, "share of pairs in which both directions are decided together", _NETWORKS, "measured", "network")
    # pre-study and fit
    fit_reference: float = _par(0.85, 0.40, 0.95, SHARE, "fit from which nothing is missed", "scale constant", "assumed", "fit", 0.0)
    focus_weight: float = _par(0.50, 0.0, 1.0, SHARE, "how far the chosen focus shapes each practice, against the practice's own kind", "no data", "assumed", "fit")
    imprecision: float = _par(0.45, 0.20, 0.90, SHARE, "how far practices miss the need with no pre-study and no users", "no data", "assumed", "pre_study")
    tailoring: float = _par(0.50, 0.0, 0.90, SHARE, "how far users at the workshop correct that", "no data", "assumed", "pre_study")
    workability_start: float = _par(0.45, 0.30, 0.70, SHARE, "how well a practice works with no pre-study and no users", "no data", "assumed", "pre_study")
    workability_study: float = _par(0.25, 0.0, 0.40, SHARE, "added by a perfect pre-study", "assumption A1 of the programme theory; size assumed", "assumed", "pre_study", 0.0)
    workability_users: float = _par(0.15, 0.0, 0.40, SHARE, "added when all users take part", "no data", "assumed", "pre_study")
    workability_spread: float = _par(0.24, 0.0, 0.30, SHARE, "standard deviation of workability between practices", "no data", "assumed", "pre_study")
    picture_weight: float = _par(1.0, 0.50, 1.0, SHARE, "how far the pre-study can make a shared picture", "assumption A1 of the programme theory; size assumed", "assumed", "pre_study", 0.0)
    # steering
    vote_threshold: float = _par(0.47, 0.30, 0.65, "fit", "fit at which a member at middling trust is undecided", "no data", "assumed", "steering_veto")
    vote_steepness: float = _par(12.0, 4.0, 20.0, "per unit of fit", "how sharply members tell good from bad fit", "no data", "assumed", "steering_veto")
    vote_trust: float = _par(0.35, 0.0, 0.70, "fit per trust", "how far trust makes up for lack of fit", "no data", "assumed", "trust_in_vote", 0.0)
    vote_leader_share: float = _par(0.50, 0.20, 0.80, SHARE, "weight of the leader against the organisation in a member's trust when voting", "the referent matters (Dirks & Ferrin 2002, abstract); weight assumed", "assumed", "trust_in_vote")
    veto_share: float = _par(0.50, 0.34, 1.0, SHARE, "share of the representatives whose refusal counts as a refusal", "Plejecenter 2: two representatives refused; that half of them is enough is assumed", "assumed", "steering_veto", 1.01)
    delegation: float = _par(0.40, 0.0, 0.80, SHARE, "how far a trusting leader gives up deciding alone", "no data", "assumed", "delegation", 0.0)
    influence_expected: float = _par(0.70, 0.50, 0.90, SHARE, "influence a steering member expects at middling hopes", "no data", "assumed", "influence_gap")
    influence_disappointment: float = _par(0.10, 0.0, 0.40, "per meeting", "ownership lost to a full influence gap", "direction: Cedstrand et al. 2021 (abstract)", "theory", "influence_gap", 0.0)
    launch_threshold: float = _par(0.25, 0.10, 0.40, SHARE, "backing of staff and leader below which no practice is launched", "no data", "assumed", "launch", 0.0)
    # listening and trust
    trust_rate: float = _par(0.06, 0.01, 0.15, WEEKLY, "share of the way trust moves in a week of full signal", "no data", "assumed", "trust", 0.0)
    trust_asymmetry: float = _par(2.0, 1.0, 3.0, "ratio", "how much more a loss of trust weighs than a gain", "Zhu et al. 2023 (abstract); contested, organisations are symmetric", "theory", "trust_asymmetry", 1.0)
    confirmation_bias: float = _par(0.30, 0.0, 1.0, SHARE, "how far people hear what they already believe", "Robinson 1996 (abstract), direction", "theory", "confirmation_bias", 0.0)
    trust_repair: float = _par(0.004, 0.0, 0.02, WEEKLY, "share of lost trust that an answering leader wins back", _PANEL + ": large falls recover 20 % in a year", "measured", "trust_repair", 0.0)
    trust_spillover: float = _par(0.0011, 0.0, 0.003, WEEKLY, "pull of trust in the organisation on trust in the leader", _PANEL + ": .057 a year", "measured", "trust_spillover", 0.0)
    organisation_share: float = _par(0.40, 0.0, 0.80, SHARE, "how far what the leader does also counts for or against the organisation", "no data", "assumed", "trust")
    listening: float = _par(1.0, 0.50, 1.0, SHARE, "weight of being listened to as a signal", "Kluger et al. 2023 (abstract): direction", "theory", "listening", 0.0)
    listening_fade: float = _par(0.92, 0.80, 1.0, WEEKLY, "what a further week of talk is worth against the week before", "no data", "assumed", "listening")
    listening_weeks: float = _par(16.0, 4.0, 26.0, WEEKS, "how long a leader goes on listening after a stop", "no data", "assumed", "listening")
    credit_decay: float = _par(0.025, 0.0, 0.20, WEEKLY, "share of trust won by talk that is lost when nothing visible follows", "no data", "assumed", "listening_credit", 0.0)
    workshop_signal: float = _par(2.0, 0.0, 5.0, WEEKS, "what a workshop is worth in weeks of being listened to", "no data", "assumed", "listening")
    review_signal: float = _par(1.3, 0.0, 3.0, WEEKS, "what a review is worth in weeks of being listened to", "no data", "assumed", "review_answers", 0.0)
    override_signal: float = _par(4.0, 1.0, 10.0, WEEKS, "what overruling a refusal is worth in weeks of being let down", "no data", "assumed", "override", 0.0)
    overruled_heard: float = _par(0.35, 0.0, 1.0, SHARE, "how far people come to, and feel heard at, a workshop after being overruled", "no data", "assumed", "override", 1.0)
    loss_evenness: float = _par(0.0, 0.0, 1.0, SHARE, "how far a breach takes the same from all, not in proportion to their trust", "Robinson 1996 (abstract): less decline where trust was high", "assumed", "loss_evenness", 0.0)
    # promises
    expectation_raise: float = _par(0.60, 0.0, 0.90, SHARE, "how far a workshop raises expectation", "the study, Bostedet B (hedged); size assumed", "assumed", "raised_expectation", 0.0)
    expectation_learning: float = _par(0.04, 0.01, 0.10, WEEKLY, "how fast expectation follows the benefit felt", _PANEL + ": direction", "measured", "expectation_learning")
    loss_aversion: float = _par(1.8, 1.0, 2.5, "ratio", "how much more a shortfall weighs than a gain", "1.955 (Brown et al. 2024), 1.31 (Walasek et al. 2024), abstracts", "measured", "loss_aversion", 1.0)
    disconfirmation: float = _par(1.0, 0.50, 1.0, SHARE, "how far people hold the benefit felt against what they expected", "Oliver 1980 (recalled)", "theory", "disconfirmation", 0.0)
    attribution: float = _par(0.60, 0.0, 0.90, SHARE, "share of a disappointment laid at management's door", "no data", "assumed", "attribution", 0.0)
    delivery_ramp: float = _par(10.0, 4.0, 16.0, WEEKS, "weeks until the whole benefit is expected", "no data", "assumed", "disconfirmation")
    benefit_learning: float = _par(0.15, 0.05, 0.30, WEEKLY, "how fast the benefit felt follows the benefit delivered", "no data", "assumed", "benefit")
    # ownership and taking part
    ownership_raise: float = _par(0.50, 0.10, 0.90, SHARE, "how far shaping the solution raises ownership", "best identified in the trial model; size assumed", "assumed", "workshop_ownership", 0.0)
    ownership_learning: float = _par(0.06, 0.01, 0.15, WEEKLY, "how fast ownership follows gain and disappointment", "no data", "assumed", "ownership_learning", 0.0)
    willing_half: float = _par(0.30, 0.05, 0.60, SHARE, "ownership at about half willingness", "no data", "assumed", "willingness")
    willing_trust: float = _par(0.40, 0.0, 0.80, SHARE, "how far willingness needs trust", "Roodbari et al. 2021 through the study, direction", "theory", "trust_in_willingness", 0.0)
    # time
    time_limit: float = _par(1.0, 0.50, 1.0, SHARE, "how strictly hours limit what is done", "arithmetic", "theory", "time_limit", 0.0)
    overload_ownership: float = _par(0.03, 0.0, 0.06, "per hour and week", "ownership worn down by an hour asked for beyond slack", "direction: job demands-resources (recalled)", "assumed", "overload", 0.0)
    load_weight: float = _par(1.0, 0.50, 1.50, "ratio", "how far competing change binds free hours", "direction: Andersen 2013 (abstract)", "assumed", "competing_change", 0.0)
    notice_weeks: float = _par(3.0, 1.0, 6.0, WEEKS, "weeks in which hours for a workshop can be freed", "no data", "assumed", "time_limit")
    attendance_trust: float = _par(0.0, 0.0, 0.80, SHARE, "how far coming to a workshop needs trust", "Nielsen & Randall 2012 (abstract), direction", "theory", "trust_in_attendance", 0.0)
    load_on_leader: float = _par(0.0, 0.0, 1.0, SHARE, "how far competing change binds the leader's project hours, too", "no data", "assumed", "change_on_leader", 0.0)
    change_arrival: float = _par(0.0, 0.0, 0.03, WEEKLY, "chance that another change arrives", "no rate seen", "assumed", "arriving_change", 0.0)
    change_size: float = _par(0.30, 0.10, 0.60, SHARE, "share of the time still free that an arriving change binds", "no data", "assumed", "arriving_change")
    # facilitation
    facilitation_gate: float = _par(1.0, 0.50, 1.0, SHARE, "how strictly a practice needs somebody to run it", "the study, Bostedet B", "theory", "facilitation_gate", 0.0)
    top_backing: float = _par(0.30, 0.0, 0.60, SHARE, "share of a leader's project hours that needs backing from above", "direction: Roodbari et al. 2022 through the study; size assumed", "theory", "top_backing", 0.0)
    span_hours: float = _par(0.03, 0.01, 0.06, "hours per employee", "leader hours a week that each employee takes", "direction: span (Bro et al. 2020, abstract)", "assumed", "facilitation_gate")
    support_start: float = _par(0.90, 0.30, 1.0, SHARE, "consultant's support at launch", "no data", "assumed", "consultant_support", 0.0)
    support_weeks: float = _par(14.0, 8.0, 26.0, WEEKS, "weeks until the consultant's support is gone", "no data", "assumed", "consultant_support")
    sparring_effect: float = _par(0.35, 0.0, 0.60, SHARE, "what full sparring adds to a leader's drive", "no data", "assumed", "leader_sparring", 0.0)
    chair_learning: float = _par(0.005, 0.0, 0.02, WEEKLY, "how fast a named chair learns to run meetings", "no data", "assumed", "chair_learning", 0.0)
    # routine and review
    routine_per_repetition: float = _par(0.045, 0.012, 0.166, "per repetition", "how fast a person forms a routine", "Lally et al. 2010 (abstract): 18-254 days, mean 66", "measured", "routine")
    routine_group_factor: float = _par(0.15, 0.03, 0.60, "ratio", "how far a repetition counts in a group", "no data", "assumed", "routine", 0.0)
    routine_decay: float = _par(0.05, 0.01, 0.12, WEEKLY, "routine lost in a week without the practice", "no data", "assumed", "routine")
    ready_floor: float = _par(0.50, 0.30, 0.90, SHARE, "how far a practice can be used before it is rolled out", "the study, Plejecenter 1; size assumed", "assumed", "roll_out", 1.0)
    adaptation: float = _par(0.35, 0.10, 1.0, "per review", "chance that a practice is adapted where staff and leader are all for it", "no data", "assumed", "adaptation", 0.0)
    adaptation_gain: float = _par(0.06, 0.0, 0.20, SHARE, "workability added by an adaptation", "no data", "assumed", "adaptation")
    adaptation_shift: float = _par(0.20, 0.0, 0.50, SHARE, "how far an adaptation moves a practice toward what people need", "no data", "assumed", "adaptation")
    stop_use: float = _par(0.45, 0.10, 0.60, SHARE, "use below which a practice may be stopped at a review", "the study, Hjemmeplejen; size assumed", "assumed", "stopping_practices", 0.0)
    stop_worth: float = _par(0.70, 0.30, 0.90, SHARE, "worth below which such a practice is stopped", "no data", "assumed", "stopping_practices")
    # after the project
    project_weeks: float = _par(39.0, 30.0, 52.0, WEEKS, "weeks after launch until the project around the practices is over", "the study: follow-up 4-9 months after", "assumed", "attention")
    project_loss: float = _par(0.50, 0.20, 0.80, SHARE, "share of leader hours and reviews that ends with the project", "no data", "assumed", "attention", 0.0)
    attention_rate: float = _par(0.05, 0.0, 0.10, WEEKLY, "how fast attention to the practices moves to what is carried without the project", "no data", "assumed", "attention", 0.0)
    attention_weight: float = _par(0.75, 0.0, 1.0, SHARE, "how far sessions need somebody who asks for them", "programmes elsewhere are given up over years; sources disagree on how many", "assumed", "attention", 0.0)
    interest_rate: float = _par(0.02, 0.0, 0.06, WEEKLY, "how fast a person's interest follows what the practices give, once the project is over", "no data", "assumed", "interest", 0.0)
    interest_weight: float = _par(0.50, 0.0, 1.0, SHARE, "how far taking part needs interest", "persons give practices up over years; size assumed", "assumed", "interest", 0.0)
    # leader
    value_learning: float = _par(0.03, 0.01, 0.20, WEEKLY, "how fast a leader's value follows fit and benefit", "no data", "assumed", "leader_learning", 0.0)
    leader_strategy: float = _par(1.0, 0.50, 1.0, SHARE, "how far a leader judges by fit with the own strategy", "the study: full accord with strategy (A), doubt about the value (B)", "theory", "leader_strategy_fit", 0.0)
    own_fit_weight: float = _par(0.70, 0.40, 0.90, SHARE, "weight of the own strategy against the benefit seen", "no data", "assumed", "leader_learning")
    concretisation: float = _par(0.40, 0.0, 0.60, "per event", "how far concrete ideas move a leader's value to the own fit", "the study, Hjemmeplejen; size assumed", "assumed", "concretisation", 0.0)
    employee_trust_learning: float = _par(0.05, 0.0, 0.10, WEEKLY, "how fast a leader's trust in employees follows what the leader sees", "no data", "assumed", "trust_in_employees", 0.0)
    leader_exit: float = _par(0.0, 0.0, 0.004, WEEKLY, "chance that a leader leaves", "no number seen; 0-20 % a year to sweep", "assumed", "leader_exit", 0.0)
    succession: float = _par(1.0, 0.0, 1.0, SHARE, "whether a leader's departure takes effect", "switch", "assumed", "leader_succession", 0.0)
    successor_value: float = _par(0.50, 0.20, 0.80, SHARE, "value a new leader expects of an intervention that others chose", "no data", "assumed", "leader_succession")
    new_leader_plasticity: float = _par(1.5, 1.0, 2.0, "ratio", "how much faster opinions of a new leader move", "the study, Plejecenter 2; size assumed", "assumed", "leader_succession")
    novelty_fade: float = _par(0.98, 0.90, 1.0, WEEKLY, "how long a leader counts as new", "no data", "assumed", "leader_succession")
    # others
    comparison: float = _par(0.10, 0.0, 1.0, SHARE, "loss felt per unit of benefit that a visible sister unit is ahead", "the study, Bostedet (hedged); size assumed", "assumed", "comparison", 0.0)
    peer_weight: float = _par(0.05, 0.0, 0.15, WEEKLY, "how far colleagues colour each other's ownership", "DeGroot 1974 (recalled); size assumed", "assumed", "peer_influence", 0.0)
    exit_chance: float = _par(0.0042, 0.0, 0.0083, WEEKLY, "chance that an employee leaves", "19.5 % a year, Danish municipal eldercare 2022", "measured", "turnover", 0.0)
    newcomers_untaught: float = _par(0.0, 0.0, 1.0, SHARE, "share of newcomers to whom nobody shows the practices", "no data", "assumed", "untaught_newcomers", 0.0)
    withdrawn_below: float = _par(0.40, 0.05, 0.60, SHARE, "time x willingness below which a person hardly takes part: fewer than two of five sessions", "house definition", "assumed", "withdrawal")
    withdrawn_weeks: float = _par(8.0, 4.0, 16.0, WEEKS, "weeks in a row of that after which a person counts as having dropped out", "house definition", "assumed", "withdrawal")


def _registry() -> dict[str, Parameter]:
    table = {}
    for name, field in Parameters.model_fields.items():
        facts: Any = field.json_schema_extra
        table[name] = Parameter(name=name, default=field.default, meaning=str(field.description), **facts)
    return table


PARAMETERS: dict[str, Parameter] = _registry()
MECHANISMS: dict[str, dict[str, float]] = {}
for _p in PARAMETERS.values():
    if _p.neutral is not None:
        MECHANISMS.setdefault(_p.mechanism, {})[_p.name] = _p.neutral


def make_parameters(values: Mapping[str, float] | Parameters | None = None,
                    without: Iterable[str] = ()) -> Parameters:
    """Build a full set from a few changed values, with some mechanisms switched off.

    values: parameter names to numbers; the rest keeps its default.
    without: names of MECHANISMS to switch off.
    Raises InputError for an unknown name, a value outside its range, or no number.
    """
    chosen = {name: _inside(name, value) for name, value in named_values("parameters", values).items()}
    for mechanism in names_of("without", without):
        if mechanism not in MECHANISMS:
            raise InputError(no_such("mechanism", mechanism, MECHANISMS))
        chosen.update(MECHANISMS[mechanism])
    return Parameters(**chosen)


def _inside(name: str, value: object) -> float:
    if name not in PARAMETERS:
        raise InputError(no_such("parameter", name, PARAMETERS))
    parameter = PARAMETERS[name]
    return checked("parameter", name, value, parameter.low, parameter.high, parameter.unit, parameter.neutral)
