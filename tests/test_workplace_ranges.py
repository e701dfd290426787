"""Ranges of entries: read, refused in one sentence, no part of what is recorded; and workplaces with other values inside them."""

import tomllib
from functools import cache

import numpy as np
import pytest
from helpers import complaint
from hypothesis import given, settings
from hypothesis import strategies as st
from workplace_ranges import RANGES_THAT_CANNOT_BE

from sim import load_workplace, workplaces
from sim.inputs.reading import SHIPPED, TEMPLATE
from sim.inputs.settings import with_context
from sim.inputs.uncertain import at_place, entries, with_entries
from sim.inputs.workplace import Range, Workplace

GOOD = TEMPLATE.read_text(encoding="utf-8")
shipped = cache(load_workplace)
OF_STUDY = st.sampled_from(workplaces()).map(shipped)


@pytest.fixture
def reads(tmp_path):
    """Read the template with one entry written otherwise."""
    def read(line, new):
        assert line in GOOD
        file = tmp_path / "w.toml"
        file.write_text(GOOD.replace(line, new, 1), encoding="utf-8")
        return load_workplace(file)
    return read


def recorded(place):
    return np.array([one.recorded for one in entries(place)])


# ----- files
def test_a_range_is_read_with_its_reason_and_its_source(reads):
    place = reads("trust_in_leader = 0.57",
                  "trust_in_leader = { value = 0.57, low = 0.5, high = 0.7, source = 'survey', reason = '9 of 20' }")
    assert place.ranges == {"units.0.trust_in_leader": Range(low=0.5, high=0.7, reason="9 of 20")}
    assert place.provenance == {"units.0.trust_in_leader": "survey"}
    assert place.units[0].trust_in_leader == 0.57


def test_a_reason_of_a_table_goes_for_its_ranges_unless_one_has_its_own(reads):
    place = reads("load = 0.1 ", "reason = 'a guess'\nload = { value = 0.1, low = 0, high = 0.2 } ")
    assert place.ranges["units.0.competing_change.load"].reason == "a guess"
    place = reads("load = 0.1 ", "reason = 'a guess'\nload = { value = 0.1, low = 0, high = 0.2, reason = 'told' } ")
    assert place.ranges["units.0.competing_change.load"].reason == "told"
    complaint(lambda: reads("load = 0.1 ", "reason = 'of nothing'\nload = 0.1 "), "competing_change.reason", "no such setting")


@pytest.mark.parametrize(("name", "value", "beside", "said"), RANGES_THAT_CANNOT_BE)
def test_a_range_that_cannot_be_is_answered_in_one_sentence(reads, name, value, beside, said):
    complaint(lambda: reads(f"{name} = {value}", f"{name} = {{ value = {value}, {beside} }}"), "w.toml", said)


def test_what_has_no_range_or_is_none_is_named(reads):
    complaint(lambda: reads("sees = []", "sees = { value = [], low = 0, high = 1 }"), "sees: has no range")
    complaint(lambda: reads('name = "my-workplace"', "ranges = {}\nname = 'my-workplace'"), "'ranges' is no setting")
    shares = {"planning": 0.7, "coordination": 0.3, "wellbeing": 0}
    ends = [f"{name} = {{ value = {value}, low = 0, high = 1 }}" for name, value in shares.items()]
    complaint(lambda: reads("planning = 0.7, coordination = 0.3, wellbeing = 0.0", ", ".join(ends)), "themes.planning", "stay above 0")


@settings(max_examples=100)
@given(st.floats(), st.floats(), st.floats(0, 1))
def test_a_range_is_taken_exactly_where_it_can_be(low, high, value):
    place = shipped("plejecenter-2")
    entered = {**place.model_dump(), "ranges": {"units.0.leader.value": {"low": low, "high": high}}}
    entered["units"][0]["leader"]["value"] = value
    try:
        taken = bool(Workplace(**entered).ranges)
    except ValueError:
        taken = False
    assert taken == (0 <= low <= value <= high <= 1)


# ----- what is recorded
@pytest.mark.parametrize("name", workplaces())
def test_ranges_change_nothing_of_what_is_recorded(name):
    """Bits, dumps and comparisons are those of the file without its ranges."""
    def without(entry):
        if isinstance(entry, list):
            return [without(one) for one in entry]
        if not isinstance(entry, dict):
            return entry
        if "value" in entry and {"source", "low"} & entry.keys():
            return entry["value"]
        return {key: without(one) for key, one in entry.items() if key not in ("source", "reason")}
    place, plain = shipped(name), Workplace(**without(tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))))
    assert place.model_dump_json() == plain.model_dump_json()
    assert place.units == plain.units


