"""What is known beforehand of some weeks: events of a unit, and practices that are taken up later."""

import pytest
from helpers import NO_VETO, changed, complaint, exactly, quiet, series_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from test_states import check_week

from sim import InputError, InterventionModel, load_workplace, simulate, with_context
from sim.explain.events import live_through
from sim.inputs.events import CHANGE, LEADER_LEAVES, MOST_EVENTS, SUMMER
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.inputs.phases import LAUNCH_WEEK, LONGEST_RUN, MAX_FOLLOW_UP
from sim.inputs.reading import TEMPLATE
from sim.inputs.validation import sentence
from sim.inputs.workplace import Workplace
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_calendar

MERGER = {"kind": CHANGE, "from_week": 10, "to_week": 30, "load": 0.4}
HOLIDAYS = {"kind": SUMMER, "from_week": 20, "to_week": 25, "share_away": 0.6}
UNIT = "bostedet-a"


def place_with(*events, base="bostedet", **entries):
    return changed(base, {"events": list(events), **entries})


def lived(place, **keywords):
    return InterventionModel(place, {**NO_VETO, "load_on_leader": 0.5}, seed=3, collect=False, **keywords).run()


def weeks_of(model, name, unit=UNIT):
    return series_of(model, unit)[name]


def test_another_change_binds_hours_in_its_weeks_and_in_no_others():
    usual, merged = (weeks_of(lived(place), "load") for place in (place_with(), place_with(MERGER)))
    for week, (before, with_it) in enumerate(zip(usual, merged, strict=True)):
        assert with_it == (before + 0.4 * (1.0 - before) if 10 <= week <= 30 else before), week
    free = [weeks_of(lived(place), "slack") for place in (place_with(), place_with(MERGER))]
    assert free[0][:10] == free[1][:10] and all(less < more for more, less in zip(free[0][10:31], free[1][10:31], strict=True))


@pytest.mark.parametrize("event", [{**MERGER, "from_week": 300, "to_week": 310}, {"kind": LEADER_LEAVES, "week": LONGEST_RUN},
                                   {**HOLIDAYS, "from_week": LONGEST_RUN, "to_week": LONGEST_RUN}])
def test_what_comes_after_the_end_of_a_run_changes_nothing(event):
    exactly(lived(place_with(event)).outcomes(), lived(place_with()).outcomes())


@pytest.mark.parametrize("week", [1, 9, 20, 40])
def test_a_leader_who_leaves_by_the_calendar_is_one_who_leaves_in_that_week(week):
    by_calendar, by_entry = place_with({"kind": LEADER_LEAVES, "week": week}), place_with(**{"leader.leaves_in_week": week})
    exactly(lived(by_calendar).trajectories(), lived(by_entry).trajectories())


def test_the_more_are_away_the_fewer_hours_are_there_and_spent():
    free, spent, leader = [], [], []
    for away in (0.01, 0.3, 0.6, 1.0):
        model = lived(place_with({**HOLIDAYS, "share_away": away}))
        free.append(sum(weeks_of(model, "slack")[20:26]))
        spent.append(weeks_of(model, "hours")[25] - weeks_of(model, "hours")[19])
        leader.append(weeks_of(model, "hours_leader")[25] - weeks_of(model, "hours_leader")[19])
    for told in (free, spent, leader):
        assert told == sorted(told, reverse=True) and told[0] > told[-1]
    assert free[-1] == 0.0 and spent[-1] - leader[-1] == pytest.approx(0.0, abs=1e-9)


def test_a_workshop_in_the_summer_is_held_with_those_who_are_there():
    came = [simulate(place_with({**HOLIDAYS, "from_week": 9, "to_week": 9, "share_away": away}), NO_VETO, runs=60)["attendance"].mean()
            for away in (0.01, 0.5, 1.0)]
    assert came[0] > came[1] + 0.1 > came[2] + 0.1 and came[2] == 0


