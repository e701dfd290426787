"""The command: what it prints, and one clear sentence for every wrong input."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from sim import trajectories


def takehold(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sim.cli", *arguments], capture_output=True, text=True, timeout=120, check=False)


def test_help_waits_for_no_heavy_library():
    script = "import sys, sim.cli.main; print(sorted({'mesa', 'numpy', 'pandas', 'matplotlib', 'pydantic_core'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() in ("[]", "['pydantic_core']")
    assert "explain" in takehold("--help").stdout


@pytest.mark.parametrize(("command", "waits_for"), [
    (["run", "plejecenter-2", "--runs", "20"], ["pandas", "scipy"]), (["run", "bostedet", "--json"], ["pandas", "scipy"]),
    (["levers"], []), (["parameters"], []), (["workplaces"], [])], ids=" ".join)
def test_a_command_waits_for_no_library_that_it_does_not_need(command, waits_for):
    """Mesa least of all where nothing lives on it."""
    script = ("import sys; from sim.cli.main import main\ntry: main()\nexcept SystemExit: "
              "print(*{'mesa', 'numba', 'pandas', 'scipy', 'matplotlib', 'duckdb'} & set(sys.modules), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script, *command], capture_output=True, text=True, check=True)
    assert set(done.stderr.split()) <= set(waits_for)


def test_mechanisms_are_listed_and_part_of_a_name_finds_one(call):
    assert "the representatives' veto" in call("mechanisms")[1] and len(json.loads(call("mechanisms", "--json")[1])) > 40
    assert "did you mean 'steering_veto'" in call("run", "plejecenter-2", "--without", "veto")[2]


def test_a_study_file_is_no_workplace_and_says_so(call):
    status, _, complaint = call("check", "experiments/dose.toml")
    assert status == 2 and "takehold study experiments/dose.toml" in complaint


def test_without_a_command_it_says_what_there_is(call):
    status, out, _ = call()
    assert status == 0 and "workplaces" in out


def test_json_is_a_list_of_records_and_nothing_else():
    done = takehold("run", "bostedet", "--runs", "2", "--json")
    records = json.loads(done.stdout)
    assert [(r["unit"], r["run"]) for r in records] == [("bostedet-a", 0), ("bostedet-b", 0), ("bostedet-a", 1), ("bostedet-b", 1)]
    assert done.stderr == ""


def test_every_follow_up_asked_for_is_there(call):
    _, out, _ = call("run", "bostedet", "--runs", 1, "--follow-up", "17,30", "--json")
    assert {r["follow_up"] for r in json.loads(out)} == {17, 30}


def test_study_and_model_stand_side_by_side(call):
    status, out, _ = call("run", "plejecenter-2", "--runs", 3)
    assert status == 0
    for text in ("Stopped before the employee", "share of runs", "Why, in the model", "never forecasts"):
        assert text in " ".join(out.split())


def test_files_are_written(call, tmp_path):
    rows, weeks, picture = tmp_path / "rows.csv", tmp_path / "weeks.csv", tmp_path / "units.png"
    call("run", "bostedet", "--runs", 2, "--csv", rows, "--weeks", weeks, "--plot", picture, "--json")
    assert len(rows.read_text().splitlines()) == 5
    pd.testing.assert_frame_equal(pd.read_csv(weeks, float_precision="round_trip"), trajectories("bostedet"), check_dtype=False)
    assert picture.stat().st_size > 10_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rows.csv", "units.png", "weeks.csv"]


def test_a_new_file_checks_and_runs(call, tmp_path):
    file = tmp_path / "mine.toml"
    assert call("new", file)[0] == 0
    assert "is fine" in call("check", file)[1]
    assert call("run", file, "--runs", 1)[0] == 0


def test_new_never_overwrites(call, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("precious")
    status, _, err = call("new", file)
    assert status == 2 and "exists already" in err and file.read_text() == "precious"


@pytest.mark.parametrize("name", ["parameters", "levers", "workplaces"])
def test_registries_are_shown_as_table_and_json(call, name):
    assert len(call(name)[1].splitlines()) > 4
    assert len(json.loads(call(name, "--json")[1])) > 4


def test_patterns_as_json(call):
    _, out, _ = call("patterns", "S4", "--runs", 4, "--workers", 1, "--json")
    record, = json.loads(out)
    assert {"id", "tier", "holds", "value", "interval", "bound"} <= set(record) and record["id"] == "S4"


def test_explain_says_in_the_model(call):
    status, out, _ = call("explain", "plejecenter-2")
    assert status == 0 and "In the model" in out and "veto" in out


WRONG = {
    "unknown command": (["rn"], "rn"),
    "unknown option": (["run", "--sed", "1"], "--sed"),
    "unknown workplace": (["run", "bostedt"], "bostedet"),
    "missing file": (["run", "no/such.toml"], "no/such.toml"),
    "a folder": (["check", "."], "."),
    "no runs": (["run", "bostedet", "--runs", "0"], "--runs"),
    "runs in words": (["run", "bostedet", "--runs", "many"], "--runs"),
    "negative seed": (["run", "bostedet", "--seed", "-1"], "seed"),
    "huge seed": (["run", "bostedet", "--runs", "1", "--seed", str(2**32)], "seed"),
    "early follow-up": (["run", "bostedet", "--follow-up", "2"], "follow_up"),
    "follow-up in words": (["run", "bostedet", "--follow-up", "soon"], "follow_up"),
    "unknown setting": (["run", "bostedet", "--set", "trust_rte=0.1"], "trust_rate"),
    "unknown context entry": (["run", "bostedet", "--set", "leader.valu=0.1"], "value"),
    "setting out of range": (["run", "bostedet", "--set", "leader.value=7"], "0 to 1"),
    "not a number": (["run", "bostedet", "--set", "trust_rate=fast"], "fast"),
    "nan": (["run", "bostedet", "--set", "trust_rate=nan"], "nan"),
    "no equals sign": (["run", "bostedet", "--set", "trust_rate"], "NAME=VALUE"),
    "given twice": (["run", "bostedet", "--set", "trust_rate=0.1", "--set", "trust_rate=0.1"], "twice"),
    "unknown lever": (["run", "bostedet", "--lever", "involvment=0.5"], "involvement"),
    "lever out of range": (["run", "bostedet", "--lever", "involvement=2"], "0 to 1"),
    "half a yes": (["run", "bostedet", "--lever", "restart=0.5"], "yes"),
    "unknown mechanism": (["run", "bostedet", "--without", "rutine"], "routine"),
    "unknown engine": (["run", "bostedet", "--engine", "warp"], "mesa"),
    "no such folder": (["run", "bostedet", "--csv", "no/such/rows.csv"], "no/such"),
    "unknown picture": (["run", "bostedet", "--runs", "1", "--csv", "rows.csv", "--plot", "units.xyz"], "xyz"),
    "unknown pattern": (["patterns", "S99"], "S99"),
    "unknown unit": (["explain", "bostedet", "--unit", "bostedet-c"], "bostedet-"),
    "unknown picture of a run": (["explain", "plejecenter-2", "--plot", "weeks.xyz"], "xyz"),
    "all explained": (["explain", "all"], "one workplace"),
    "new elsewhere": (["new", "no/such/mine.toml"], "no/such"),
    "new with another suffix": (["new", "mine.yaml"], ".toml"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_gets_one_sentence(call, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments, named = WRONG[case]
    status, out, err = call(*arguments)
    assert status == 2 and out == ""
    assert err.startswith("takehold: ") and err.count("\n") == 1 and len(err) < 400
    assert named in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("line", "word"), [
    ("explain bostedet --unit=", "--unit is empty"), ("ask bostedet --measure=", "--measure is empty"),
    ("study s --shard=", "--shard is empty"), ("run bostedet --sets 0 --contexts x", "contexts = x"),
    ("what-if bostedet --without veto --sets 0 --contexts words", "contexts = words"), ("fit bostedet example --out a\x1b[31m", "U+001B"),
    ("study where-first --out a\x1b[31m", "U+001B"), ("calibrate --out \u202ea", "U+202E"),
    ("calibrate --out c --workplace nowhere.toml", "no such file"), ("calibrate --out c --evidence nowhere.toml", "no such file")])
def test_what_is_empty_cannot_be_shown_or_is_not_used_is_refused_before_anything_is_done(call, tmp_path, monkeypatch, line, word):
    monkeypatch.chdir(tmp_path)
    status, out, told = call(*line.split(" "))
    assert status == 2 and not out and word in told and told.count("\n") == 1 and "\x1b" not in told
    assert call("map", "")[0] == call("studies", "--copy", " ")[0] == 2 and list(tmp_path.iterdir()) == []
