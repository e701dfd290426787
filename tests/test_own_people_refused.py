"""People of one's own who cannot be used are refused in a sentence with file and line, on every engine."""

import re
import subprocess
import sys
from functools import partial

import pytest
from example_subclass import Cautious
from test_own_people import CAUTIOUS, Boss, Stubborn, StubbornMember

from sim import (
    Employee,
    InputError,
    Manager,
    simulate,
    trajectories,
)
from sim.model.agents import State
from sim.model.cast import SHIPPED, cast_of
from sim.model.own_code import without_effect
from sim.runs import own_people
from sim.runs.own_people import check_lives


@pytest.mark.parametrize(("given", "why"), [
    ({"people": {"employe_class": Cautious}}, "did you mean 'employee_class'"), ({"people": Cautious}, "is no mapping"),
    ({"manager_class": Cautious}, "is no subclass of sim.Manager"), ({"people": CAUTIOUS, "employee_class": Cautious}, "given twice")])
def test_other_kinds_of_people_are_refused(given, why):
    with pytest.raises(InputError, match=why):
        simulate("bostedet", **given)


class Misspelt(Employee):
    def willingness(self):
        return 0.5 * self.unit.manger.value


class Wordless(Employee):
    def willingness(self):
        pass


class Inattentive(Employee):
    def budget_time(self):
        pass


class Worded(Manager):
    def answers(self):
        return "much"


@pytest.mark.parametrize(("people", "why"), [
    ({"employee_class": Misspelt}, r"test_own_people_refused.py, line \d+: willingness fails with AttributeError: .* 'manger'"),
    ({"employee_class": Wordless}, "test_own_people_refused.py, Wordless: with what they give, 'return willingness .*' in the model's "
                                   "while_interested"),
    ({"employee_class": Inattentive}, r"Inattentive: .* fails with TypeError: Inattentive.budget_time\(\) takes 1 positional argument"),
    ({"manager_class": Worded}, "TypeError: unsupported operand")])
def test_people_who_fail_in_a_run_are_refused_at_once_with_their_line(people, why):
    for name in ("fast", "mesa"):
        with pytest.raises(InputError, match=why):
            simulate("hjemmeplejen", engine=name, people=people)


class Undeclared(Employee):
    def willingness(self):
        return 1.0 - self.tired


def test_a_state_that_is_read_and_not_declared_is_told_to_be():
    with pytest.raises(InputError, match=r"line \d+: willingness fails with .* 'tired'; a state is declared, tired = State\(0.0"):
        check_lives(cast_of({"employee_class": Undeclared}))


class Nowhere(Employee):
    def willingness(self):
        return float("nan")


class Sevenfold(Employee):
    def willingness(self):
        return 7.0


class Unwilling(Employee):
    def willingness(self):
        return super().willingness() - 2.0


class Half(Employee):
    rest = State(0, "weeks of rest", "week", high=10.0)

    def willingness(self):
        self.rest = 0.5
        return super().willingness()


class Endless(Employee):
    rest = State(0.0, "weeks of rest")

    def willingness(self):
        self.rest = 1e308 * 10.0
        return super().willingness()


@pytest.mark.parametrize(("people", "why"), [
    (Nowhere, r"test_own_people_refused.py, Nowhere: willing became nan in week \d+ of a run; it lies between 0 and 1"),
    (Sevenfold, "willing became 7.0"), (Unwilling, r"willing became -\d.*between 0 and 1"),
    (Half, r"rest became 0.5 .* begins as a whole number: write rest = State\(0.0"), (Endless, "rest became inf .* is a finite number")])
def test_a_state_that_becomes_what_it_cannot_be_is_refused_before_anything_is_compiled(people, why):
    with pytest.raises(InputError, match=why):
        check_lives(cast_of({"employee_class": people}))


class Wiling(Employee):
    def wilingness(self):
        return 0.5


class Willing(Manager):
    def willingness(self):
        return 0.5


class Trusting(Employee):
    trust_leader = State(0.9, "trust")


@pytest.mark.parametrize(("people", "why"), [
    ({"employee_class": Wiling}, r"line \d+: Wiling.wilingness is called by nothing in the model; did you mean 'willingness'?"),
    ({"manager_class": Willing}, "Willing.willingness is called by nothing in the model; willingness is of sim.Employee"),
    ({"employee_class": Trusting},
     "Trusting.trust_leader is a state of the model's own, which arrive and be_as_known and drift and update_trust set")])
def test_what_has_no_effect_is_said(people, why):
    with pytest.warns(UserWarning, match=why):
        check_lives(cast_of(people))


def test_what_has_an_effect_is_not_warned_of():
    for people in (CAUTIOUS, {"employee_class": Stubborn, "steering_member_class": StubbornMember}, {"manager_class": Boss}):
        assert list(without_effect(cast_of(people))) == []


@pytest.mark.parametrize("start", ["a lot", {}, [0.0], (0.0, 1.0), ("a", "b", "c"), object])
def test_a_state_starts_as_a_number_or_three(start):
    with pytest.raises(InputError, match="what no state can be"):
        State(start, "how tired")
    assert [State(start, "how tired").start for start in (0, 0.5, True, None, (0.1, 0.2, 0.3))] == [0, 0.5, True, None, (0.1, 0.2, 0.3)]


def test_the_shipped_people_keep_to_their_ranges():
    own_people._tried.__wrapped__(SHIPPED, "")


def test_what_fails_in_a_file_only_later_is_one_sentence_too(tmp_path):
    """Two years on, say: nobody is that patient in the runs that are tried first."""
    file = tmp_path / "own.py"
    file.write_text("from sim import Employee\n\n\nclass Impatient(Employee):\n    def willingness(self):\n"
                    "        return super().willingness() if self.unit.week < 90 else self.nothing\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-m", "sim.cli", "run", "hjemmeplejen", "--runs", "1", "--follow-up", "104", "--engine", "mesa",
                           "--people", str(file)], capture_output=True, text=True, check=False)
    assert told.returncode == 2 and len(told.stderr.splitlines()) == 1, told.stderr
    assert f"{file}, line 6: willingness fails with AttributeError" in told.stderr


@pytest.mark.parametrize("engine", ["fast", "mesa"])
@pytest.mark.parametrize(("size", "why"), [
    (0.31, "resist fails with ZeroDivisionError"), (0.32, "shared fails with ZeroDivisionError"),
    (0.33, "resist fails with ZeroDivisionError"), (0.34, "resist fails with ValueError")])
def test_what_fails_under_other_levers_than_those_that_are_tried_is_told_by_line_on_every_engine(size, why, engine):
    people = {"employee_class": Stubborn, "steering_member_class": StubbornMember}
    for run in (partial(simulate, workers=2), trajectories):
        with pytest.raises(InputError, match=rf"test_own_people.py, line \d+: {why}"):
            run("bostedet", levers={"action_size": size}, runs=2, engine=engine, people=people)


def test_a_name_that_the_text_of_the_model_misspells_is_told_by_line_on_mesa_too(call, monkeypatch):
    monkeypatch.delattr(Employee, "willingness")
    status, _, told = call("run", "hjemmeplejen", "--runs", "1", "--sets", "0", "--engine", "mesa")
    assert status == 2 and len(told.splitlines()) == 1
    assert re.search(r"employee.py, line \d+: budget_time fails with AttributeError: .* 'willingness'", told)


