"""The lab without a browser: links, sliders, worlds, pairs, pictures, texts, the guided story, and the command."""

import socket
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from helpers import complaint, exactly
from hypothesis import given
from hypothesis import strategies as st

from sim import InterventionModel, load_workplace, simulate, workplaces
from sim.admissible.directions import OverSets, over_sets
from sim.admissible.sets import over_admissible
from sim.cli import lab
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.inputs.phases import PHASES, STEERING
from sim.lab import controls, guided, many, texts
from sim.lab.needs import draw_needs, inside_scope
from sim.lab.people import PeoplePicture, colours
from sim.lab.setting import EXAMPLE, Setting, from_link
from sim.lab.timeline import APART, PhasesPicture
from sim.lab.weeks import PANELS, LinesPicture
from sim.lab.world import World, parting, worlds
from sim.model.measures import FADED, MEASURES, STOPPED
from sim.model.record import SERIES
from sim.runs.drop_out import gates, stretches

PUSHED = Setting(run=guided.RUN, pair=1, what_if=guided.PUSHED)
LARGEST = max(workplaces(), key=lambda name: max(unit.employees for unit in load_workplace(name).units))

# ----- a setting and its link

shares = st.floats(0.0, 1.0).map(lambda x: round(x, 2))
settings = st.builds(Setting, place=st.sampled_from([*workplaces(), EXAMPLE]), seed=st.integers(0, 99), run=st.integers(0, 999),
                     follow_up=st.integers(9, 104), week=st.integers(0, 200), pair=st.integers(0, 1), story=st.integers(0, 5),
                     as_it_is=st.fixed_dictionaries({}, optional={"involvement": shares, "restart": st.sampled_from([0.0, 1.0])}),
                     what_if=st.fixed_dictionaries({}, optional={"widen_scope": shares}),
                     parameters=st.fixed_dictionaries({}, optional={"trust_asymmetry": st.just(2.5)}))


@given(settings)
def test_a_link_restores_the_whole_setting(setting):
    assert from_link(setting.link()) == setting


@pytest.mark.parametrize(("query", "names"), [
    ("?plase=bostedet", ["plase", "place"]), ("place=plejecenter", ["plejecenter"]), ("place=/nowhere/my.toml", ["my.toml"]),
    ("unit=bostedet-c&place=bostedet", ["bostedet-c", "did you mean"]), ("seed=-1", ["seed"]), ("week=1000", ["week", "1000"]),
    ("as_it_is.involvment=1", ["involvment", "involvement"]), ("pair=1&what_if.involvement=7", ["involvement", "7", "0 to 1"]),
    ("parameter.trust_rate=much", ["trust_rate", "much"]), ("seed=1&seed=2", ["seed", "twice"]), ("follow_up=3", ["follow_up", "9"]),
    ("pair=2", ["pair"]), ("what_if.restart=0.5&pair=1", ["restart"])])
def test_a_wrong_link_is_one_clear_sentence(query, names):
    complaint(lambda: from_link(query), *names)


# ----- sliders

@pytest.mark.parametrize("unit", [unit for name in workplaces() for unit in load_workplace(name).units], ids=lambda unit: unit.name)
def test_every_lever_has_a_control_that_can_stand_where_the_unit_is(unit):
    made = controls.lever_controls(unit)
    assert [control.name for control in made] == list(LEVERS)
    for control in made:
        places = (control.usual - control.low) / control.step
        assert abs(places - round(places)) < 1e-6, control
        assert (control.low, control.high) == (LEVERS[control.name].low, LEVERS[control.name].high)
        assert LEVERS[control.name].meaning[1:] in control.hint and LEVERS[control.name].cost_in_words in control.hint


def test_parameter_controls_say_meaning_range_and_source():
    for control in controls.parameter_controls():
        p = PARAMETERS[control.name]
        assert (control.low, control.high, control.usual) == (p.low, p.high, p.default)
        assert p.meaning[1:] in control.hint and p.source in control.hint


# ----- worlds

def test_watching_changes_nothing():
    world = World(Setting(run=3))
    for week in (0, 1, 5, 5, 2, 100):
        world.at(week)
    alone = InterventionModel("plejecenter-2", replication=3).run()
    for name in SERIES:
        assert world.unit.record.series[name] == alone.units[0].record.series[name]
    assert len(world.moments) == alone.week and world.ended(alone.week - 1) and not world.ended(alone.week - 2)


def test_a_remembered_week_is_what_the_record_says():
    world = World(Setting(place="bostedet", unit="bostedet-b"))
    assert world.unit.context.name == "bostedet-b"
    for week in range(world.at(30) + 1):
        assert np.mean(world.moments[week].trust) == pytest.approx(world.series("trust_leader", week)[-1])


def test_a_pair_is_the_same_until_the_lever_acts():
    first, second = worlds(PUSHED)
    acts = PHASES[STEERING].week
    assert parting(first, second, acts - 1) is None
    assert parting(first, second, 40) == acts
    assert first.moments[acts - 1] == second.moments[acts - 1] and first.moments[acts] != second.moments[acts]
    assert "the same to the last digit" in texts.apart([first, second], acts - 1)
    assert f"Up to week {acts - 1}" in texts.apart([first, second], 40)


