"""Common random numbers: what is not touched stays the same to the last bit, so a difference is an effect."""

import pytest
from helpers import REFUSING, changed, exactly, series_of

from sim import InterventionModel
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.inputs.phases import INTRODUCTION, LAUNCH_WEEK

SEED = 3
OFF = {mechanism: dict(values) for mechanism, values in MECHANISMS.items()}
FROM_LAUNCH = {name: lever.high for name, lever in LEVERS.items() if lever.dose.phase >= INTRODUCTION and not lever.whole}
# Once a mechanism is off, what else belongs to it has nothing left to act on.
SILENT = {
    "steering_veto": ["vote_threshold", "vote_steepness"], "trust_in_vote": ["vote_leader_share"],
    "trust": ["organisation_share"], "private_drift": ["drift_persistence"], "disconfirmation": ["delivery_ramp"],
    "consultant_support": ["support_weeks"], "routine": ["routine_per_repetition", "routine_decay"],
    "adaptation": ["adaptation_gain", "adaptation_shift"], "stopping_practices": ["stop_worth"],
    "leader_learning": ["own_fit_weight"], "leader_succession": ["successor_value", "new_leader_plasticity"],
}
# Contexts in which a mechanism never comes up, so that switching it off is nothing.
IDLE = {"comparison": "hjemmeplejen", "leader_sparring": "bostedet", "leader_exit": "bostedet", "leader_succession": "hjemmeplejen"}


def weeks_of(workplace, weeks=None, **settings):
    model = InterventionModel(workplace, seed=SEED, **settings).run()
    frame = model.trajectories()
    return frame if weeks is None else frame[frame["week"] < weeks]


@pytest.mark.parametrize(("lever", "value"), FROM_LAUNCH.items())
@pytest.mark.parametrize("name", ["bostedet", "hjemmeplejen", "plejecenter-1"])
def test_a_lever_that_acts_from_launch_leaves_the_weeks_before_alone(name, lever, value):
    usual, other = weeks_of(name), weeks_of(name, levers={lever: value})
    before = usual["week"] < LAUNCH_WEEK
    exactly(usual[before], other[before])
    assert not usual[~before].equals(other[~before])


@pytest.mark.parametrize(("lever", "value", "acts_in"), [("involvement", 0.2, 9), ("pre_study_quality", 0.1, 2), ("push_through", 1, 6)])
def test_a_lever_leaves_alone_what_comes_before_its_meeting(lever, value, acts_in):
    place = changed("hjemmeplejen", {**REFUSING, "involvement": 1.0, "pre_study_quality": 1.0})
    settings = {"parameters": {"veto_share": 1.01 if acts_in == 9 else 0.5, "launch_threshold": 0.0}}
    usual, other = weeks_of(place, **settings), weeks_of(place, levers={lever: value}, **settings)
    exactly(usual[usual["week"] < acts_in], other[other["week"] < acts_in])
    assert not usual[usual["week"] >= acts_in].equals(other[other["week"] >= acts_in])


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switching_off_is_setting_the_neutral_values(mechanism):
    exactly(weeks_of("bostedet", parameters=OFF[mechanism]), weeks_of("bostedet", without=[mechanism]))
    exactly(weeks_of("bostedet", parameters=OFF[mechanism], without=[mechanism]), weeks_of("bostedet", without=[mechanism]))


@pytest.mark.parametrize(("mechanism", "others"), SILENT.items())
def test_what_is_switched_off_stays_off_whatever_its_other_values(mechanism, others):
    place = changed("bostedet", {"leader.leaves_in_week": 20, "competing_change.load": 0.4})
    ends = [{name: getattr(PARAMETERS[name], end) for name in others} for end in ("low", "high")]
    ends[0] |= {name: PARAMETERS[name].low for name in OFF[mechanism]}  # values that switching off overrides
    low, high = (weeks_of(place, parameters=values, without=[mechanism]) for values in ends)
    exactly(low, high)


