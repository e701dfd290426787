"""Whatever one hands in: a result, or one sentence that names what is wrong. Never a traceback."""

import datetime

import numpy as np
import pytest
from helpers import complaint, exactly, quiet
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim import InterventionModel, simulate
from sim.inputs.levers import LEVERS, Levers, make_levers
from sim.inputs.parameters import PARAMETERS, Parameters, make_parameters


def run(**keywords):
    return simulate(**{"workplace": "hjemmeplejen", **keywords})


# ----- parameters and levers
@pytest.mark.parametrize(("name", "value"), [
    ("trust_rate", 0.2), ("trust_rate", -0.01), ("trust_rate", "fast"), ("trust_rate", None), ("trust_rate", float("nan")),
    ("trust_rate", float("inf")), ("trust_rate", [0.1]), ("trust_rate", {}), ("trust_rate", 1j), ("trust_rate", True),
    ("veto_share", 1.02), ("trust_asymmetry", 0.99), ("listening", 0.2), ("fit_reference", 0.1)])
def test_a_parameter_that_cannot_be_used_is_named_with_its_value(name, value):
    complaint(lambda: make_parameters({name: value}), name, value)
    complaint(lambda: run(parameters={name: value}), name, value)


@pytest.mark.parametrize(("name", "value"), [
    ("protected_hours", 6), ("protected_hours", -1), ("involvement", 1.5), ("involvement", "all"), ("push_through", 0.5),
    ("restart", 2), ("leader_sparring", None), ("action_size", 0), ("trust_first_weeks", float("nan")), ("widen_scope", (1,))])
def test_a_lever_that_cannot_be_used_is_named_with_its_value(name, value):
    complaint(lambda: make_levers({name: value}), name, value)
    complaint(lambda: InterventionModel(levers={name: value}), name, value)


@pytest.mark.parametrize("call", [lambda bad: make_parameters({bad: 1}), lambda bad: make_parameters(without=[bad]),
                                  lambda bad: make_levers({bad: 1}), lambda bad: run(engine=bad), lambda bad: run(workplace=bad)])
@pytest.mark.parametrize("bad", ["trust_rat", "", "x" * 5000, "two\nlines", "ÆØÅ", 3, None, ("a",)])
def test_an_unknown_name_is_answered_in_one_sentence(call, bad):
    complaint(lambda: call(bad), *([bad] if bad == "trust_rat" else []))


@pytest.mark.parametrize(("call", "meant"), [
    (lambda: make_parameters({"trust-rate": 0.1}), "trust_rate"), (lambda: make_parameters(without=["vetto"]), "steering_veto"),
    (lambda: make_levers({"Involvment": 0.1}), "involvement"), (lambda: run(workplace="bostedt"), "bostedet"),
    (lambda: run(engine="Mesa "), "mesa")])
def test_the_nearest_name_is_suggested(call, meant):
    complaint(call, meant)


@pytest.mark.parametrize("neutral", [name for name, p in PARAMETERS.items() if p.neutral is not None])
def test_neutral_values_and_the_ends_of_ranges_are_taken(neutral):
    p = PARAMETERS[neutral]
    for value in (p.neutral, p.low, p.high):
        assert getattr(make_parameters({neutral: value}), neutral) == value


def test_a_mapping_is_expected_and_said_so():
    for junk in ([1, 2], "abc", 3, [("trust_rate",)]):
        complaint(lambda junk=junk: make_parameters(junk))
        complaint(lambda junk=junk: make_levers(junk))
    for junk in (3, None, [[]], [None]):
        complaint(lambda junk=junk: make_parameters(without=junk))


@pytest.mark.parametrize(("model", "values"), [(Parameters, {"trust_rate": 9.0}), (Parameters, {"trust_rate": -1.0}),
                                               (Levers, {"protected_hours": 99.0}), (Levers, {"restart": 0.5})])
def test_a_ready_made_set_is_held_to_its_ranges_too(model, values):
    """However a set was built, what lies outside never reaches a run."""
    make = make_parameters if model is Parameters else make_levers
    complaint(lambda: make(model(**values)), *values)


# ----- runs
HUGE = 10**5000


@pytest.mark.parametrize(("name", "values"), [
    ("runs", [0, -1, "x", 1.5, None, True, HUGE, "9" * 5000]), ("seed", [-1, 2**32, 1.5, "x", "", None, HUGE, "9" * 5000, "a" * 5000]),
    ("follow_up", [0, 1000, -1, 8, 261, 1.5, None, "x", [], [30, "x"], [30, 0], HUGE, float("nan")]),
    ("workers", [0, -1, 1.5, "x", None])])
def test_settings_of_a_run_are_named_with_their_value(name, values):
    for value in values:
        shown = [str(value)] if isinstance(value, (int, float)) and -1e6 < value < 2**40 else []
        complaint(run, name, *shown, **{name: value})


@pytest.mark.parametrize(("name", "values"), [
    ("seed", [-1, 2**32, 1.5, "x"]), ("replication", [-1, 2**32, 1.5, "x", None]), ("follow_up", [0, 1000, "x", 1.5, None])])
def test_settings_of_a_model_are_named_with_their_value(name, values):
    for value in values:
        complaint(InterventionModel, name, value, **{name: value})


def test_a_follow_up_beyond_the_run_is_refused():
    model = InterventionModel("hjemmeplejen", follow_up=17)
    complaint(lambda: model.outcomes(18), "follow_up", 18, 17)
    complaint(lambda: model.outcomes("soon"), "follow_up", "soon")


@pytest.mark.parametrize("value", [np.int64(17), "17", [17], (17,), {17}, np.array([17]), range(17, 18)])
def test_a_follow_up_may_be_any_whole_number_or_several(value):
    assert run(follow_up=value)["follow_up"].tolist() == [17]


def test_a_seed_written_as_text_is_the_same_seed():
    exactly(run(seed="7"), run(seed=7))


@pytest.mark.parametrize("weeks", [0.5, 2.9])
def test_weeks_of_trust_first_are_whole(weeks):
    """Half a week is never lived, so it is refused and not cut off in silence."""
    complaint(lambda: make_levers({"trust_first_weeks": weeks}), "trust_first_weeks", weeks)


def test_nothing_is_run_before_everything_is_checked():
    told = []
    complaint(run, "follow_up", runs=3, follow_up=[17, 500], progress=lambda *done: told.append(done))
    assert told == []


SPECIAL = [datetime.date(2025, 1, 1), object(), 10**400, np.nan, np.array([1.0, 2.0]), "9" * 5000, "\0", "x" * 9000]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.binary(max_size=9) | st.sampled_from(SPECIAL),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3) | st.tuples(inner), max_leaves=4)


@settings(max_examples=300, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(sorted(PARAMETERS)), st.sampled_from(sorted(LEVERS)), JUNK)
@example("trust_rate", "involvement", 10**400)
@example("trust_rate", "involvement", "x" * 9000)
def test_junk_for_a_number_works_or_is_answered(parameter, lever, junk):
    quiet(make_parameters, {parameter: junk})
    quiet(make_levers, {lever: junk})


@settings(max_examples=300, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(["workplace", "parameters", "levers", "seed", "engine", "follow_up", "without", "runs", "workers"]), JUNK)
def test_junk_for_a_setting_is_answered(name, junk):
    harmless = {"workplace": "nowhere"} if name != "workplace" else {}  # so that nothing is run by accident
    quiet(run, **{**harmless, name: junk})
    if name in ("seed", "follow_up", "without", "parameters", "levers", "workplace"):
        quiet(InterventionModel, **{name: junk})
