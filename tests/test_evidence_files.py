"""Files with findings of one's own: what stands in them is held against the model, and one that cannot be used says why."""

from pathlib import Path

import pytest
from findings_files import FILE, written
from helpers import complaint

import sim
from sim.errors import InputError
from sim.evidence import findings, read_findings
from sim.evidence.declaration import Sample
from sim.patterns import check_evidence


def test_a_finding_of_ones_own_stands_beside_the_others(tmp_path):
    path = written(tmp_path)
    (mine,) = read_findings(path)
    assert (mine.id, mine.checks[0].samples) == ("M1", (Sample("random, trusted", "unit-1"),))
    assert [one.id for one in findings(path)] == [*(one.id for one in findings()), "M1"]
    found = check_evidence(path, ["M1"], runs=8)
    (told,) = found.as_record()["findings"]
    assert told["checks"][0]["runs"] <= 8 and told["checks"][0]["interval"] == [0.6, 1.0]
    assert "M1" in found.text() and "our own books" in found.markdown()


def test_whole_numbers_and_open_ends_may_be_written(tmp_path):
    (mine,) = read_findings(written(tmp_path, FILE.replace("[0.6, 1.0]", "[0, inf]")))
    assert mine.checks[0].bound.text == ">= 0"


def test_a_workplace_file_is_found_beside_the_findings(tmp_path):
    (tmp_path / "ours.toml").write_text((Path(sim.__file__).parent / "inputs/workplaces/hjemmeplejen.toml").read_text("utf-8"), "utf-8")
    text = FILE.replace('workplace = "random contexts"', 'workplace = "ours.toml"')
    found = check_evidence(written(tmp_path, text), ["M1"], runs=3)
    assert found.findings[0].checks[0].samples[0].unit == "hjemmeplejen"


ARM, CHECK = 'context = { trust_in_leader = 0.9 }', 'measure = "retention"'
WRONG = {
    "no toml": ("[[[", "", ["not valid TOML"]), "nothing": ("# none", "", ["holds no findings"]), "a word": ("x = 1", "", ["'x'", "arms"]),
    "findings of a kind": ("findings = 3", "", ["holds no findings"]), "an entry of a kind": ("findings = [3]", "", ["finding 1"]),
    "use": ('use = "check"', 'use = "proof"', ["M1", "use", "'proof'", "prediction"]),
    "read": ('read = "table"', 'read = "maybe"', ["M1", "read", "'maybe'", "abstract"]),
    "no source": ('source = "our own books"', "", ["M1", "source is missing"]),
    "a misspelt field": ('claim = "Where', 'claym = "Where', ["M1", "claym", "claim"]),
    "an id": ('id = "M1"', 'id = "M 1"', ["id"]), "a taken id": ('id = "M1"', 'id = "S1"', ["S1 already"]),
    "a measure": (CHECK, 'measure = "retentoin"', ["M1", "measure", "retention"]),
    "code": (CHECK, "measure = \"__import__('os')\"", ["M1", "measure", "cannot hold"]),
    "a condition": ('given = "launched"', 'given = "retention"', ["M1", "given", "yes or no"]),
    "a statistic": (CHECK, f'{CHECK}\nstatistic = "avarage"', ["M1", "statistic", "avarage", "mean"]),
    "samples": (CHECK, f'{CHECK}\nstatistic = "difference"', ["M1", "difference", "2 samples"]),
    "a share of no condition": (CHECK, f'{CHECK}\nstatistic = "share"', ["M1", "yes or no"]),
    "part": (CHECK, f"{CHECK}\npart = 0.5", ["M1", "part"]),
    "an interval the wrong way": ("[0.6, 1.0]", "[1.0, 0.6]", ["M1", "interval", "lower and its upper end"]),
    "an interval of nothing": ("[0.6, 1.0]", "[nan, 1.0]", ["M1", "interval"]),
    "half an interval": ("[0.6, 1.0]", "[0.6]", ["M1", "interval"]),
    "an arm": ('of = ["random, trusted"]', 'of = ["random, trustd"]', ["M1", "random, trusted"]),
    "no unit": ('of = ["random, trusted"]', 'of = ["bostedet"]', ["M1", "bostedet-a"]),
    "a unit": ('of = ["random, trusted"]', 'of = ["bostedet: bostedet-c"]', ["M1", "bostedet-c", "bostedet-b"]),
    "a workplace": ('workplace = "random contexts"', 'workplace = "bosted"', ["random, trusted", "bostedet"]),
    "no such file": ('workplace = "random contexts"', 'workplace = "none.toml"', ["none.toml", "no such file"]),
    "an entry": (ARM, "context = { trust_in_leadr = 0.9 }", ["random, trusted", "trust_in_leader"]),
    "a value": (ARM, "context = { trust_in_leader = 9 }", ["random, trusted", "trust_in_leader", "0 to 1"]),
    "a lever": (ARM, "levers = { leader_sparing = 1 }", ["random, trusted", "leader_sparring"]),
    "a mechanism": (ARM, 'without = ["magic"]', ["random, trusted", "magic"]),
    "a week": (ARM, "week = 500", ["random, trusted", "week", "500"]),
    "practices": (ARM, 'practices = { workplace = "bostedet", unit = "bostedet-a", named = ["x"] }', ["trusted", "morning-meeting"]),
    "an arm that is there": ('"random, trusted"]\nworkplace', '"random, high trust"]\nworkplace', ["arm 'random, high trust' already"]),
    "a name with a colon": ('[arms."random, trusted"]', '[arms."random: trusted"]', ["random: trusted"]),
    "checks and none": ('why = "Four', 'not_in_the_model = "no"\nwhy = "Four', ["M1", "not_in_the_model"]),
    "a control character": ('source = "our own books"', 'source = "a\\u0007"', ["M1", "source", "control character"]),
    "an arm that is none": (FILE[1:FILE.index("[[findings]]")], '[arms]\n"random, trusted" = 3\n', ["random, trusted", "not a table"]),
    "a nested entry": (ARM, "context = { leader = { value = 0.3 } }", ["random, trusted", "leader"]),
    "a lever of a kind": (ARM, 'levers = { leader_sparring = "x" }', ["random, trusted", "leader_sparring", "'x'", "0 to 1"]),
    "a kind of practices": (ARM, 'practices = "fiting"', ["random, trusted", "fitting"]),
    "a doi": ('read = "table"', 'read = "table"\ndoi = ["x"]', ["M1", "doi", "'x'", "10.1186"]),
    "an empty claim": ('claim = "Where people trust their leader, practices stay"', 'claim = ""', ["M1", "claim"]),
    "an own arms field": ('why = "Four', 'arms = 3\nwhy = "Four', ["M1", "arms"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(case, tmp_path):
    old, new, said = WRONG[case]
    text = old if not new and old not in FILE else FILE.replace(old, new, 1)
    assert text != FILE
    told = complaint(lambda: read_findings(written(tmp_path, text)), *said)
    assert "mine.toml" in told


@pytest.mark.parametrize("path", ["nowhere.toml", "", None, 5, "."])
def test_what_is_no_file_says_so(path):
    with pytest.raises(InputError):
        read_findings(path)