def test_a_lever_that_changes_nothing_parts_nobody():
    first, second = worlds(Setting(place="bostedet", pair=1, what_if={"push_through": 0.0}))
    assert parting(first, second, 100) is None


# ----- pictures

def test_pictures_move_with_the_weeks_and_leave_nothing_behind():
    pair = worlds(PUSHED)
    for drawn in (PeoplePicture(pair[1]), PhasesPicture(pair), *(LinesPicture(panel, pair) for panel in PANELS)):
        early = drawn.frame(20)
        parts = [len(axes.get_children()) for axes in drawn.film.figure.axes]
        assert early.startswith(b"\x89PNG") and drawn.frame(24) != early
        assert drawn.frame(20) == early and [len(axes.get_children()) for axes in drawn.film.figure.axes] == parts


def test_the_key_names_every_role_that_is_drawn():
    for place in [*workplaces(), EXAMPLE]:
        drawn = PeoplePicture(World(Setting(place=place)))
        words = " ".join(drawn.key())
        assert {role for role in drawn.roles if role not in words} == set()
        assert "dropped out" in words and "free hours" in words
    assert colours().count("#") == 9


def test_names_of_phases_keep_apart_in_every_week():
    pair = worlds(PUSHED)
    strip = PhasesPicture(pair)
    strip.frame(40)
    for week in range(pair[1].at(43) + 1):
        written = []
        axes = strip.film.figure.axes[0]
        before = set(axes.texts)
        strip._add(week)
        for text in set(axes.texts) - before:
            if text.get_rotation() and round(text.get_position()[1]) == 1:
                written.append(text.get_position()[0])
            text.remove()
        assert all(later - sooner >= APART for sooner, later in pairwise(sorted(written))), (week, written)


def test_gates_are_where_the_run_passed_them_or_stopped():
    as_it_is, pushed = worlds(PUSHED)
    as_it_is.at(40), pushed.at(40)
    assert gates(stretches(as_it_is.unit.record.phases)) == ([], [6])
    assert gates(stretches(pushed.unit.record.phases)) == ([6, 11], [])


# ----- many runs

def test_many_runs_are_those_of_the_command_and_their_words_carry_intervals():
    frames = many.many(PUSHED, runs=40)
    exactly(frames[0], simulate("plejecenter-2", runs=40))
    exactly(frames[1], simulate("plejecenter-2", levers=guided.PUSHED, runs=40))
    words = many.in_words(frames)
    assert "95 % interval" in words[0] and "40 pairs" in words[2]
    assert many.command(PUSHED).endswith("--lever push_through=1")
    assert many.draw_many(frames, PUSHED).axes


@pytest.mark.parametrize(("lowers", "unclear", "raises"), [(22, 6, 12), (37, 3, 0), (0, 40, 0), (5, 0, 35)])
@pytest.mark.parametrize("pair", [True, False])
def test_what_other_assumptions_say_comes_first_and_follows_the_sets(lowers, unclear, raises, pair):
    signs = np.array([-1] * lowers + [0] * unclear + [1] * raises)
    told = many.second_telling(OverSets(MEASURES["trust_end"], 0.1 * signs, signs, tuple(range(40))), pair)
    assert f"lower in {100 * lowers / 40:.0f} %" in told and f"higher in {100 * raises / 40:.0f} %" in told and "40 sets" in told
    assert told.startswith("Whether trust in the leader ends higher or lower") == (min(lowers, raises) > 4)


def test_the_end_of_the_story_is_told_over_the_sets_that_what_if_asks():
    asked = many.over(guided.setting(5))
    first, second = (over_admissible("plejecenter-2", levers=levers) for levers in ({}, guided.PUSHED))
    same = over_sets(MEASURES["trust_end"], first, second)
    assert asked.values.tolist() == same.values.tolist() and asked.signs.tolist() == same.signs.tolist()
    assert many.over(guided.setting(5)) is asked is many.over(replace(PUSHED, week=3, run=7))  # remembered, whatever is watched
    frames = many.many(PUSHED, runs=40)
    words = many.in_words(frames, asked)
    assert words[0] == many.second_telling(asked, True) and words[1:] == many.in_words(frames)
    assert len(many.draw_many(frames, PUSHED, asked).axes) == 3
    assert [step.over for step in guided.STEPS] == [False, False, False, True, True]


def test_the_command_of_the_example_can_be_pasted():
    assert many.command(Setting(place=EXAMPLE)).startswith("takehold new my.toml; takehold run my.toml --runs 500")


# ----- the story

def test_the_run_that_is_told_lies_in_the_middle():
    first, second = many.many(PUSHED)
    told = (first["outcome"] == STOPPED) & (second["outcome"] == FADED)
    table = np.column_stack([first["trust_start"], first["trust_end"], second["trust_end"]])[told]
    off = (((table - np.median(table, axis=0)) / table.std(axis=0, ddof=1))**2).sum(axis=1)
    assert first["run"][told].iloc[int(off.argmin())] == guided.RUN
    assert (first["outcome"] == STOPPED).mean() > 0.5 and (second["outcome"] == FADED).mean() > 0.5  # neither is a rare one


