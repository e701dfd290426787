"""Where it runs and what it writes to: links, pipes, full and closed streams, narrow terminals, other systems, workers that die."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from helpers import complaint, exactly
from study_files import GRID, TINY, written

from sim import simulate
from sim.figures.style import new_figure, save
from sim.machine.files import check_places, put_whole, write_file
from sim.machine.row_files import SUFFIXES, write_rows
from sim.study import run_study
from sim.text.tables import columns, paragraph

ROOT = Path(__file__).parents[1]
HERE = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def shell(line: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash in which $TH is the command."""
    told = {**HERE, "TH": f"{sys.executable} -m sim.cli", **environment}
    return subprocess.run(["bash", "-c", line], cwd=cwd, env=told, capture_output=True, timeout=300, check=False)


def sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """What it says on standard error: one sentence of ours, and no traceback."""
    told = done.stderr.decode()
    assert told.startswith("takehold: ") and told.count("\n") == 1, told
    return told


# ----- files
def _picture(path):
    save(new_figure(2, 2), path)


WRITERS = {"text.html": lambda path: write_file(path, "whole"), "rows.csv": lambda path: write_rows(path, ROWS),
           "rows.parquet": lambda path: write_rows(path, ROWS), "rows.feather": lambda path: write_rows(path, ROWS), "p.png": _picture}
ROWS = pd.DataFrame({"name": ["a", "b"], "value": [0.1, float("nan")], "yes": [True, False], "count": [1, 2]})


@pytest.mark.parametrize("name", WRITERS)
def test_a_link_stays_and_what_it_names_is_written_with_its_permissions(tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    target, link, chain = tmp_path / "elsewhere" / name, tmp_path / name, tmp_path / f"again-{name}"
    link.symlink_to(target)
    chain.symlink_to(link.name)
    WRITERS[name](chain)  # what it names is not there yet
    first = target.read_bytes()
    target.write_bytes(b"old")
    target.chmod(0o600)
    WRITERS[name](chain)
    assert target.read_bytes() == first and len(first) > 4 and target.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink() and chain.is_symlink() and [one.name for one in target.parent.iterdir()] == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_a_pipe_gets_the_content_and_stays_a_pipe(tmp_path, name):
    pipe, got = tmp_path / name, []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    WRITERS[name](pipe)
    reader.join(60)
    WRITERS[name](tmp_path / f"plain-{name}")
    assert got == [(tmp_path / f"plain-{name}").read_bytes()] and pipe.is_fifo()


@pytest.mark.parametrize("name", WRITERS)
def test_what_cannot_be_written_is_said_and_nothing_is_lost(tmp_path, name):
    (tmp_path / f"round-{name}").symlink_to(f"round-{name}")
    (tmp_path / f"folder-{name}").mkdir()
    (tmp_path / f"full-{name}").symlink_to("/dev/full")
    for bad, words in ((f"round-{name}", "circle"), (f"folder-{name}", "folder"), (f"no/{name}", "no folder"), (f"full-{name}", "space")):
        complaint(lambda bad=bad: WRITERS[name](tmp_path / bad), bad, words)
    assert (tmp_path / f"full-{name}").is_symlink() and Path("/dev/full").is_char_device()


def test_a_file_is_put_whole_or_not_at_all_and_a_link_in_its_place_is_not_followed(tmp_path):
    outside, link = tmp_path / "outside", tmp_path / "file"
    outside.write_bytes(b"mine")
    link.symlink_to(outside)
    for content in ("whole", b"whole", lambda partial: partial.write_text("whole")):
        put_whole(link, content)
        assert not link.is_symlink() and link.read_bytes() == b"whole" and outside.read_bytes() == b"mine"

    def broken(partial):
        partial.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_whole(link, broken)
    assert link.read_bytes() == b"whole" and sorted(path.name for path in tmp_path.iterdir()) == ["file", "outside"]


def test_one_file_under_two_names_is_refused_before_the_run(tmp_path):
    (tmp_path / "b.csv").symlink_to("a.csv")
    complaint(lambda: check_places(tmp_path / "a.csv", None, tmp_path / "b.csv"), "b.csv", "a.csv", "twice")
    complaint(lambda: check_places(tmp_path / "b.csv", read=str(tmp_path / "a.csv")), "b.csv", "twice")


def test_rows_on_standard_output_stand_alone_there(tmp_path):
    for way in ("", " | cat"):
        done = shell(f"$TH run bostedet --runs 2 --csv /dev/stdout{way}", tmp_path)
        assert len(done.stdout.splitlines()) == 5 and b"never forecasts" in done.stderr
    shell("echo before > all.txt; $TH run bostedet --runs 2 --csv /dev/stdout >> all.txt", tmp_path)
    assert (tmp_path / "all.txt").read_bytes() == b"before\n" + done.stdout
    assert Path("/dev/stdout").is_symlink()


# ----- the suffix
@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".feather", ".FEATHER"])
def test_the_suffix_decides_how_rows_are_written(tmp_path, call, suffix):
    rows, weeks = tmp_path / f"rows{suffix}", tmp_path / f"weeks{suffix}"
    call("run", "bostedet", "--runs", 2, "--csv", rows, "--weeks", weeks, "--json")
    told, wanted = _read(rows), simulate("bostedet", runs=2)
    exactly(told[wanted.columns].astype(wanted.dtypes), wanted)
    assert len(_read(weeks)) > 50


