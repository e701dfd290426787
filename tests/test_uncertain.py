"""Entries with a mean and an sd, and correlations: how they are written, what is refused, and what is drawn of them."""

import tomllib
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from helpers import complaint, quiet
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import InputError, load_workplace, with_context
from sim.inputs import reading
from sim.inputs.reading import TEMPLATE
from sim.inputs.uncertain import at_place, entries, with_entries
from sim.inputs.workplace import Range, Workplace
from sim.model.contexts import contexts

GOOD = TEMPLATE.read_text(encoding="utf-8")
TRUST, ORGANISATION = "trust_in_leader = 0.57", "trust_in_organisation = 0.66"
SURVEY = [(TRUST, "trust_in_leader = { mean = 0.57, sd = 0.05, source = 'survey' }"),
          (ORGANISATION, "trust_in_organisation = { value = 0.66, low = 0.5, high = 0.8 }"),
          ("coherence = 0.5", "coherence = { mean = 0.5, sd = 0.1 }")]


def together(one, other, r):
    return f'[[correlations]]\nbetween = ["units.my-unit.{one}", "units.my-unit.{other}"]\nr = {r}\nsource = "survey"\n'


@pytest.fixture
def reads(tmp_path):
    """Read the template with some lines written otherwise, and more behind it."""
    def read(lines, more=""):
        text = GOOD
        for line, new in lines:
            assert line in text
            text = text.replace(line, new, 1)
        file = tmp_path / "w.toml"
        file.write_text(text + more, encoding="utf-8")
        return load_workplace(file)
    return read


# ----- how they are written
def test_a_mean_is_what_is_recorded_and_its_range_is_what_is_allowed(reads):
    place = reads([(TRUST, "trust_in_leader = { mean = 0.52, sd = 0.04, source = 'survey', reason = '28 of 35' }"),
                   ("utilisation = 0.94", "utilisation = { mean = 0.94, sd = 0.01 }")])
    assert place.ranges == {"units.0.trust_in_leader": Range(low=0, high=1, mean=0.52, sd=0.04, reason="28 of 35"),
                            "units.0.utilisation": Range(low=0.7, high=0.99, mean=0.94, sd=0.01)}
    assert place.units[0].trust_in_leader == 0.52 and place.provenance == {"units.0.trust_in_leader": "survey"}
    assert with_entries(place, [0.52, 0.94]) == place


def test_a_mean_may_have_ends_of_its_own(reads):
    place = reads([(TRUST, "trust_in_leader = { mean = 0.5, sd = 0.2, low = 0.4, high = 0.7 }")])
    assert drawn(place, "units.0.trust_in_leader", count=200).max() < 0.7


@pytest.mark.parametrize(("line", "new", "said"), [
    (TRUST, "trust_in_leader = { mean = 0.5, sd = 2 }", "trust_in_leader: its sd = 2 is outside what is allowed: 0 to 1"),
    (TRUST, "trust_in_leader = { mean = 0.5, sd = -0.1 }", "trust_in_leader: its sd = -0.1 is outside what is allowed: 0 to 1"),
    (TRUST, "trust_in_leader = { mean = 1.5, sd = 0.1 }", "trust_in_leader = 1.5 is outside what is allowed: 0 to 1"),
    (TRUST, "trust_in_leader = { mean = 0.5 }", "trust_in_leader: a mean and an sd go together"),
    (TRUST, "trust_in_leader = { value = 0.5, sd = 0.1 }", "trust_in_leader: a mean and an sd go together"),
    (TRUST, "trust_in_leader = { mean = 0.5, value = 0.5, sd = 0.1 }", "trust_in_leader: a mean and an sd go together"),
    (TRUST, "trust_in_leader = { mean = 0.5, value = 0.6 }", "trust_in_leader: a mean and an sd go together"),
    (TRUST, "trust_in_leader = { mean = 0.5, sd = 'small' }", "trust_in_leader.sd = 'small'"),
    (TRUST, "trust_in_leader = { mean = 0.5, sd = nan }", "trust_in_leader.sd"),
    (TRUST, "trust_in_leder = { mean = 0.5, sd = 0.1 }", "trust_in_leder: no such setting; did you mean 'trust_in_leader'?"),
    ("employees = 20", "employees = { mean = 20, sd = 2 }", "employees: has no range; only a number that is not a count"),
    ("named_chair = true", "named_chair = { mean = true, sd = 0 }", "named_chair: has no range")])
