"""The page's map of trust and fit: it changes a workplace as with_context does, and its cells are the numbers of simulate."""

import random

import pytest
from node import answers, needs_node

from sim import InputError, load_workplace, simulate, with_context
from sim.inputs.phases import THEMES
from sim.inputs.reading import workplaces
from sim.model.random_inputs import random_workplace
from sim.priorities.map import RANGES

pytestmark = needs_node
TRUST, FIT = "trust_in_leader", "needs_inside_scope"


def asked(cases):
    """What Node tells of each case."""
    return answers("fit_in_node.mjs", cases)


def case(ask, place, unit, **more):
    return {"ask": ask, "place": place.model_dump(mode="json"), "unit": unit.name, **more}


def grounds(count=300):
    """Random and shipped workplaces, some with other scopes and with needs of nobody, each with a unit, a trust and a fit."""
    dice, shipped = random.Random(4), [load_workplace(name) for name in workplaces()]
    for number in range(count):
        place = random_workplace(11, number) if number % 5 else dice.choice(shipped)
        if number % 3 == 0:
            scope = dice.choice([(1, 0.5, 0), (0.3, 0.9, 0.3), (1, 1, 0.4)])
            place = with_context(place, {f"scope.{theme}": value for theme, value in zip(THEMES, scope, strict=True)})
        if number % 7 == 0:
            place = with_context(place, {"needs.planning": 0.0, "needs.coordination": 0.0, "needs.wellbeing": 1.0})
        yield place, dice.choice(place.units), dice.uniform(0, 1), dice.uniform(0, 1)


def test_a_workplace_changes_as_with_context_changes_it_to_the_last_bit():
    cases = list(grounds())
    told = asked([case("ground", place, unit, trust=trust, fit=fit) for place, unit, trust, fit in cases])
    refused = 0
    for (place, unit, trust, fit), ours in zip(cases, told, strict=True):
        try:
            wanted = with_context(place, {f"{unit.name}.{TRUST}": trust, f"{unit.name}.{FIT}": fit}).model_dump(mode="json")
        except InputError:
            refused += 1
            assert FIT in ours["refused"]
            continue
        assert ours == wanted
    assert 0 < refused < len(cases) / 2


def test_where_a_unit_lies_is_where_setting_its_own_fit_leaves_its_needs():
    cases = [(place, unit) for place, unit, _, _ in grounds(60) if len(set(unit.scope.model_dump().values())) > 1]
    for (place, unit), fit in zip(cases, asked([case("fit", *one) for one in cases]), strict=True):
        moved = with_context(place, {f"{unit.name}.{FIT}": fit}).unit(unit.name)
        assert moved.needs.shares() == pytest.approx(unit.needs.shares())


def test_axes_are_those_of_takehold_map_as_far_as_the_scope_lets_them():
    place = load_workplace("plejecenter-2")
    even = with_context(place, {"scope.wellbeing": 1.0})
    half = with_context(place, {"scope.wellbeing": 0.5})
    ranges, whole, none, narrow = asked([{"ask": "ranges"}, *(case("axes", one, one.units[0]) for one in (place, even, half))])
    assert ranges == {name: list(RANGES[name]) for name in (TRUST, FIT)}
    assert whole["trusts"] == [0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85]
    assert whole["fits"] == [0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
    assert none is None and (narrow["fits"][0], narrow["fits"][-1]) == (0.5, 0.95)


def test_cells_are_the_numbers_of_simulate():
    asks = [("plejecenter-2", 0, 0.15, 0.35), ("generic-unit", 0, 0.55, 0.75), ("bostedet", 1, 0.85, 0.95)]
    places = [load_workplace(name) for name, *_ in asks]
    told = asked([case("cell", place, place.units[at], trust=trust, fit=fit, runs=60, seed=3)
                  for place, (_, at, trust, fit) in zip(places, asks, strict=True)])
    for place, (_, at, trust, fit), ours in zip(places, asks, told, strict=True):
        name = place.units[at].name
        rows = simulate(with_context(place, {f"{name}.{TRUST}": trust, f"{name}.{FIT}": fit}), runs=60, seed=3).query("unit == @name")
        wanted = dict(rows[["dropped_out", "retention", "trust_change"]].assign(stopped=(rows["outcome"] == "stopped") * 1.0).items())
        for one, values in wanted.items():
            assert ours[one]["value"] == pytest.approx(values.mean(), abs=1e-14)
            assert ours[one]["error"] == pytest.approx(values.sem(), abs=1e-14)
