"""takehold study, studies and results: what they print, and how they end."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from study_files import GRID, TINY, light_facts, lightly, written
from typer.testing import CliRunner

from sim.cli import study
from sim.errors import InputError
from sim.study.running import chunks, forecast

STUDY = TINY.replace("= 2", "= 40").replace('"mesa"', '"fast"') + GRID


@pytest.fixture(autouse=True)
def light(monkeypatch, tmp_path):
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 20)
    monkeypatch.chdir(tmp_path)


def takehold(*arguments, status=0):
    """What a command prints."""
    app = typer.Typer(pretty_exceptions_enable=False)
    for command in (study.study, study.studies, study.results):
        app.command()(command)
    told = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    assert told.exit_code == status, told.output
    return told.stdout


def refused(*arguments):
    with pytest.raises(InputError) as told:
        takehold(*arguments)
    return str(told.value)


def test_a_study_is_run_answered_and_drawn(tmp_path):
    said = takehold("study", written(tmp_path, STUDY), "--plot", "picture.png")
    assert said.startswith("Does it hold?") and "240 of 240 runs of 6 points in results/small" in said
    assert "trust_in_leader" in said and "is highest where" in said and "never forecasts" in said
    assert (tmp_path / "picture.png").stat().st_size > 10_000
    assert takehold("results", "small") == said.replace("Picture: picture.png\n", "")
    assert takehold("results", "results/small") == takehold("results", "small")


def test_json_is_json_and_nothing_else(tmp_path):
    told = json.loads(takehold("study", written(tmp_path, STUDY), "--json"))
    assert told["runs"] == told["asked"] == 240 and told["failed"] == 0 and len(told["points"]) == 6
    assert json.loads(takehold("results", "small", "--json")) == told
    assert json.loads(takehold("results", "small", "--json", "--sql", "select count(*) as n from runs")) == [{"n": 240}]


def test_a_dry_run_says_how_many_how_long_how_large_and_makes_nothing(tmp_path):
    said = takehold("study", written(tmp_path, STUDY), "--dry-run", "--workers", "2")
    assert re.search(r"6 points, 240 runs, about .* on 2 workers \(.* runs a second on each\), about .*B in chunks of 20 runs", said)
    assert not (tmp_path / "results").exists()
    told = json.loads(takehold("study", written(tmp_path, STUDY), "--dry-run", "--json"))
    assert told["most"] == 240 and told["seconds_each"] > 0 and told["bytes_each"] > 0
    until = STUDY.replace("= 40", "= { at_least = 50, at_most = 400, half_width = 0.01 }")
    assert "300 to 2,400 runs, at most about" in takehold("study", written(tmp_path, until), "--dry-run")


def test_a_dry_run_times_runs_as_a_study_writes_them(tmp_path, monkeypatch):
    chunks, work = [], forecast.work
    monkeypatch.setattr(forecast, "work", lambda folder, engine, chunk, **more: chunks.append(chunk) or work(folder, engine, chunk, **more))
    once = STUDY.replace("= 40", "= 1").replace("[0.3, 0.7]", "{ low = 0.1, high = 0.9, steps = 200 }")
    told = json.loads(takehold("study", written(tmp_path, once), "--dry-run", "--json"))
    assert told["most"] == 600 and [chunk.runs for chunk in chunks if chunk.runs] == [200, 200, 200]
    assert {point for chunk in chunks for point in chunk.points} == set(range(600))


def test_a_dry_run_says_what_is_there_already(tmp_path):
    takehold("study", written(tmp_path, STUDY), "--shard", "1/2")
    assert "runs are in results/small already" in takehold("study", written(tmp_path, STUDY), "--dry-run")


@pytest.mark.parametrize(("options", "words"), [
    (["--on", "moon"], ["moon", "dask"]), (["--shard", "9/2"], ["K/N"]),
    (["--scheduler", "tcp://127.0.0.1:9"], ["127.0.0.1:9", "--on dask"]), (["--shard", "1/2", "--plot", "x.png"], ["--plot", "share"])])
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_options_that_lead_nowhere_are_refused_in_a_dry_run_too(tmp_path, options, words, dry):
    said = refused("study", written(tmp_path, STUDY), *options, *dry)
    assert all(word in said for word in words)
    assert not (tmp_path / "results").exists()


def test_json_is_json_for_a_job_array_and_for_any_query(tmp_path):
    study = written(tmp_path, STUDY)
    script = json.loads(takehold("study", study, "--on", "slurm", "--dry-run", "--json"))["job_array"]
    assert script.startswith("#!/bin/bash")
    takehold("study", study)
    query = "select [1, 2] as l, {'a': 1.5} as s, date '2020-01-01' as d, 'inf'::double as i, null as n, true as b, 'x' as t, 3 as w"
    told, = json.loads(takehold("results", "small", "--json", "--sql", query))
    assert told == {"l": [1, 2], "s": {"a": 1.5}, "d": "2020-01-01 00:00:00", "i": None, "n": None, "b": True, "t": "x", "w": 3}


def test_with_neither_numba_nor_kernel_wasm_nothing_is_begun(tmp_path, monkeypatch):
    from sim.kernel import at_once, native
    from sim.runs import engines
    from sim.study.running import runner
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(native, "has_compiler", lambda: False)
    monkeypatch.setattr(at_once, "refusal", lambda: "it is not here")
    for got in (native._kernel, native._following):
        got.cache_clear()
    assert engines.engine_facts is runner.engine_facts
    for more in ([], ["--dry-run"]):
        said = refused("study", written(tmp_path, STUDY), *more)
        assert "Numba" in said and "'mesa'" in said and not (tmp_path / "results").exists()


def test_runs_that_failed_end_the_command_with_a_sentence(tmp_path, monkeypatch):
    def failing(place, parameters, levers, seed, weeks, first, last):
        if first <= 11 < last:
            raise ArithmeticError("no such \x1b[31mnumber")
        return light_facts(place, parameters, levers, seed, weeks, first, last)

    lightly(monkeypatch, failing)
    told = refused("study", written(tmp_path, STUDY), "--plot", "picture.png")
    assert "6 runs failed" in told and "--resume" in told and "from failures" in told and (tmp_path / "picture.png").exists()
    assert "234 of 240 runs" in takehold("results", "small") and "not finished" in takehold("results", "small")
    assert "ArithmeticError: no such ?[31mnumber" in takehold("results", "small", "--sql", "select reason from failures limit 1")
    assert "failed" in refused("study", written(tmp_path, STUDY), "--out", "share", "--shard", "1/2")
    lightly(monkeypatch)
    said = takehold("study", written(tmp_path, STUDY), "--resume")
    assert "240 of 240 runs" in said and "failed" not in said


def test_rows_and_queries_are_written_as_csv(tmp_path):
    takehold("study", written(tmp_path, STUDY))
    takehold("results", "small", "--csv", "all.csv")
    lines = (tmp_path / "all.csv").read_text().splitlines()
    assert len(lines) == 241 and lines[0].startswith("study,workplace,point,run,unit,seed,follow_up,trust_in_leader,leader.value,outcome")
    takehold("results", "small", "--sql", "select run from runs where point = 0;", "--csv", "some.csv")
    assert len((tmp_path / "some.csv").read_text().splitlines()) == 41
    assert "nothing" in refused("results", "small", "--sql", "select nothing from runs", "--csv", "none.csv")
    for more in ([], ["--csv", "none.csv"]):
        assert "query is empty" in refused("results", "small", "--sql", "", *more)
    assert not (tmp_path / "none.csv").exists()


def test_a_job_array_is_printed_and_runs(tmp_path):
    study = written(tmp_path, STUDY)
    script = takehold("study", study, "--on", "slurm", "--dry-run", "--workers", "3", "--out", "array")
    assert "#SBATCH --array=1-3" in script and "--shard" in script and not (tmp_path / "array").exists()
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    for share in (1, 2, 3):
        assert f"Share {share}/3" in takehold("study", study, "--out", "array", "--shard", f"{share}/3")
    assert "240 of 240 runs" in takehold("results", "array")


def test_an_unfinished_study_says_so(tmp_path):
    takehold("study", written(tmp_path, STUDY), "--shard", "1/2", "--out", "half")
    assert "not finished, go on with --resume" in takehold("results", "half")


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1/0", "a/b", "1", "1/2/3", "-1/3", "²/3", "9" * 30 + "/3"])
def test_a_share_that_cannot_be_is_refused(tmp_path, shard):
    assert "K/N" in refused("study", written(tmp_path, STUDY), f"--shard={shard}")


def test_what_is_not_there_is_said(tmp_path):
    assert "nowhere" in refused("results", "nowhere")
    assert "moon" in refused("study", written(tmp_path, STUDY), "--on", "moon")
    assert "no folder" in refused("study", written(tmp_path, STUDY), "--plot", "nowhere/picture.png")
    assert "--resume" in (takehold("study", written(tmp_path, STUDY)) and refused("study", written(tmp_path, STUDY)))


def test_the_studies_are_listed_with_their_questions():
    said, told = takehold("studies"), json.loads(takehold("studies", "--json"))
    for one in told:
        assert one["study"] in said and one["question"].endswith("?")
        first = Path(one["file"]).read_text(encoding="utf-8").splitlines()[0]
        assert first == f'question = "{one["question"]}"', "the question stands in the first line"


def test_progress_is_shown_on_a_terminal_and_nowhere_else(tmp_path):
    code = ("from sim.cli.study import _progress; from sim.study.running.progress import Progress; from sim.model.intervals import share\n"
            "with _progress(False) as tell:\n"
            "    tell and tell(Progress(50, 100, 10.0, 5.0, 0, 'retained', share(20, 50), None))\n")
    root = Path(__file__).parents[1]
    quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert quiet.stdout == quiet.stderr == ""
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=theirs, cwd=root, check=True, env={**os.environ, "COLUMNS": "200", "TERM": "xterm"})
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "50 of 100 runs, 10 a second, 5 s left; retained 0.400 ± 0.1" in shown


SAMPLE = STUDY.partition("[vary")[0] + "[vary.{kind}]\npoints = {points}\nranges = {{ trust_rate = [], lever.restart = [] }}\n"
GROWN = {  # what is asked first, and then
    "sobol": (SAMPLE.format(kind="sobol", points=8), SAMPLE.format(kind="sobol", points=16)),
    "latin_hypercube": (SAMPLE.format(kind="latin_hypercube", points=8), SAMPLE.format(kind="latin_hypercube", points=16)),
    "grid": (STUDY, STUDY.replace("[0.3, 0.7]", "[0.3, 0.7, 0.9]")),
    "shrunk grid": (STUDY, STUDY.replace("[0.3, 0.7]", "[0.3]")),
    "replications": (STUDY, STUDY.replace("= 40", "= 50")),
    "seed": (STUDY, "seed = 9\n" + STUDY),
    "list": (STUDY.partition("[vary")[0] + "[vary]\npoints = [{ trust_rate = 0.05 }]\n",
             STUDY.partition("[vary")[0] + "[vary]\npoints = [{ trust_rate = 0.06 }, { trust_rate = 0.05 }]\n"),
    "nothing new": (STUDY, STUDY),
}


@pytest.mark.parametrize("how", [["--extend"], ["--resume"]])
@pytest.mark.parametrize("case", GROWN)
def test_a_dry_run_says_what_the_run_then_does_or_refuses_as_it_does(tmp_path, call, case, how):
    first, then = GROWN[case]
    takehold("study", written(tmp_path, first))
    study, before = written(tmp_path, then), sorted((path, path.stat().st_mtime_ns) for path in Path("results").rglob("*"))
    status, said, complained = call("study", study, *how, "--dry-run", "--json")
    assert sorted((path, path.stat().st_mtime_ns) for path in Path("results").rglob("*")) == before
    done, out, told = call("study", study, *how, "--json")
    assert (status, complained) == (done, told)
    if done == 0:
        assert json.loads(said)["there"] + json.loads(said)["missing"] == json.loads(out)["runs"]
    elif case == "latin_hypercube" and how == ["--extend"]:
        assert "vary.sobol can" in told


def test_how_points_were_read_and_sampled_is_said_by_dry_run_answer_and_manifest(tmp_path):
    (tmp_path / "points.csv").write_text("trust_rate;lever.restart\n0,05;JA\n", encoding="utf-8")
    for text, note in ((STUDY.partition("[vary")[0] + '[vary]\npoints = "points.csv"\n', "';' between cells and ',' in numbers"),
                       (GROWN["sobol"][0], "equally likely: lever.restart 0 or 1")):
        study = written(tmp_path, text)
        for asked in (("study", study, "--dry-run"), ("study", study, "--out", note[-9:]), ("results", note[-9:])):
            assert note in " ".join(takehold(*asked).split())
        for asked in (("study", study, "--dry-run"), ("results", note[-9:])):
            assert note in json.loads(takehold(*asked, "--json"))["notes"][0]
        assert note in json.loads(Path(note[-9:], "manifest.json").read_text())["notes"][0]