def test_what_cannot_be_is_answered_in_one_sentence(reads, line, new, said):
    assert len(complaint(partial(reads, [(line, new)]), "w.toml", f"units[my-unit].{said}").splitlines()) == 1


def test_correlations_are_read_by_the_names_of_units_and_practices(reads):
    hours = ("hours_per_week = 0.8", "hours_per_week = { mean = 0.8, sd = 0.1 }")
    place = reads([*SURVEY, hours], together("trust_in_leader", "practices.morning-meeting.hours_per_week", -0.3))
    (one,) = place.correlations
    assert one.between == ["units.0.trust_in_leader", "units.0.practices.0.hours_per_week"] and (one.r, one.source) == (-0.3, "survey")


@pytest.mark.parametrize(("more", "said"), [
    (together("trust_in_leder", "coherence", 0.5), "correlations[1]: units.my-unit.trust_in_leder has neither a range"),
    (together("trust_in_leder", "coherence", 0.5), "did you mean 'units.my-unit.trust_in_leader'?"),
    (together("utilisation", "coherence", 0.5), "units.my-unit.utilisation has neither a range nor a mean with an sd"),
    (together("coherence", "coherence", 0.5), "units.my-unit.coherence is named twice"),
    (together("coherence", "trust_in_leader", 0.5) + together("trust_in_leader", "coherence", 0.5), "correlations[2]: there is one"),
    (together("coherence", "trust_in_leader", 1.5), "correlations[1].r = 1.5 is outside what is allowed: -1 to 1"),
    (together("coherence", "trust_in_leader", 0.5).replace("r =", "rho ="), "correlations[1].rho: no such setting"),
    (together("coherence", "trust_in_leader", 0.9) + together("trust_in_leader", "trust_in_organisation", 0.9)
     + together("coherence", "trust_in_organisation", -0.5), "cannot all hold at once; at 0.64 of their strength they can"),
    ("[correlations]\nr = 1\n", "correlations is no list"), ('[[correlations]]\nbetween = "all"\nr = 0.2\n', "correlations[1].between")])
def test_correlations_that_cannot_be_are_refused(reads, more, said):
    complaint(partial(reads, SURVEY, more), "w.toml", said)


def test_whether_correlations_can_hold_is_asked_of_all_of_them_in_whatever_order(reads):
    three = [together("coherence", "trust_in_leader", 0.9), together("trust_in_leader", "trust_in_organisation", 0.9),
             together("coherence", "trust_in_organisation", 0.9)]
    assert len(reads(SURVEY, "".join(three)).correlations) == 3
    complaint(partial(reads, SURVEY, "".join(three[:2])), "cannot all hold at once")  # the third is then 0
    assert reads(SURVEY, together("coherence", "trust_in_leader", 1)).correlations[0].r == 1


# ----- what is drawn
def drawn(place, *paths, count=4000, seed=1):
    return np.array([[one.entry(path) for path in paths] for one in contexts(place, seed, range(count))])