def told_story(choices):
    """All paragraphs of every step, scene and then what follows the choice, for a reader who chooses so."""
    told = []
    for number, step in enumerate(guided.STEPS, start=1):
        setting = guided.setting(number)
        assert from_link(setting.link()) == setting
        pair = worlds(setting)
        for world in pair:
            world.at(step.week)
        told.append(" ".join([*step.scene(pair, choices), step.question, *step.after(pair, choices)]))
    return told, pair


def test_the_story_tells_what_its_run_shows():
    told, pair = told_story({number: step.choices[0] for number, step in enumerate(guided.STEPS, start=1)})
    ends = [world.outcome()["trust_end"] for world in pair]
    assert [world.outcome()["outcome"] for world in pair] == [STOPPED, FADED]
    assert f"{100 * inside_scope(pair[0]):.0f} per cent" in told[1]
    assert f"{pair[0].outcome()['trust_start']:.2f} at the start, {ends[0]:.2f} at the end" in told[3]
    assert f"{ends[1]:.2f} instead of {ends[0]:.2f}" in told[4]
    for text in ("all numbers here are assumptions", "So why did this care home stop?", "stopping was a good decision", "never forecasts"):
        assert text in " ".join(told)


@pytest.mark.parametrize("first", [True, False])
def test_every_choice_of_the_reader_has_its_own_answer(first):
    choices = {number: step.choices[0 if first else -1] for number, step in enumerate(guided.STEPS, start=1)}
    told, _ = told_story(choices)
    expected = {True: ["it takes hold", "You said yes", "did otherwise", "You guessed higher", "as you would have done"],
                False: ["That was your guess", "You said no, like the two", "So did the leader", "You guessed lower"]}[first]
    for words in expected:
        assert words in " ".join(told)
    assert ("as you would have done" in " ".join(told)) == first


def test_a_step_that_is_opened_from_a_link_asks_for_no_earlier_choice():
    for number, step in enumerate(guided.STEPS, start=1):
        pair = worlds(guided.setting(number))
        for world in pair:
            world.at(step.week)
        for choice in step.choices:
            assert step.scene(pair, {}) and step.after(pair, {number: choice})


def test_needs_are_those_of_the_start_however_far_one_has_looked():
    world = World(guided.setting(2))
    before = inside_scope(world)
    world.at(guided.END)
    assert inside_scope(world) == before and 0 < before < 1
    assert draw_needs(world).axes


@pytest.mark.parametrize("place", [*workplaces(), EXAMPLE])
def test_every_other_way_is_a_setting_that_changes_something(place):
    for name, levers in guided.ways(place).items():
        pairs = (worlds(Setting(place=place, run=run, pair=1, what_if=levers)) for run in range(5))
        assert any(parting(first, second, 60) is not None for first, second in pairs), name


def test_a_guess_is_answered_by_the_run():
    assert guided.answer(-0.2, "higher") == "You guessed higher. In this run it ends lower, by 0.20."
    assert guided.answer(0.2, "higher") == "You guessed higher. In this run it ends higher, by 0.20."
    assert guided.answer(0.01, "lower").endswith("it ends about the same.")


def test_stopping_is_told_as_a_good_decision_and_the_outcome_only_at_the_end():
    world = World(PUSHED)
    assert texts.outcome(world, 6).startswith("Not decided yet")
    assert "good decision" in texts.outcome(world, 100) and "good decision" in texts.study(world)


# ----- the command

def test_a_port_in_use_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        complaint(lambda: lab.check_address("127.0.0.1", port), port, "choose another")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.org", "", "127.0.0.1.evil"])
def test_only_this_machine_itself_is_served(host):
    complaint(lambda: lab.check_address(host, 8765), "this machine itself", "127.0.0.1")


def test_without_solara_it_says_how_to_install(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    complaint(lab.lab, "not installed", "pip install")


def test_an_unknown_workplace_is_named_before_anything_is_served(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: True)
    monkeypatch.setattr(lab, "serve", lambda *_: pytest.fail("it was served"))
    complaint(lambda: lab.lab("bostede", port=0), "bostede", "did you mean 'bostedet'")


def test_mesas_own_page_works_on_the_model():
    solara = pytest.importorskip("solara", reason="Solara is not installed: pip install 'takehold[lab]'")
    import ipyvuetify
    from mesa.visualization import SolaraViz, make_plot_component
    model = InterventionModel("plejecenter-2")
    seed = {"type": "SliderInt", "value": 0, "label": "Seed", "min": 0, "max": 9, "step": 1}
    page = SolaraViz(model, components=[make_plot_component("trust_leader")], model_params={"workplace": "plejecenter-2", "seed": seed})
    _, rendered = solara.render(solara.AppLayout(children=[page]), handle_error=False)
    labels = {str(child).strip() for button in rendered.find(ipyvuetify.Btn).widgets for child in button.children}
    assert {"Reset", "Step"} <= labels
    rendered.close()
