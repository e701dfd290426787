"""The model description is current, names everything, and its pseudo-code calls real rules with all their arguments."""

import importlib
import inspect
import pkgutil
import re
from functools import cache, reduce

import pytest
from test_draws import KNOWN
from test_state_declarations import functions

import sim
from sim.cli import odd, odd_rules, odd_tables
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.inputs.phases import PHASES
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Practice, Unit
from sim.model.measures import HOURS, MEASURES
from sim.model.record import SERIES
from sim.model.week import STAGES
from sim.patterns import PATTERNS
from tests.pages import ROOT

TEXT = odd.ODD.read_text(encoding="utf-8")
BY_HAND = odd.MARKED.sub("", TEXT)
RULES = {f"{file}.{function.__name__}": function for file, function in odd_rules.rule_functions()}
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


NAMED = re.compile(r"`((?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*)(?:\([^`]*\))?`")  # `trust.trust_gain`, `Employee.arrive(...)`, `sim.simulate`
FILED = re.compile(r"`((?:sim|docs|tests)/[^`]*)`|^#### (sim/\S+)$", re.MULTILINE)
SHORT = ("c", "r", "p", "lever")  # in the pseudo-code: the context, as set and as recorded; parameters; levers


@cache
def places():
    """Where a dotted name of the description may begin: the package, its modules by their last names, and the classes of the model."""
    modules = [importlib.import_module(f"sim.{info.name}") for info in pkgutil.iter_modules(sim.__path__) if info.ispkg]
    inside = [importlib.import_module(f"sim.{room}.{info.name}") for room in ("rules", "model", "inputs")
              for info in pkgutil.iter_modules(importlib.import_module(f"sim.{room}").__path__)]
    found = {}
    for module in [*inside, *modules]:  # rules first, as a rule is written file.rule; some files of the model have the same name
        found.setdefault(module.__name__.rpartition(".")[2], []).append(module)
    kinds = {kind.__name__: kind for module in inside for kind in vars(module).values() if isinstance(kind, type)}
    return found, kinds


def is_there(name):
    """Whether a dotted name leads to something in the code, from sim or from a module or class by its own name."""
    first, *rest = name.split(".")
    found, kinds = places()
    starts = (*found.get(first, ()), kinds.get(first), sim if first == "sim" else None)
    return any(reduce(lambda thing, part: getattr(thing, part, None), rest, start) is not None for start in starts)


def test_every_name_of_the_code_is_there():
    names = [name for name in NAMED.findall(TEXT) if name.split(".")[0] not in SHORT and not name.endswith((".md", ".py", ".toml"))]
    assert len(names) > 60 and {"week.STAGES", "week.LOOKING_ACROSS", "staffing.first_day", "weekly_line.write_line"} <= set(names)
    assert [name for name in names if not is_there(name)] == []


def test_a_name_that_is_gone_is_noticed():
    assert not is_there("week.nothing") and not is_there("nothing.at_all")
    assert NAMED.findall("as `Employee.gone(...)` does") == ["Employee.gone"]


def test_every_file_that_is_named_is_there():
    files = [one or other for one, other in FILED.findall(TEXT)]
    assert "sim/rules/trust.py" in files and [file for file in files if not list(ROOT.glob(file))] == []


def test_the_pseudo_code_reads_entries_of_a_workplace_file_and_no_others():
    """c.leader.hours is an entry; c.needs_j is a theme of one."""
    for path in set(re.findall(r"\b[cr]\.([a-z_]+(?:\.[a-z_]+)*)", BY_HAND)) - {"entry"}:
        fields = Unit.model_fields
        for part in path.removesuffix("_j").split("."):
            assert part in fields, path
            kind = fields[part].annotation
            fields = getattr(kind, "model_fields", {})