def test_moments_of_what_is_drawn_are_those_that_are_written(reads):
    place = reads([*SURVEY, ("responsiveness = 0.6", "responsiveness = { mean = 0.9, sd = 0.2 }")])
    values = drawn(place, "units.0.trust_in_leader", "units.0.trust_in_organisation", "units.0.coherence", "units.0.leader.responsiveness")
    trust, organisation, coherence, cut = values.T
    assert trust.mean() == pytest.approx(0.57, abs=0.003) and trust.std() == pytest.approx(0.05, abs=0.002)
    assert coherence.mean() == pytest.approx(0.5, abs=0.006) and coherence.std() == pytest.approx(0.1, abs=0.004)
    assert organisation.mean() == pytest.approx(0.65, abs=0.005) and organisation.std() == pytest.approx(0.3 / 12 ** 0.5, abs=0.003)
    assert cut.max() <= 1 and cut.mean() == pytest.approx(0.9 - 0.2 * 0.3521 / 0.6915, abs=0.01)  # sd [phi(-4.5) - phi(0.5)] / 0.6915
    assert np.abs(np.corrcoef(values.T) - np.eye(4)).max() < 0.05


def test_shares_of_themes_may_have_an_sd_and_add_up(reads):
    lines = [(f"{name} = {value}", f"{name} = {{ mean = {value}, sd = 0.03 }}")
             for name, value in (("planning", "0.45"), ("coordination", "0.30"), ("wellbeing", "0.25"))]
    place = reads(lines)
    shares = drawn(place, *(f"units.0.needs.{name}" for name in ("planning", "coordination", "wellbeing")), count=2000)
    assert np.allclose(shares.sum(axis=1), 1) and shares.mean(axis=0) == pytest.approx([0.45, 0.3, 0.25], abs=0.003)
    assert np.all(shares.std(axis=0) > 0.02)
    assert with_entries(place, at_place(place, [0.0] * 3)) == place  # where all three are nothing, they are as recorded


def test_correlations_are_those_of_what_is_drawn(reads):
    paths = ("units.0.trust_in_leader", "units.0.trust_in_organisation", "units.0.coherence")
    plain, place = reads(SURVEY), reads(SURVEY, together("trust_in_leader", "coherence", 0.7))
    found = np.corrcoef(drawn(place, *paths).T)
    assert found[0, 2] == pytest.approx(0.7, abs=0.03) and abs(found[0, 1]) < 0.05 and abs(found[1, 2]) < 0.05
    assert drawn(place, paths[1], count=50).tolist() == drawn(plain, paths[1], count=50).tolist()  # it goes with no other
    mixed = reads(SURVEY, together("trust_in_leader", "trust_in_organisation", -0.6))
    assert np.corrcoef(drawn(mixed, *paths[:2]).T)[0, 1] == pytest.approx(-0.6, abs=0.04)
    same = drawn(reads(SURVEY, together("trust_in_leader", "coherence", 1)), paths[0], paths[2], count=50)
    assert np.allclose((same[:, 0] - 0.57) / 0.05, (same[:, 1] - 0.5) / 0.1, atol=1e-6)


def test_what_is_set_moves_nothing_that_goes_with_it(reads):
    place = reads(SURVEY, together("trust_in_leader", "coherence", 0.7))
    changed = with_context(place, {"trust_in_leader": 0.3})
    assert set(drawn(changed, "units.0.trust_in_leader", count=20).ravel()) == {0.3}
    rest = ("units.0.coherence", "units.0.trust_in_organisation")
    assert drawn(changed, *rest, count=20).tolist() == drawn(place, *rest, count=20).tolist()


def test_draws_of_one_entry_depend_on_seed_number_and_path_alone(reads):
    place = reads(SURVEY)
    assert contexts(place, 3, [7]) == [contexts(place, 3, range(9))[7]]
    fewer = reads(SURVEY[2:])
    assert drawn(fewer, "units.0.coherence", count=9).tolist() == drawn(place, "units.0.coherence", count=9).tolist()
    assert contexts(load_workplace("generic-unit"), 0, [1, 2]) == [load_workplace("generic-unit")] * 2


