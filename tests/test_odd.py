"""The model description is current, names everything, and its pseudo-code calls real rules with all their arguments."""

import importlib
import inspect
import re

import pytest

from sim import odd
from sim.levers import LEVERS
from sim.outcome import HOURS, MEASURES
from sim.parameters import PARAMETERS
from sim.phases import PHASES
from sim.record import SERIES
from sim.week import STAGES

TEXT = odd.ODD.read_text(encoding="utf-8")
BY_HAND = odd.MARKED.sub("", TEXT)
RULES = {f"{file}.{function.__name__}": function for file, function in odd.rule_functions()}
ARTICLE = re.compile(r"the study|Bostedet|Hjemmeplejen|Plejecenter|programme theory")
CALL = re.compile(r"\b(" + "|".join(sorted({name.partition(".")[0] for name in RULES})) + r")\.(\w+)\(")
PROFILES = {"fit.overlap": 2, "numbers.standard_normal": 1}  # written with whole profiles, with a block of uniforms


def calls():
    """Every call of a rule in the part written by hand: its name and its arguments."""
    for match in CALL.finditer(BY_HAND):
        depth, start, arguments = 1, match.end(), []
        for at in range(match.end(), len(BY_HAND)):
            letter = BY_HAND[at]
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0 or (depth == 1 and letter == ","):
                arguments.append(BY_HAND[start:at].strip())
                start = at + 1
            if depth == 0:
                break
        yield f"{match[1]}.{match[2]}", arguments


def test_generated_parts_are_current():
    assert odd.filled(TEXT) == TEXT, "run: python -m sim.odd"
    assert odd.main(["--check"]) == 0


def test_stale_parts_are_noticed_and_made_anew(tmp_path, monkeypatch, capsys):
    copy = tmp_path / "ODD.md"
    copy.write_text(TEXT.replace(f"| `{next(iter(PARAMETERS))}` |", "| `something_else` |"), encoding="utf-8")
    monkeypatch.setattr(odd, "ODD", copy)
    assert odd.main(["--check"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert odd.main([]) == 0 and odd.main(["--check"]) == 0
    assert copy.read_text(encoding="utf-8") == odd.filled(TEXT)


def test_a_missing_place_is_one_sentence(tmp_path, monkeypatch, capsys):
    copy = tmp_path / "ODD.md"
    copy.write_text(TEXT.replace("<!-- generated: rules -->", ""), encoding="utf-8")
    monkeypatch.setattr(odd, "ODD", copy)
    assert odd.main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_every_parameter_lever_measure_and_series_stands_in_a_table():
    assert [name for names in (PARAMETERS, LEVERS, MEASURES, HOURS, SERIES) for name in names if f"| `{name}` |" not in TEXT] == []


def test_every_phase_stage_mechanism_and_rule_is_named():
    wanted = [f"| {phase.name} |" for phase in PHASES]
    wanted += [f"`{stage.__module__.removeprefix('sim.')}.{stage.__name__}`" for stage in STAGES]
    wanted += [f"\n| {parameter.mechanism} |" for parameter in PARAMETERS.values()]
    wanted += [f"**`{name}{inspect.signature(rule)}`**" for name, rule in RULES.items()]
    assert [text for text in wanted if text not in TEXT] == []


def test_the_seven_elements_stand_in_order():
    assert re.findall(r"^## \d\. (.+)$", TEXT, re.MULTILINE) == [
        "Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling", "Design concepts",
        "Initialization", "Input data", "Submodels"]


def test_limits_come_right_after_the_purpose():
    limits = BY_HAND[BY_HAND.index("### 1.2 Limits"):BY_HAND.index("### 1.3")]
    assert "never forecasts one workplace" in limits
    assert "Refusal is never somebody's failure" in limits and "stopping was judged a good decision" in limits


@pytest.mark.parametrize("name", RULES)
def test_rule_docstrings_have_all_parts_in_order(name):
    part = odd.docstring_parts(RULES[name])
    assert part["grade"] in {"measured", "theory", "assumed"}
    assert all(part.values()) and part["sentence"].endswith(".")
    assert part["example"].startswith(">>> ") and RULES[name].__name__ in part["example"]


def test_the_pseudo_code_mentions_every_rule():
    assert [name for name in RULES if not re.search(rf"\b{re.escape(name)}\b", BY_HAND)] == []


def test_the_pseudo_code_calls_rules_with_all_their_arguments():
    wrong = []
    for name, arguments in calls():
        if arguments == ["..."]:
            continue
        wanted = PROFILES.get(name, len(inspect.signature(RULES[name]).parameters) if name in RULES else -1)
        if wanted != len(arguments):
            wrong.append((name, arguments))
    assert wrong == []


def test_the_pseudo_code_reads_every_parameter_and_no_other():
    read = set(re.findall(r"\bp\.(\w+)", BY_HAND))
    assert read - {"name"} == set(PARAMETERS)


def test_the_pseudo_code_knows_every_lever_and_no_other():
    assert set(re.findall(r"\blever\.(\w+)", BY_HAND)) <= set(LEVERS)
    assert [name for name in LEVERS if name not in BY_HAND] == []


def test_support_of_mechanisms_goes_with_the_sources_of_their_parameters():
    by_mechanism: dict[str, list] = {}
    for parameter in PARAMETERS.values():
        by_mechanism.setdefault(parameter.mechanism, []).append(parameter)
    assert set(odd.SUPPORT) == set(by_mechanism)
    for name, own in by_mechanism.items():
        support = set(odd.SUPPORT[name][0].split(", "))
        assert support <= {"article", "literature", "plausibility"}
        assert not ("plausibility" in support and len(support) > 1), f"{name}: plausibility stands alone or not at all"
        if any(p.grade == "measured" for p in own):
            assert "literature" in support, name
        if any(ARTICLE.search(p.source) for p in own):
            assert "article" in support, name


def test_draw_addresses_are_those_of_the_code():
    draws = importlib.import_module("sim.draws")
    for stream in ("PERSON", "PEOPLE", "TIE", "PRACTICE", "UNIT", "ENCOUNTER", "MEETING"):
        assert f"| `{stream}` | {getattr(draws, stream)} |" in TEXT
        assert f"\n| {stream} |" in BY_HAND, "the stream has no line in the table of addresses"