def test_nobody_drops_out_by_going_on_holiday():
    """Withdrawal is not counted while many are away, however little is taken part in."""
    summer = {**HOLIDAYS, "from_week": LAUNCH_WEEK, "to_week": LONGEST_RUN, "share_away": 0.9}
    assert set(simulate(place_with(summer), {"withdrawn_below": 0.5}, runs=20)["dropped_out"]) == {0.0}
    assert simulate(place_with(), {"withdrawn_below": 0.5}, runs=20)["dropped_out"].max() > 0


def later(weeks, **more):
    """Plejecenter 1 with its last practice taken up some weeks after launch."""
    return changed("plejecenter-1", {"practices": [
        {"name": "first", "title": "At launch", "themes": {"planning": 1, "coordination": 0, "wellbeing": 0}, "sessions_per_week": 5,
         "hours_per_week": 0.1, "embedded": 0.0, "facilitation_need": 0.0},
        {"name": "later", "title": "Later", "themes": {"planning": 1, "coordination": 0, "wellbeing": 0}, "sessions_per_week": 5,
         "hours_per_week": 0.1, "embedded": 0.0, "facilitation_need": 0.0, "starts_after_launch": weeks}], **more})


def run_to(place, follow_up, **parameters):
    return InterventionModel(place, {**NO_VETO, **parameters}, seed=1, follow_up=follow_up, collect=False).run()


def test_a_practice_that_begins_later_is_held_from_that_week_on():
    first, second = run_to(later(12), 30).units[0].practices
    assert sum(second.history[:12]) == 0 < sum(first.history[:12]) and second.history[12] > 0 and len(second.history) == 30


@pytest.mark.parametrize("weeks", [4, 8, 12])
def test_a_review_does_not_judge_what_has_not_begun(weeks):
    """In the week of a review, too, a practice that begins is not stopped for want of sessions."""
    strict = {"stop_use": 0.1, "stop_worth": PARAMETERS["stop_worth"].high, "adaptation": PARAMETERS["adaptation"].low}
    (_, second) = run_to(later(weeks), 30, **strict).units[0].practices
    assert second.stopped_week is None or second.stopped_week - LAUNCH_WEEK > weeks


def test_what_begins_after_a_follow_up_does_not_count_there():
    model = run_to(later(20), 30)
    facts = {weeks: model.outcomes(weeks).iloc[0] for weeks in (17, 30)}
    alone = run_to(later(20), 17).units[0].practices[0]
    assert facts[17]["use_early"] == pytest.approx(sum(alone.history[3:9]) / 30)  # of the first one alone
    assert facts[17]["retention"] in (0.0, 1.0) and facts[30]["retention"] in (0.0, 0.5, 1.0)
    just_begun = run_to(later(28), 30)
    (_, second) = just_begun.units[0].practices
    assert just_begun.outcomes(30)["use_follow_up"].iloc[0] == pytest.approx(
        (just_begun.units[0].practices[0].use_over(4, 30) + sum(second.history[28:30]) / 10) / 2)


def test_a_practice_that_begins_at_launch_is_as_ever():
    exactly(run_to(later(0), 30).trajectories(), run_to(changed(later(5), {"practices.1.starts_after_launch": 0}), 30).trajectories())


def test_random_calendars_keep_every_state_inside_its_range():
    for number in range(40):
        place = with_calendar(random_workplace(6, number), 6, number)
        model = InterventionModel(place, random_parameters(6, number), random_levers(6, number), seed=number, follow_up=34, collect=False)
        while not model.finished:
            model.step()
            check_week(model, 1e-9)
        assert set(model.outcomes()["retention"].between(0, 1)) == {True}