def test_bits_of_ranges_without_correlations_are_those_of_before():
    """The first draw of a range of 0.1 to 0.9 for member 5 of seed 3."""
    place = load_workplace("generic-unit")
    place = place.model_copy(update={"ranges": {f"units.0.{name}": Range(low=0.1, high=0.9) for name in ("coherence", "trust_in_leader")}})
    (one,) = contexts(place, 3, [5])
    assert (one.units[0].coherence, one.units[0].trust_in_leader) == (0.40726917469874024, 0.2691453638486564)


NUMBERS = st.one_of(st.floats(), st.integers(-3, 3), st.sampled_from([0.0, 0.5, 0.57, 1.0]))


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS, st.floats(0, 1))
def test_a_mean_and_an_sd_are_taken_exactly_where_they_can_be(mean, sd, at):
    entered = load_workplace("plejecenter-2").model_dump()
    entered["units"][0]["leader"]["value"] = mean
    try:
        place = Workplace(**entered, ranges={"units.0.leader.value": {"mean": mean, "sd": sd}})
    except ValueError:
        place = None
    assert (place is not None) == bool(0 <= mean <= 1 and 0 <= sd <= 1)
    if place and entries(place):
        assert 0 <= at_place(place, [at])[0] <= 1


WORDS = st.one_of(st.text(max_size=12), st.sampled_from(["units.my-unit.coherence", "units.my-unit.trust_in_leader", "units", ".", "0"]))
JUNK = st.recursive(st.one_of(st.none(), st.booleans(), NUMBERS, WORDS), lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["between", "r", "mean", "sd", "low", "value", "x"]), inner, max_size=4)),
    max_leaves=8)
PAIR = st.fixed_dictionaries({"between": st.lists(WORDS, min_size=2, max_size=2), "r": NUMBERS})


@settings(max_examples=200, deadline=None)
@given(st.one_of(JUNK, st.lists(PAIR, max_size=4)), JUNK)
def test_whatever_stands_in_a_file_is_taken_or_refused_in_sentences(correlations, entry):
    told = tomllib.loads(GOOD) | {"correlations": correlations}
    told["units"][0] |= {"coherence": {"mean": 0.5, "sd": 0.1}, "trust_in_leader": {"value": 0.57, "low": 0.5, "high": 0.6}}
    told["units"][0] |= {"top_support": entry}
    with patch.object(reading, "read_toml", lambda *_: ("", told)):
        quiet(reading.read_workplace, Path("w.toml"))


# ----- all that is wrong at once
def test_all_that_is_wrong_with_a_file_is_told_a_line_each(reads):
    told = complaint(partial(reads, [
        (TRUST, "trust_in_leder = 0.57"), ("coherence = 0.5", "coherence = 5"), ("employees = 20", "employees = 'many'"),
        ("utilisation = 0.94", "utilisation = { value = 0.94, low = 0.95, high = 0.97 }"),
        ("hours = 5 ", "hours = { mean = 5, sd = 100 } ")]))
    assert told.splitlines()[0].endswith("w.toml cannot be used as it is; 5 things are wrong:")
    assert told.splitlines()[1:] == [
        "  units[my-unit].trust_in_leder: no such setting; did you mean 'trust_in_leader'?",
        "  units[my-unit].employees = 'many' is no whole number",
        "  units[my-unit].coherence = 5 is outside what is allowed: 0 to 1",
        "  units[my-unit].utilisation: its value 0.94 is outside its own range, 0.95 to 0.97",
        "  units[my-unit].leader.hours: its sd = 100 is outside what is allowed: 0 to 48, the width of its range"]


def test_many_things_are_told_up_to_twenty(reads):
    told = complaint(partial(reads, [("sees = []", "\n".join(["sees = []", *(f"nonsense_{k} = {k}" for k in range(30))]))]))
    assert len(told.splitlines()) == 22 and told.endswith("and 10 more") and "30 things are wrong" in told


def test_a_complaint_within_another_keeps_its_lines():
    told = InputError("one.toml cannot be used", ["a is missing", "b is missing"]).within("study.toml")
    assert str(told) == "study.toml: one.toml cannot be used\n  a is missing\n  b is missing"