COUNTED = "select point, count(*) n from runs group by 1 order by 1"


def test_rows_of_a_study_and_of_a_query_are_written_in_every_format(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = run_study(written(tmp_path, TINY + GRID), tmp_path / "out")
    frames = []
    for suffix in SUFFIXES:
        assert call("results", folder, "--csv", f"all{suffix}")[0] == 0
        assert call("results", folder, "--csv", f"some{suffix}", "--sql", COUNTED)[0] == 0
        frames.append(_read(tmp_path / f"all{suffix}"))
        assert _read(tmp_path / f"some{suffix}").to_dict("list") == {"point": list(range(6)), "n": [2] * 6}
    for frame in frames[1:]:
        assert list(frame.columns) == list(frames[0].columns) and frame["retention"].tolist() == frames[0]["retention"].tolist()


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.ods", "rows.tsv", "rows.csv.gz", "rows.json"])
def test_another_suffix_is_refused_before_the_run(tmp_path, call, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    run_study(written(tmp_path, TINY), tmp_path / "out")
    for command in (("run", "bostedet", "--csv"), ("run", "bostedet", "--weeks"), ("results", "out", "--csv")):
        status, out, told = call(*command, name)
        assert status == 2 and not out and told.count("\n") == 1 and name in told and ".parquet" in told
        assert ("spreadsheets open .csv" in told) == (name in ("rows.xlsx", "rows.ods"))
    assert not (tmp_path / name).exists()


def _read(path: Path) -> pd.DataFrame:
    if path.suffix.lower() in (".arrow", ".feather"):
        from arro3.io import read_ipc
        found = read_ipc(path).read_all()  # noqa: F841 - DuckDB finds it by its name
        return duckdb.sql("select * from found").df()
    return duckdb.read_csv(str(path)).df() if path.suffix == ".csv" else duckdb.read_parquet(str(path)).df()


# ----- streams
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["workplaces", "--help", "--version", "", "levers --json", "check bostedet"])
def test_an_output_that_takes_nothing_gets_one_sentence(tmp_path, command, unbuffered):
    full = shell(f"$TH {command} > /dev/full", tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert full.returncode == 1 and "No space left" in sentence(full)
    closed = shell(f"$TH {command} >&-", tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert closed.returncode == 2 and "standard output is closed" in sentence(closed)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_who_reads_may_stop_reading(tmp_path, unbuffered):
    for command in ("parameters", "run bostedet --runs 300 --csv /dev/stdout 2>/dev/null"):
        done = shell(f"$TH {command} | head -1; echo ${{PIPESTATUS[0]}}", tmp_path, PYTHONUNBUFFERED=unbuffered)
        assert done.stdout.splitlines()[1] in (b"0", b"1") and not done.stderr


@pytest.mark.parametrize("nowhere", ["2>&-", "2>/dev/full"])
def test_a_complaint_that_nobody_can_read_keeps_its_status(tmp_path, nowhere):
    assert shell(f"$TH rn {nowhere}", tmp_path).returncode == 2
    assert shell(f"$TH workplaces {nowhere}", tmp_path).stdout.startswith(b"workplace")


def test_characters_that_the_output_does_not_know_are_replaced(tmp_path):
    text = (ROOT / "sim/inputs/workplaces/bostedet.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace("Bostedet, department A", "Bostædet å"))
    table = shell("$TH run mine.toml --runs 1", tmp_path, PYTHONIOENCODING="ascii")
    assert table.returncode == 0 and b"Bost?det ?" in table.stdout and not table.stderr
    strict = shell("$TH check $'f\\xff.toml'", tmp_path)  # a name that is no text in any encoding
    assert strict.returncode == 2 and sentence(strict)
    records = [json.loads(shell("$TH workplaces --json", tmp_path, PYTHONIOENCODING=code).stdout) for code in ("ascii", "utf-8")]
    assert records[0] == records[1]


# ----- terminals
COMMANDS = ["workplaces", "levers", "mechanisms", "run all --runs 3", "run bostedet --runs 1", "explain plejecenter-2",
            "patterns S4 --runs 4", "what-if plejecenter-2 --lever push_through=1 --runs 4", "study small.toml --dry-run",
            "results out", "check bostedet", "results out --sql 'select * from points'"]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_printed_fits_the_terminal(tmp_path, command):
    run_study(written(tmp_path, TINY + GRID), tmp_path / "out")
    plain = shell(f"$TH {command}", tmp_path, COLUMNS="").stdout.decode()
    for width in (40, 80, 200):
        printed = shell(f"$TH {command}", tmp_path, COLUMNS=str(width)).stdout.decode()
        assert max(map(len, printed.splitlines())) <= width
        if "dry-run" not in command:  # which tells times
            assert set(re.findall(r"[\w.]{5,}", plain)) - {"point"} <= set(re.findall(r"[\w.]+", printed)) | {"explain"}


def test_a_row_that_cannot_be_narrowed_is_told_as_a_record(monkeypatch):
    rows, header = [["a" * 15, "b" * 15, "few words to wrap"], ["c", "", "d"]], ["first", "second", "third"]
    natural = columns(rows, header)
    monkeypatch.setenv("COLUMNS", "200")
    assert columns(rows, header) == natural
    monkeypatch.setenv("COLUMNS", "46")
    narrow = columns(rows, header)
    assert narrow.startswith("first") and max(map(len, narrow.splitlines())) <= 46
    monkeypatch.setenv("COLUMNS", "30")
    assert columns(rows, header) == f"first: {'a' * 15}\nsecond: {'b' * 15}\nthird: few words to wrap\n\nfirst: c\nthird: d"
    assert max(map(len, paragraph("some words " * 30).splitlines())) <= 30


# ----- workers
@pytest.mark.parametrize("call", [
    "sim.simulate('bostedet', engine='mesa', runs=12, workers=2)", "sim.check_patterns(runs=4, workers=2, only=['S4'], engine='mesa')",
    "sim.run_study('small.toml', 'out', workers=2)"])
def test_an_unguarded_script_with_workers_is_told_what_it_lacks(tmp_path, call):
    written(tmp_path, TINY + GRID)
    (tmp_path / "script.py").write_text(f"import sim\ntry:\n    {call}\nexcept sim.InputError as told:\n    print(told)\n")
    done = shell(f"{sys.executable} script.py", tmp_path)
    assert b"if __name__ == '__main__':" in done.stdout and done.stdout.count(b"\n") == 1 and not done.stderr


# ----- systems
@pytest.mark.parametrize("command", ["study small.toml", "study small.toml --dry-run", "results out", "calibrate --out c"])
def test_without_the_locks_of_unix_studies_say_so(tmp_path, command):
    run_study(written(tmp_path), tmp_path / "out")
    before = sorted(tmp_path.rglob("*"))
    code = "import sys; sys.modules['fcntl'] = None; from sim.cli.main import main; main()"
    done = shell(f'{sys.executable} -c "{code}" {command}', tmp_path)
    assert done.returncode == 2 and "WSL" in sentence(done) and sorted(tmp_path.rglob("*")) == before
    assert shell(f'{sys.executable} -c "{code}" run bostedet --runs 2', tmp_path).returncode == 0


def test_a_name_with_control_characters_is_refused_before_anything_is_run(call):
    status, out, err = call("run", "plejecenter-2", "--runs", 2, "--csv", "rows\r.csv")
    assert status == 2 and not out and "control character" in err and "\r" not in err