def test_every_state_stands_in_a_table_and_what_writes_it_is_a_function_of_the_model():
    known = {function.__name__ for function, _ in functions()}
    for kind in odd_tables.ENTITIES.values():
        for name, state in kind.declared.items():
            row = next(line for line in odd_tables.states().splitlines() if line.startswith(f"| `{name}` | {state.meaning} |"))
            assert row in TEXT and set(re.findall(r"`(\w+)`", row.rpartition(" | ")[2])) == set(state.by.split()) <= known, name


def test_states_written_in_the_pseudo_code_are_declared():
    """What is assigned by a name with an underscore is a state or a word of the pseudo-code; a renamed state is noticed."""
    states = {name for kind in odd_tables.ENTITIES.values() for name in kind.declared}
    words = {"by_talk", "by_deed"} | set(MEASURES) | set(HOURS) | set(Unit.model_fields) | set(Practice.model_fields)
    blocks = "\n".join(re.findall(r"^```text\n(.*?)^```", BY_HAND, re.MULTILINE | re.DOTALL))
    written = {name for name in re.findall(r"\b([a-z]+(?:_[a-z]+)+)\s*:=", blocks) if not re.search("_[ij]$", name)}
    assert written - states - words == set()


def test_generated_parts_are_current():
    assert odd.filled(TEXT) == TEXT, "run: python -m sim.cli.odd"
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
    part = odd_rules.docstring_parts(RULES[name])
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
    assert set(odd_tables.SUPPORT) == set(by_mechanism)
    for name, own in by_mechanism.items():
        support = set(odd_tables.SUPPORT[name][0].split(", "))
        assert support <= {"article", "literature", "plausibility"}
        assert not ("plausibility" in support and len(support) > 1), f"{name}: plausibility stands alone or not at all"
        if any(p.grade == "measured" for p in own):
            assert "literature" in support, name
        if any(ARTICLE.search(p.source) for p in own):
            assert "article" in support, name


def test_draw_addresses_are_those_of_the_code():
    draws = importlib.import_module("sim.model.draws")
    for stream in ("PERSON", "PEOPLE", "TIE", "PRACTICE", "UNIT", "ENCOUNTER", "MEETING"):
        assert f"| `{stream}` | {getattr(draws, stream)} |" in TEXT
        assert f"\n| {stream} |" in BY_HAND, "the stream has no line in the table of addresses"


def test_the_known_answers_of_philox_are_those_of_the_test():
    for counter, key, answer in KNOWN:
        hexadecimal = [" ".join(f"{word:08x}" for word in words) for words in (counter, key)]
        assert f"| `{hexadecimal[0]}` | `{hexadecimal[1]}` | `{answer}` |" in BY_HAND


def test_the_workplace_file_that_is_shown_is_one(tmp_path):
    shown = re.search(r"<!-- generated: skeleton -->\n\n```toml\n(.*?)```", TEXT, re.DOTALL)[1]
    file = tmp_path / "shown.toml"
    file.write_text(shown, encoding="utf-8")
    assert load_workplace(file).units


@pytest.mark.parametrize("name", RULES)
def test_the_code_that_a_rule_shows_is_the_rule(name):
    shown = {}
    module = importlib.import_module(RULES[name].__module__)
    exec(odd_rules.code(RULES[name]), {**vars(module)}, shown)
    again = shown[RULES[name].__name__].__code__
    assert again.co_code == RULES[name].__code__.co_code and odd_rules.code(RULES[name]) in TEXT


def test_every_check_of_every_pattern_has_its_bound():
    for pattern in PATTERNS.values():
        for check in pattern.checks:
            assert f"| {pattern.id} | {pattern.tier} | {check.label} | {check.bound.text} |" in TEXT


def test_an_installed_takehold_has_no_description_to_write(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(odd, "ODD", tmp_path / "ODD.md")
    assert odd.main(["--check"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_parameter_of_a_mechanism_without_an_entry_is_told_in_a_sentence(monkeypatch, capsys):
    monkeypatch.delitem(odd_tables.SUPPORT, "listening")
    assert odd.main(["--check"]) == 1
    assert "belongs to mechanism listening, which has no entry in sim/text/mechanisms.py" in capsys.readouterr().err