@pytest.mark.parametrize(("mechanism", "others"), [(m, o) for m, o in SILENT.items() if o and m not in ("steering_veto", "trust_in_vote")])
def test_those_other_values_count_while_it_is_on(mechanism, others):
    place = changed("bostedet", {"leader.leaves_in_week": 20, "competing_change.load": 0.4})
    low, high = (weeks_of(place, parameters={name: getattr(PARAMETERS[name], end) for name in others}) for end in ("low", "high"))
    assert not low.equals(high)


@pytest.mark.parametrize(("mechanism", "name"), IDLE.items())
def test_switching_off_what_never_comes_up_changes_nothing(mechanism, name):
    exactly(weeks_of(name), weeks_of(name, without=[mechanism]))


def test_without_refusals_overruling_does_not_matter():
    settings = {"parameters": {"veto_share": 1.01}}
    exactly(weeks_of("plejecenter-2", **settings), weeks_of("plejecenter-2", without=["override"], **settings))
    exactly(weeks_of("plejecenter-2", **settings), weeks_of("plejecenter-2", levers={"push_through": 1}, **settings))


@pytest.mark.parametrize("weeks", [1, 10, 40])
def test_putting_trust_first_changes_nobodys_luck_at_the_meetings(weeks):
    """Where waiting itself does nothing, the design runs through exactly as it would have, only later."""
    waiting = ("trust_rate", "trust_spillover", "exit_chance", "employee_trust_learning", "stable_share", "load_weight", "peer_weight")
    still = {name: PARAMETERS[name].neutral for name in waiting}
    usual, later = (InterventionModel("bostedet", still, {"trust_first_weeks": w}, seed=SEED).run() for w in (0, weeks))
    assert later.week == usual.week + weeks
    for first, second in zip(usual.units, later.units, strict=True):
        assert [p.history for p in first.practices] == [p.history for p in second.practices]
        for name in ("trust_leader", "expectation", "ownership", "use", "leader_value"):
            assert second.record.series[name][weeks:] == first.record.series[name]


def blind(changes):
    """Bostedet with departments that do not see each other, and changes in department B."""
    return changed(changed("bostedet", {"sees": []}), changes, unit="bostedet-b")


@pytest.mark.parametrize("changes", [{"employees": 30, "team_size": 6}, {"trust_in_leader": 0.9}, {"leader.value": 0.05},
                                     {"leader.leaves_in_week": 10}, {"practices.0.hours_per_week": 3.0}, {"name": "other"}])
def test_a_unit_that_sees_nobody_is_alone(changes):
    usual, other = (InterventionModel(blind(c), seed=SEED).run() for c in ({}, changes))
    assert series_of(usual, "bostedet-a") == series_of(other, "bostedet-a")
    for first, second in zip(usual.units[0].employees, other.units[0].employees, strict=True):
        assert first.hours == second.hours and first.needs == second.needs
        assert [c.place for c in first.colleagues] == [c.place for c in second.colleagues]
    b_usual, b_other = usual.units[1].record.series, other.units[1].record.series
    assert b_usual != b_other or "name" in changes


def test_a_unit_that_sees_another_is_not():
    """The same change next door, once comparison can matter."""
    usual, other = (InterventionModel(changed("bostedet", changes, unit="bostedet-b"), {"comparison": 1.0}, seed=SEED).run()
                    for changes in ({}, {"facilitation_skill": 1.0, "leader.value": 1.0, "trust_in_leader": 0.9}))
    assert series_of(usual, "bostedet-a")["trust_leader"][:LAUNCH_WEEK] == series_of(other, "bostedet-a")["trust_leader"][:LAUNCH_WEEK]
    assert series_of(usual, "bostedet-a") != series_of(other, "bostedet-a")


@pytest.mark.parametrize(("parameter", "untouched"), [("trust_rate", ["needs", "contract"]), ("hours_spread", ["needs", "lasting_trust"]),
                                                      ("need_scatter", ["contract", "lasting_trust"]), ("exit_chance", ["lasting_trust"])])
def test_a_parameter_moves_only_what_it_is_about_on_the_first_day(parameter, untouched):
    known = PARAMETERS[parameter]
    for name in untouched:
        first, second = ([getattr(e, name) for e in InterventionModel("bostedet", {parameter: value}, seed=SEED).units[0].employees]
                         for value in (known.low, known.high))
        assert first == second
