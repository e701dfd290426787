"""People of one's own give the same bits on the compiled engine as on Mesa, or are refused by line."""

import json
import os
import pickle
import random
import subprocess
import sys
from math import sqrt
from pathlib import Path

import example_subclass as notebook
import numpy as np
import pytest
from example_subclass import Cautious, CautiousMember

from sim import (
    Employee,
    InputError,
    Manager,
    SteeringMember,
    check_patterns,
    load_workplace,
    over_admissible,
    read_study,
    run_study,
    simulate,
    trajectories,
)
from sim.explain.explanation import explain
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.model.agents import State
from sim.model.cast import SHIPPED, cast_of
from sim.model.own_code import fingerprint
from sim.model.people_file import load_people
from sim.priorities import priorities
from sim.runs.simulate import run_facts

pytest.importorskip("numba", reason="the compiled engine needs Numba, which is an extra")
from sim.kernel import engine


class Mild(Cautious):
    """A constant of one's own, changed below."""

    CAUTION = 1.5


class MildMember(Mild, SteeringMember):
    pass


def damped(x, by):
    return x - by * x * x


def shared(x, among):
    return x / among


class Stubborn(Employee):
    """super() with arguments, a method and a function of one's own; under some levers they fail."""

    def resist(self, signal):
        size, none = self.unit.levers.action_size, self.hurt - self.hurt
        if size == 0.31:
            signal = signal / none
        if size == 0.32:
            signal = shared(signal, none)
        if size == 0.33:
            signal += 5 % int(none)
        if size == 0.34:
            signal = sqrt(none - 1.0)
        return damped(signal, 0.2)

    def update_trust(self, visible, responsiveness, plasticity, top_support):
        self.let_down = self.resist(self.let_down)
        super().update_trust(visible, responsiveness, plasticity, top_support)

    def hear_colleagues(self):
        if self.trust_leader < 0.5:
            super().hear_colleagues()


class StubbornMember(Stubborn, SteeringMember):
    def cast_vote(self, focus):
        accepts = super().cast_vote(focus)
        self.talk += 0.01 if accepts else 0.0
        return accepts


class Tired(Employee):
    """A state of one's own."""

    fatigue = State(0.2, "how tired, 0-1")
    RECOVERY = 0.9

    def budget_time(self, need):
        super().budget_time(need)
        self.fatigue = self.RECOVERY * self.fatigue + (0.1 if self.overload > 0.0 else 0.0)

    def willingness(self):
        return super().willingness() * (1.0 - self.fatigue)


class TiredMember(Tired, SteeringMember):
    pass


class Boss(Manager):
    def answers(self):
        return 0.5 * super().answers()


@pytest.mark.parametrize("people", [
    {"employee_class": Cautious, "steering_member_class": CautiousMember}, {"employee_class": Cautious},
    {"employee_class": Mild, "steering_member_class": MildMember}, {"employee_class": Stubborn, "steering_member_class": StubbornMember},
    {"employee_class": Tired, "steering_member_class": TiredMember}, {"manager_class": Boss}],
    ids=lambda people: "-".join(cls.__name__ for cls in people.values()))
def test_people_of_ones_own_give_the_same_bits(people):
    place, levers = load_workplace("bostedet"), make_levers()
    parameters = make_parameters({"exit_chance": 0.0083}, without=["steering_veto"])
    fast, mesa, usual = (np.asarray(run(place, parameters, levers, 1, [26], 0, 3, cast_of(who))) for run, who in (
        (engine.facts, people), (run_facts, people), (engine.facts, None)))
    assert fast.tobytes() == mesa.tobytes() != usual.tobytes()


def test_their_weeks_are_the_same_on_both_engines_too():
    people = {"employee_class": Tired, "steering_member_class": TiredMember}
    fast, mesa, usual = (trajectories("bostedet", runs=2, seed=1, engine=engine, people=who) for engine, who in (
        ("fast", people), ("mesa", people), ("fast", None)))
    assert fast.equals(mesa) and not fast["taking_part"].equals(usual["taking_part"])


class Moody(Employee):
    def willingness(self):
        return np.random.random()


class Planning(Employee):
    def willingness(self):
        return 0.4 if self.role == "planner" else 0.5


class Gambling(Employee):
    def willingness(self):
        return random.random()


class Hasty(Employee):
    def willingness(self):
        return 0.5 if self.overload ** 2 > 0.5 else DICE.random()


DICE = np.random.default_rng(1)


@pytest.mark.parametrize("engine", ["fast", "mesa"])
@pytest.mark.parametrize(("cls", "called"), [(Moody, "np.random.random"), (Gambling, "random.random"), (Hasty, "DICE.random")])
def test_what_gives_other_numbers_every_time_is_refused_on_every_engine(cls, called, engine):
    with pytest.raises(InputError, match=rf"line \d+: {cls.__name__}.willingness uses {called}\(\), .* no result could be repeated"):
        simulate("bostedet", engine=engine, people={"employee_class": cls})


def test_what_cannot_be_compiled_is_named_by_line_and_runs_on_mesa():
    with pytest.warns(UserWarning, match="self.role, which is text"):
        simulate("bostedet", people={"employee_class": Planning})


# ----- through every analysis
CAUTIOUS = {"employee_class": Cautious, "steering_member_class": CautiousMember}
FILE = Path(notebook.__file__)


