"""Every rule keeps to its range, and every main effect pulls the way it is said to pull."""

import importlib
import inspect
import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_table import BY_FACTS, RULES, arguments

import sim.rules

ROUNDING = 1e-12  # a bound or a direction may be missed by the last bits of a sum
PULLS = [(rule, i) for rule in RULES for i, (pull, _, _) in enumerate(arguments(rule)) if pull]


def rule_named(name):
    module, function = name.split(".")
    return getattr(importlib.import_module(f"sim.rules.{module}"), function)


def all_rules():
    for module in pkgutil.iter_modules(sim.rules.__path__):
        for name, value in vars(importlib.import_module(f"sim.rules.{module.name}")).items():
            if inspect.isfunction(value) and value.__module__ == f"sim.rules.{module.name}":
                yield f"{module.name}.{name}"


def test_every_rule_is_held_against_something():
    assert set(all_rules()) == set(RULES) | BY_FACTS


@pytest.mark.parametrize("name", RULES)
def test_the_table_names_every_argument(name):
    assert len(inspect.signature(rule_named(name)).parameters) == len(arguments(name))


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60)
@given(data=st.data())
def test_a_rule_stays_inside_its_range(name, data):
    values = [data.draw(st.floats(low, high)) for _, low, high in arguments(name)]
    low, high = RULES[name][1]
    if name == "fit.inside_scope":
        values[2] = values[0] * values[1] + data.draw(st.floats(0, 2))  # the total has this theme in it
    assert low - ROUNDING <= rule_named(name)(*values) <= high + ROUNDING


@pytest.mark.parametrize(("name", "at"), PULLS)
@settings(max_examples=25)
@given(data=st.data())
def test_a_main_effect_never_pulls_the_other_way(name, at, data):
    ranges = arguments(name)
    values = [data.draw(st.floats(low, high)) for _, low, high in ranges]
    pull, low, high = ranges[at]
    less, more = sorted([values[at], data.draw(st.floats(low, high))])
    first, second = (rule_named(name)(*values[:at], x, *values[at + 1:]) for x in (less, more))
    rise = second - first if pull == "+" else first - second
    assert rise >= -ROUNDING * max(1.0, abs(first))


@pytest.mark.parametrize(("name", "at"), PULLS)
def test_a_main_effect_is_really_there(name, at):
    """From one end of its range to the other, with all else in the middle, the result is another one."""
    ranges = arguments(name)
    values = [(low + high) / 2 for _, low, high in ranges]
    pull, low, high = ranges[at]
    first, second = (rule_named(name)(*values[:at], x, *values[at + 1:]) for x in (low, high))
    assert (second > first) if pull == "+" else (second < first)