@pytest.mark.parametrize("name", workplaces())
def test_every_number_that_was_read_from_words_has_a_range_and_a_reason(name):
    place = shipped(name)
    assert all(one.reason and one.low < one.high for one in place.ranges.values())
    for k, unit in enumerate(place.units):
        numbers = ["trust_in_leader", "trust_in_organisation", "coherence", "utilisation", "involvement", "pre_study_quality",
                   "top_support", "expectation_alignment", "facilitation_skill", "contract_hours", "competing_change.load",
                   "leader.value", "leader.hours", "leader.responsiveness", "leader.dominance", "leader.trust_in_employees",
                   "needs.planning", "leader.needs.wellbeing"]
        for j in range(len(unit.practices)):
            numbers += [f"practices.{j}.{name}" for name in ("hours_per_week", "embedded", "facilitation_need", "themes.planning")]
        assert {f"units.{k}.{name}" for name in numbers} <= place.ranges.keys()


def test_what_is_set_is_exact():
    place = with_context("plejecenter-2", {"leader.value": 0.2})
    assert shipped("plejecenter-2").ranges.keys() - place.ranges.keys() == {"units.0.leader.value"}
    assert with_context("plejecenter-2", {"leader.value": 0.75}).ranges == place.ranges  # what is recorded, but now for sure


# ----- workplaces with other values
@pytest.mark.parametrize("name", workplaces())
def test_with_what_is_recorded_a_workplace_is_itself(name):
    place = shipped(name)
    assert with_entries(place, recorded(place)) == place
    assert with_entries(place, recorded(place)).model_dump_json() == place.model_dump_json()
    assert [one.path for one in entries(place)] == list(place.ranges)


@settings(max_examples=60)
@given(OF_STUDY, st.randoms(use_true_random=False))
def test_every_place_inside_the_ranges_is_a_workplace(place, chance):
    values = at_place(place, [chance.choice((0.0, 1.0, chance.random())) for _ in place.ranges])
    other = with_entries(place, values)
    Workplace(**other.model_dump())
    for one, value in zip(entries(place), values, strict=True):
        assert one.low <= value <= one.high
        if ".needs." not in one.path and ".themes." not in one.path:
            assert other.entry(one.path) == value, one.path
    for unit in other.units:
        for shares in (unit.needs, unit.leader.needs, *(one.themes for one in unit.practices)):
            assert abs(shares.planning + shares.coordination + shares.wellbeing - 1) < 1e-12
    assert place == load_workplace(place.name)


def test_shares_keep_their_proportions():
    place = shipped("plejecenter-2")
    values = dict(zip(place.ranges, recorded(place), strict=True)) | {"units.0.needs.planning": 0.3, "units.0.needs.wellbeing": 0.5}
    needs = with_entries(place, list(values.values())).units[0].needs
    assert (needs.planning, needs.coordination, needs.wellbeing) == pytest.approx((0.3, 0.2, 0.5))
    needs = with_entries(place, list((values | {"units.0.needs.wellbeing": 0.7}).values())).units[0].needs
    assert (needs.planning, needs.coordination, needs.wellbeing) == pytest.approx((0.25, 0.2 / 1.2, 0.7 / 1.2))


def test_ends_and_middles_of_the_ranges():
    place = shipped("bostedet")
    lows, highs = np.array([(one.low, one.high) for one in entries(place)]).T
    halves = np.full(lows.size, 0.5)
    assert np.array_equal(at_place(place, [halves * 0, halves * 2]), [lows, highs])
    assert at_place(place, halves) == pytest.approx((lows + highs) / 2)


def test_values_that_cannot_be_are_refused():
    place = shipped("plejecenter-2")
    count = len(place.ranges)
    complaint(lambda: with_entries(place, [0.5]), f"{count} entries", "1 value")
    for wrong in (0.9, float("nan")):
        complaint(lambda wrong=wrong: with_entries(place, [wrong, *recorded(place)[1:]]), "trust_in_leader", wrong, "0.19 to 0.39")
    for wrong in ([0.5], [1.5] * count, [float("nan")] * count, []):
        complaint(lambda wrong=wrong: at_place(place, wrong), place.name, count)


def test_a_workplace_without_ranges_has_one_place():
    place = load_workplace("generic-unit")
    assert entries(place) == []
    assert with_entries(place, at_place(place, [])) == place


def test_a_range_without_width_says_that_the_number_is_known():
    place = load_workplace("generic-unit").model_copy(update={"ranges": {"units.0.coherence": Range(low=0.5, high=0.5),
                                                                         "units.0.utilisation": Range(low=0.90, high=0.95)}})
    assert [one.path for one in entries(place)] == ["units.0.utilisation"]
    assert at_place(place, [0.5]) == pytest.approx([0.925])
    assert with_entries(place, [0.91]).units[0].utilisation == 0.91 and with_entries(place, [0.91]).units[0].coherence == 0.5
