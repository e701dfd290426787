"""SQL over a study's folder, which may be a stranger's: it reads the study and nothing else, and stops when it is told to."""

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import complaint
from study_files import edited

from sim.study import read_study, study_sql
from sim.study.store import parts
from sim.study.store.study_folder import load_job, write_points
from sim.study.store.summary import summary

# ----- what is read
HOSTILE = ['x"; copy (select 42) to \'{0}\'; --', "x'); copy (select 42) to '{0}'; --", "x\x1b[31m", 'trust"', "retention", "study",
           "nowhere", "parameter.trust_rate"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_a_strangers_settings_are_never_run(received_folder, tmp_path, name):
    job, victim = load_job(received_folder), tmp_path / "victim"
    points = dataclasses.replace(job.points, names=(name.format(victim), *job.points.names[1:]))
    write_points(received_folder, points, "small")
    edited(received_folder, lambda entries: entries.update(points_digest=points.digest()))
    for read in (read_study, summary, lambda place: study_sql(place, "from runs")):
        complaint(lambda read=read: read(received_folder), "points.parquet")
    assert not victim.exists()


@pytest.mark.parametrize("sql", [
    "copy (select 1) to '{0}'", "copy runs to '{0}'", "select 1; copy (select 1) to '{0}'", "select 1) to '{0}' --", "attach '{0}'",
    "export database '{0}'", "explain analyze copy (select 1) to '{0}'", "select * from read_csv('/etc/passwd')", "from '/etc/passwd'",
    "select * from read_text('/etc/passwd')", "select * from glob('/*')", "install httpfs", "load httpfs", "set threads = 1",
    "pragma version", "set enable_external_access = true", "create table t as select 1", "drop view runs",
    "insert into failures values (1, 1, '')",
    "select * from read_parquet('{1}/secret.parquet')", "checkpoint", "", ";", "-- nothing", "select\0 1", "from job", "from chunks"])
def test_sql_reads_the_study_and_nothing_else(received_folder, tmp_path, sql):
    victim = tmp_path / "victim"
    parts.write_table(tmp_path / "secret.parquet", {"x": np.arange(3)}, {})
    before = sorted(path.name for path in received_folder.rglob("*"))
    complaint(lambda: study_sql(received_folder, sql.format(victim, tmp_path)), "quer")
    assert not victim.exists() and sorted(path.name for path in received_folder.rglob("*")) == before


def test_a_folder_may_have_any_name(received_study, tmp_path):
    for name in ("it's", 'a"b', "a[1]", "a*b?", "a; b", "ä %20"):
        place = shutil.copytree(received_study, tmp_path / name)
        assert len(summary(place)) == 6 and study_sql(place, "select count(*) as n from facts")["n"][0] == 34


def test_a_part_that_leads_out_of_the_folder_is_refused(received_folder, tmp_path):
    path = next((received_folder / "parts").glob("part-*"))
    shutil.move(path, tmp_path / "elsewhere.parquet")
    path.symlink_to(tmp_path / "elsewhere.parquet")
    complaint(lambda: read_study(received_folder), path.name)


# ----- Ctrl-C
@pytest.mark.parametrize("more", [[], ["--csv", "rows.csv"]])
def test_ctrl_c_while_sql_is_answered(received_folder, more):
    sql = "select count(*) as n from range(1000000000) a, range(1000) b where a.range * b.range % 7 = 3"
    code = ("import os, signal, sys, threading; from sim.cli.main import main\n"
            "from sim.study.store.results import Opened\n"
            "asked = Opened.waited\n"
            "def waited(self, answer):\n"
            "    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
            "    return asked(self, answer)\n"
            "Opened.waited = waited\n"
            "main()\n")
    command = [sys.executable, "-c", code, "results", str(received_folder), "--sql", sql, *more]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=received_folder.parent, timeout=120, check=False,
                           env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
    assert ended.returncode == 130 and len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert not list(received_folder.parent.glob("rows.csv*"))