def test_a_setting_reaches_the_only_event_of_its_kind():
    place = place_with(MERGER, HOLIDAYS)
    moved = with_context(place, {"events.change.load": 0.7, f"{UNIT}.events.summer.to_week": 22})
    assert [unit.events[0].load for unit in moved.units] == [0.7, 0.7] and [unit.events[1].to_week for unit in moved.units] == [22, 25]
    complaint(lambda: with_context(place, {"events.sumer.share_away": 0.1}), "events.sumer.share_away", "change, summer")
    complaint(lambda: with_context(place, {"events.change": 1}), "events.change")
    complaint(lambda: with_context(place, {"events.change.load": 1.2}), "load = 1.2", "0 to 1")
    complaint(lambda: with_context(place_with(MERGER, MERGER), {"events.change.load": 0.7}), "2 events of kind change")


def test_an_explanation_tells_of_the_calendar():
    place = changed(later(4), {"events": [MERGER, HOLIDAYS]})
    told = live_through(InterventionModel(place, NO_VETO, seed=1, collect=False))[0]
    assert {(event.week, event.what) for event in told} >= {
        (10, "another change binds 40% of the free hours until week 30"), (20, "60% of the people are away until week 25"),
        (LAUNCH_WEEK + 4, '"Later" is taken up')}


def test_the_longest_run_there_may_be():
    from sim.kernel.worlds import most_weeks
    assert most_weeks(LEVERS["trust_first_weeks"].high, PARAMETERS["listening_weeks"].high, MAX_FOLLOW_UP) == LONGEST_RUN


@pytest.mark.parametrize(("event", "names"), [
    ({"kind": "merger"}, ["kind", "'merger'", "'change', 'summer' or 'leader_leaves'"]),
    ({"kind": "practice", "week": 3}, ["starts_after_launch"]),
    ({"kind": CHANGE, "from_week": 1, "to_week": 2}, ["needs load, above 0"]),
    ({**MERGER, "to_week": 9}, ["from_week = 10", "to_week = 9"]),
    ({**MERGER, "to_week": 371}, ["371", "1 to 370"]), ({**MERGER, "week": 3}, ["has no week", "from_week, to_week, load"]),
    ({"kind": LEADER_LEAVES}, ["needs week"]), ({**HOLIDAYS, "share_away": 1.1}, ["1.1", "0 to 1"]),
    ({"from_week": 3}, ["kind", "missing"])])
def test_an_event_that_cannot_be_is_named(tmp_path, event, names):
    complaint(lambda: read(tmp_path, [event]), "w.toml", "units[my-unit].events[1]", *names)


def test_there_is_room_for_so_many_events_and_one_practice_begins_at_launch(tmp_path):
    assert len(read(tmp_path, [MERGER] * MOST_EVENTS).units[0].events) == MOST_EVENTS
    complaint(lambda: read(tmp_path, [MERGER] * (MOST_EVENTS + 1)), "25 are more than the 24 a unit may have")
    complaint(lambda: with_context(later(3), {"practices.first.starts_after_launch": 1}), "at least one begins at launch")
    complaint(lambda: with_context(later(3), {"practices.later.starts_after_launch": MAX_FOLLOW_UP + 1}), f"0 to {MAX_FOLLOW_UP}")


def read(tmp_path, events):
    tables = "".join("\n[[units.events]]\n" + "".join(f"{name} = {value!r}\n" for name, value in event.items()) for event in events)
    (tmp_path / "w.toml").write_text(TEMPLATE.read_text(encoding="utf-8") + tables, encoding="utf-8")
    return load_workplace(tmp_path / "w.toml")


JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([*MERGER, *HOLIDAYS, "week", "x"]), JUNK, max_size=6), st.sampled_from([MERGER, HOLIDAYS, {}]))
def test_any_junk_in_an_event_is_answered(junk, beside):
    entries = load_workplace("plejecenter-2").model_dump()
    entries["units"][0]["events"] = [{**beside, **junk}]

    def made():
        try:
            return Workplace(**entries)
        except ValidationError as error:
            raise InputError(sentence(error, entries, Workplace)) from None
    quiet(made)
