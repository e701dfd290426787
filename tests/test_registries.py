"""Levers, parameters and mechanisms: what is said of each is said in one entry, whole, and in a sentence if it is not."""

import string

import pytest

from sim.inputs import levers as registry
from sim.inputs.levers import LEVERS, make_levers
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.inputs.phases import PHASES
from sim.text.mechanisms import CHANNELS, ENTRIES, MECHANISMS_IN_WORDS


@pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS)
def test_a_lever_says_how_it_is_tried_and_told(lever):
    assert lever.low < lever.high and (lever.default is None or lever.low <= lever.default <= lever.high)
    assert lever.dose.amount != lever.default, f"the dose of {lever.name} is what it is by default, so rankings would try nothing"
    assert make_levers({lever.name: lever.dose.amount}) != make_levers()
    assert 0 <= lever.dose.phase < len(PHASES) and lever.dose.why and lever.dose.plainly.format(lever.dose.amount)
    assert lever.meaning and lever.cost_in_words and not lever.meaning.endswith(".")
    assert min(lever.cost[1:]) >= 0 and (lever.default is not None or lever.level), f"{lever.name} has no default, so a level is recorded"
    assert lever.builds_trust in ("", registry.BEFORE, registry.AS_PART)
    assert set(lever.not_with) <= set(LEVERS) - {lever.name}


def test_every_lever_has_a_letter_of_its_own_in_the_map():
    letters = [lever.letter for lever in LEVERS.values()]
    free = sorted(set(string.ascii_uppercase) - set(letters))
    twice = [name for name, lever in LEVERS.items() if letters.count(lever.letter) > 1 or len(lever.letter) != 1]
    assert not twice, f"{', '.join(twice)} need a letter each of their own; free are {' '.join(free)}"


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_belongs_to_a_mechanism_that_has_its_entry(parameter):
    assert parameter.mechanism in ENTRIES, (
        f"parameter {parameter.name} belongs to mechanism {parameter.mechanism}, which has no entry in sim/text/mechanisms.py: "
        "add one there, in words and with what speaks for it")
    assert parameter.grade in ("measured", "theory", "assumed") and parameter.meaning and parameter.unit and parameter.source
    assert parameter.low < parameter.high
    assert parameter.low <= parameter.default <= parameter.high or parameter.default == parameter.neutral


def test_a_mechanism_has_parameters():
    idle = sorted(set(ENTRIES) - {parameter.mechanism for parameter in PARAMETERS.values()})
    assert not idle, f"no parameter in sim/inputs/parameters.py belongs to {', '.join(idle)}, which sim/text/mechanisms.py describes"
    assert set(MECHANISMS_IN_WORDS) == set(MECHANISMS) and set(CHANNELS) <= set(MECHANISMS)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_mechanism_is_told_in_words_with_what_speaks_for_it(name):
    called, does, supported_by, why = ENTRIES[name]
    assert called and does and why and not does.endswith(".")
    support = set(supported_by.split(", "))
    assert support <= {"article", "literature", "plausibility"}
    assert support == {"plausibility"} or "plausibility" not in support, f"{name}: plausibility stands alone or not at all"