def test_keywords_and_a_mapping_are_the_same_people_and_engines_agree():
    by_keyword, by_mapping = simulate("bostedet", runs=3, seed=4, **CAUTIOUS), simulate("bostedet", runs=3, seed=4, people=CAUTIOUS)
    assert by_keyword.equals(by_mapping) and by_keyword.equals(simulate("bostedet", runs=3, seed=4, engine="mesa", people=CAUTIOUS))
    usual = simulate("bostedet", runs=3, seed=4)
    assert not by_keyword["hours_total"].equals(usual["hours_total"])
    assert set(by_keyword["fingerprint"]).isdisjoint(usual["fingerprint"]), "results say whose people they are"


def test_weeks_are_the_same_on_both_engines():
    fast, mesa = (trajectories("bostedet", runs=2, seed=4, engine=engine, people=CAUTIOUS) for engine in ("fast", "mesa"))
    assert fast.equals(mesa)


def test_patterns_explanations_sets_and_priorities_take_them():
    ours, theirs = (check_patterns(runs=3, only=["S5"], engine=engine, people=CAUTIOUS)[0].as_record() for engine in ("fast", "mesa"))
    assert ours == theirs
    told = [explain("bostedet", "bostedet-b", seed=4, engine=engine, people=CAUTIOUS).as_record() for engine in ("fast", "mesa")]
    assert told[0] == told[1] != explain("bostedet", "bostedet-b", seed=4).as_record()
    sets, usual = (over_admissible("bostedet", sets=2, runs=3, people=people) for people in (CAUTIOUS, None))
    assert list(sets.columns) == list(usual.columns) and not sets["hours_total"].equals(usual["hours_total"])
    found, before = (priorities("hjemmeplejen", runs=8, people=people).as_record() for people in (CAUTIOUS, None))
    assert found["ranking"] != before["ranking"]


STUDY = 'question = "Do the cautious do as much?"\nworkplaces = ["bostedet"]\nreplications = 4\nfollow_ups = [17]\n'


@pytest.mark.parametrize("engine", ["fast", "mesa"])
def test_a_study_is_run_with_them_by_threads_and_processes_and_goes_on_with_the_same_alone(engine, tmp_path):
    (tmp_path / "cautious.toml").write_text(STUDY, encoding="utf-8")
    whose = load_people(FILE)
    folder = run_study(tmp_path / "cautious.toml", tmp_path / "out", engine=engine, workers=2, people=whose)
    rows, alone = read_study(folder), simulate("bostedet", runs=4, follow_up=17, people=whose)
    assert sorted(rows["hours_total"]) == sorted(alone["hours_total"])
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["people"] == f"Cautious, CautiousMember ({fingerprint(whose)})"
    with pytest.raises(InputError, match=r"was run with Cautious.*the shipped people.*choose another --out"):
        run_study(tmp_path / "cautious.toml", folder, engine=engine, resume=True)


def test_a_file_gives_the_class_of_each_kind_that_nothing_builds_on(tmp_path):
    assert [kind.__name__ for kind in load_people(FILE)] == ["Cautious", "CautiousMember", "Manager"]
    assert pickle.loads(pickle.dumps(load_people(FILE))).in_words == "Cautious, CautiousMember"
    for text, why in (("x = 1\n", "defines nobody"), ("\n1 / 0\n", "own.py, line 2: it fails with ZeroDivisionError"),
                      ("import sys\nsys.exit(3)\n", "line 2: it fails with SystemExit"),
                      ("class A(sim.Employee): pass\n", "line 1: it fails with NameError"),
                      ("import sim\nclass A(sim.Employee):\n    tired = sim.State(0.1)\n", "line 3: A fails with TypeError: .*'meaning'"),
                      ("def (\n", "SyntaxError"),
                      ("import sim\nclass A(sim.Employee): pass\nclass B(sim.Employee): pass\n", "two kinds of Employee: A and B")):
        (tmp_path / "own.py").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=why):
            load_people(tmp_path / "own.py")
    with pytest.raises(InputError, match="is no Python file"):
        load_people(tmp_path / "nobody.py")


def scaled(x):
    return 0.9 * x


class Scaled(Employee):
    FACTOR = 2.0

    def willingness(self):
        return scaled(super().willingness()) / self.FACTOR


def test_the_fingerprint_changes_with_code_helpers_and_numbers(monkeypatch):
    whose = cast_of({"employee_class": Scaled})
    before = fingerprint(whose)
    monkeypatch.setattr(Scaled, "FACTOR", 3.0)
    changed = fingerprint(whose)
    monkeypatch.setitem(globals(), "scaled", damped)
    assert len({before, changed, fingerprint(whose), fingerprint(SHIPPED)}) == 4


@pytest.mark.slow
@pytest.mark.rare  # it compiles
def test_what_was_compiled_is_loaded_by_the_next_process(tmp_path):
    def runs():
        told = subprocess.run([sys.executable, "-m", "sim.cli", "run", "hjemmeplejen", "--runs", "2", "--sets", "0", "--people", str(FILE)],
                              capture_output=True, text=True, check=True, env={**os.environ, "TAKEHOLD_CACHE": str(tmp_path)})
        return told.stdout, sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.rglob("*.nbc"))

    first, second = runs(), runs()
    assert first == second and "People: Cautious, CautiousMember" in first[0]
