"""README.md and the pages in docs/ show what the commands print; what they link to and name is there."""

import re
import tomllib

import pytest

from tests import pages

TEXTS = {str(path.relative_to(pages.ROOT)): path.read_text(encoding="utf-8") for path in pages.PAGES}
each_page = pytest.mark.parametrize("page", TEXTS)
NAMED = re.compile(r"`((?:sim|docs|tests|notebooks|experiments|\.ci)/[^` ]*)`")  # a file or folder of the sources, in running text


def anchors(text):
    """What GitHub makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", pages.FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@each_page
def test_every_block_is_found(page):
    assert len(pages.BLOCK.findall(TEXTS[page])) == len(re.findall(r"^<!-- (?:output|measured):", TEXTS[page], re.MULTILINE))


def test_an_old_output_is_noticed():
    old = "<!-- output: takehold --version -->\n```\ntakehold 0.0.0\n```\n"
    assert pages.stale(old) == ["takehold --version"]


def test_what_is_shown_without_its_output_is_found():
    shown = [pages.others(text) for text in TEXTS.values()]
    assert all(command.startswith("takehold ") for _, commands, _ in shown for command in commands)
    assert sum(len(commands) for _, commands, _ in shown) >= 6
    assert any(files.get("many.toml", "").startswith("question") for files, _, _ in shown)
    assert any("import sim" in code for _, _, code in shown)
    assert not any(">>>" in code for _, _, code in shown)


def test_a_command_that_fails_and_an_output_that_differs_end_the_check_of_what_is_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "printed", lambda command, folder: command)
    shown = "<!-- output: takehold {} -->\n```\ntakehold one\n```\n"
    pages.check_installed("a page", shown.format("one"), tmp_path, ["one"])
    with pytest.raises(SystemExit, match=r"a page .* takehold two"):
        pages.check_installed("a page", shown.format("two"), tmp_path, ["two"])
    monkeypatch.undo()
    with pytest.raises(SystemExit, match="there is no study"):
        pages.printed("takehold study nothing", tmp_path)


def test_files_and_python_that_a_page_shows_are_run_where_they_are_written(tmp_path):
    shown = "<!-- file: a.txt -->\n```toml\nhere\n```\n\n```python\nassert open('a.txt').read() == 'here\\n'\n```\n"
    pages.check_installed("a page", shown, tmp_path, [])
    with pytest.raises(SystemExit, match=r"shown\.py"):
        pages.check_installed("a page", shown.replace("here\\n", "gone"), tmp_path, [])


@pytest.mark.slow
@pytest.mark.rare  # .ci/wheel compares them as well
@pytest.mark.parametrize(("page", "command"), [(page, block["command"]) for page, text in TEXTS.items()
                                               for block in pages.BLOCK.finditer(text) if block[1] == "output"])
def test_outputs_are_what_the_commands_print(page, command):
    assert pages.stale(TEXTS[page], only=command) == []


@each_page
def test_links_lead_to_a_file_and_a_heading_that_are_there(page):
    for link in re.findall(r"\]\(([^)]+)\)", pages.FENCED.sub("", pages.BLOCK.sub("", TEXTS[page]))):
        if not link.startswith("https:"):
            file, _, anchor = link.partition("#")
            path = ((pages.ROOT / page).parent / file).resolve() if file else pages.ROOT / page
            assert path.exists(), link
            assert not anchor or anchor in anchors(path.read_text(encoding="utf-8")), link


@each_page
def test_files_that_are_named_are_there(page):
    for name in NAMED.findall(TEXTS[page]):
        assert list(pages.ROOT.glob(name.rstrip("/"))), name


README, EVIDENCE = TEXTS["README.md"], TEXTS["docs/evidence.md"]


def test_the_front_door_stays_small():
    assert len(README.split()) <= 900


def test_the_readme_names_the_patterns_that_fail():
    told = re.search(r"\*\*Some predictions fail\.\*\*.*?\n\n", README, re.DOTALL)[0]
    by_default, others = told.split("Of the other parameter sets", 1)
    assert re.findall(r"\b[SLA]\d+\b", by_default) == re.findall(r"^\| (\w+) \| \w+ \| NO \|", EVIDENCE, re.MULTILINE)
    said = " ".join(EVIDENCE.split())
    most, half = re.search(r"Predictions that most members fail: ([^;]+); that about half [^:]+: ([^.]+)\.", said).groups()
    most_told, half_told = others.split("About half fail", 1)
    assert re.findall(r"\b[SLA]\d+\b", most_told) == most.split(", ")
    assert re.findall(r"\b[SLA]\d+\b", half_told) == half.split(", ")


@pytest.mark.slow
@pytest.mark.rare  # so does .ci/wheel
@each_page
def test_the_python_of_a_page_runs(page, tmp_path):
    files, _, code = pages.others(TEXTS[page])
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "shown.py").write_text(code, encoding="utf-8")
    pages.printed("python shown.py", tmp_path)


def test_the_rooms_of_the_house_are_those_whose_imports_are_checked():
    settings = tomllib.loads((pages.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    floors = [(str(len(layers) - k), room.strip().removeprefix("sim.")) for k, layer in enumerate(layers) for room in layer.split("|")]
    assert re.findall(r"^\| (\d+) \| `(\w+)` \|", TEXTS["docs/DESIGN.md"], re.MULTILINE) == floors
    there = {path.stem for path in (pages.ROOT / "sim").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {room for _, room in floors} == there - {"__init__"}


def test_what_is_written_by_hand_a_second_time_is_what_the_design_says():
    told = re.findall(r"^\| .*\(`(sim/model/\w+\.py)`\) \| `(sim/kernel/\w+\.py)` \|", TEXTS["docs/DESIGN.md"], re.MULTILINE)
    assert told == [("sim/model/network.py", "sim/kernel/network.py")]
