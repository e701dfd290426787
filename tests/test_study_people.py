"""Studies over people of one's own: every run lives them, no file holds a row, and nothing goes on with other people."""

import json
import shutil
import struct
import time

import duckdb
import pytest
from helpers import complaint
from study_files import files, in_a_process, parts_of, same_rows, written

import sim
from sim import Study, read_study, run_study, simulate, with_context
from sim.inputs.reading import TEMPLATE
from sim.study.design import read_design
from sim.study.people_files import PeopleFile
from sim.study.running.chunks import Chunk
from sim.study.running.work import work
from sim.study.store import manifest, parts

NUMBERS = (0.4711308642, 0.2718281828, 31.415926535, 0.1414213562)  # of one row
HEADER = "person,team,role,trust_in_leader,trust_in_organisation,contract_hours,expectation"
ROW = f"9876540321,Sunflowers,representative,{','.join(map(str, NUMBERS))}"
WORDS = ("9876540321", "Sunflowers", *(str(number)[:10] for number in NUMBERS))
OTHERS = [f"{i},day,employee,0.5,0.5,30,0.5" for i in range(10)]
STUDY = """question = "Does it hold with these people?"
workplaces = ["places/w.toml"]
replications = 60
follow_ups = [17, 30]
seed = 3
[vary.grid]
lever.involvement = [0.2, 0.8]
trust_in_leader = [0.3, 0.6]
"""


def people(folder, *rows, name="people.csv"):
    """A people file beside the workplace file of a study in this folder."""
    (folder / "places").mkdir(exist_ok=True)
    path = folder / "places" / name
    path.write_text("\n".join([HEADER, *(rows or (ROW, *OTHERS))]) + "\n", encoding="utf-8")
    return path


def place(folder, named="people.csv"):
    """The workplace file of that study; named: its people file, or none."""
    entry = f'people = "{named}"\n' if named else ""
    unsure = "coherence = 0.5 ", "coherence = { value = 0.5, low = 0.2, high = 0.8, reason = 'guessed' } "
    text = TEMPLATE.read_text(encoding="utf-8")
    assert unsure[0] in text
    (folder / "places" / "w.toml").write_text(entry + text.replace(*unsure, 1), encoding="utf-8")
    return folder / "places" / "w.toml"


def study_with_people(folder, text=STUDY):
    """A study in this folder over a workplace with a people file."""
    people(folder)
    place(folder)
    return written(folder, text)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A study that was run, with the weeks of its runs."""
    home = tmp_path_factory.mktemp("done")
    file = study_with_people(home, STUDY.replace("seed = 3", 'seed = 3\nkeep = ["trust_leader", "trust_representatives"]'))
    return run_study(file, home / "out", workers=2)


@pytest.fixture
def begun(done, tmp_path):
    """The same study in a place of its own, with one part missing."""
    shutil.copytree(done.parent, tmp_path / "home")
    parts_of(tmp_path / "home" / "out")[0].unlink()
    return tmp_path / "home" / "small.toml"


# ----- what is run
@pytest.mark.parametrize("contexts", ["recorded", "ranges"])
def test_every_run_is_that_of_simulate_with_the_same_people(tmp_path, contexts):
    file = study_with_people(tmp_path, f'contexts = "{contexts}"\n{STUDY}')
    rows = read_study(run_study(file, tmp_path / "out", workers=1))
    for involvement, trust in ((0.2, 0.3), (0.8, 0.6)):
        here = with_context(tmp_path / "places" / "w.toml", {"trust_in_leader": trust})
        alone = simulate(here, levers={"involvement": involvement}, runs=60, seed=3, follow_up=[17, 30], contexts=contexts)
        mine = rows[(rows["lever.involvement"] == involvement) & (rows["trust_in_leader"] == trust)]
        for name in ("retention", "trust_change", "hours_total", "fingerprint"):
            assert mine[name].tolist() == alone[name].tolist(), name
    place(tmp_path, named="")
    without = read_study(run_study(file, tmp_path / "without", workers=1))
    assert set(rows["fingerprint"]).isdisjoint(without["fingerprint"]) and rows["trust_change"].tolist() != without["trust_change"].tolist()


def test_shares_processes_and_mesa_make_the_same(tmp_path):
    file = study_with_people(tmp_path, STUDY.replace("= 60", "= 4"))
    whole = run_study(file, tmp_path / "whole", workers=2)
    for share in ((1, 2), (2, 2)):
        run_study(file, tmp_path / "shares", shard=share, workers=1)
    assert files(tmp_path / "shares") == files(whole)
    same_rows(run_study(file, tmp_path / "mesa", engine="mesa", workers=2), whole)


def test_killed_and_resumed_it_is_as_if_it_had_run_through(tmp_path):
    file = study_with_people(tmp_path, STUDY.replace("= 60", "= 5000"))
    process = in_a_process(file, tmp_path / "out", workers=2)
    while process.poll() is None and not list((tmp_path / "out").glob("parts/part-*.parquet")):
        time.sleep(0.01)
    process.kill()
    process.communicate()
    there = len(files(tmp_path / "out"))
    run_study(file, tmp_path / "out", workers=1, resume=True)
    assert 0 < there < len(files(tmp_path / "out"))
    assert files(tmp_path / "out") == files(run_study(file, tmp_path / "whole", workers=2))


def test_what_cannot_be_with_these_people_is_refused(tmp_path):
    file = study_with_people(tmp_path, STUDY.replace("trust_in_leader = [0.3, 0.6]", "employees = [20, 30]"))
    complaint(lambda: read_design(file), "employees", "people file")


# ----- what is written
def found_in(folder):
    """Files of a folder in which something of ROW stands: as text, as eight bytes, or in a column."""
    bad, signs = [], [*(word.encode() for word in WORDS), *(struct.pack("<d", number) for number in NUMBERS)]
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        bad += [(path.name, sign) for sign in signs if sign in content]
        if path.suffix == ".parquet":
            rows = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
            bad += [(path.name, cell) for row in rows for cell in row if cell in NUMBERS or any(word in str(cell) for word in WORDS)]
    return bad


def test_no_byte_of_a_study_tells_of_a_row(done, call, tmp_path):
    told = [str(call("study", done.parent / "small.toml", "--out", done, *more)) for more in (("--resume",), ("--dry-run", "--resume"))]
    written_too = ("--csv", tmp_path / "rows.csv", "--plot", tmp_path / "a.svg")
    told += [str(call("results", done, *more)) for more in ((), ("--json",), written_too)]
    told.append(str(call("report", done, "--out", tmp_path / "page.html")))
    assert all(text.startswith("(0,") for text in told), told
    assert "known of 11 of the 20 employees" in told[0] and "people file" in (tmp_path / "page.html").read_text(encoding="utf-8")
    asked = Study.read(done.parent / "small.toml")
    told += [repr(asked), repr(Study.open(done).job), repr(asked.design.points)]
    (tmp_path / "told.txt").write_text("".join(told), encoding="utf-8")
    kept = {path.name.split("-")[0] for path in done.rglob("*") if path.is_file()}
    assert {"manifest.json", "points.parquet", "status.jsonl", "study.toml", "part", "weeks"} <= kept
    assert found_in(done) == found_in(tmp_path) == []
    assert len(found_in(done.parent / "places")) >= len(WORDS)  # where the rows are, they are found
    assert json.loads((done / "manifest.json").read_text())["people_files"] == [
        {"file": "places/people.csv", "digest": read_design(done.parent / "small.toml").points.people[0].digest}]


class Talker(sim.SteeringMember):
    """Fails and says whose number it was."""

    def be_as_known(self):
        super().be_as_known()
        if self.contract == NUMBERS[2]:
            raise ValueError(f"trust is {self.trust_leader}, hours are {self.contract}")


def test_why_a_run_failed_tells_of_nobody(tmp_path):
    file = study_with_people(tmp_path, STUDY.replace("= 60", "= 2"))
    place(tmp_path)
    talking = {"engine": "mesa", "workers": 1, "steering_member_class": Talker}
    told = complaint(lambda: run_study(file, tmp_path / "out", **talking), "be_as_known fails with")
    assert "ValueError; what it says is not shown" in told and "trust is" not in told and found_in(tmp_path / "out") == []


# ----- going on, and reading
def change(home, how):
    """Do something to the people file or the workplace file of a study."""
    file = home / "places" / "people.csv"
    if how == "gone":
        file.unlink()
    elif how == "changed":
        people(home, ROW, *OTHERS[:-1])
    elif how == "damaged":
        people(home, ROW.replace("0.4711", "47.11"))
    else:
        place(home, named="")


@pytest.mark.parametrize(("how", "words"), [
    ("gone", ["places/people.csv", "is not there", "put it there"]), ("changed", ["places/people.csv", "put it back", "--out"]),
    ("damaged", ["places/people.csv", "line 2", "trust_in_leader"]), ("left out", ["places/people.csv", "has none now", "--out"])])
@pytest.mark.parametrize("options", [{"resume": True}, {"extend": True}, {"resume": True, "replay": 3}, {"shard": (1, 2)}])
def test_nothing_goes_on_with_other_people(begun, how, words, options):
    out = begun.parent / "out"
    change(begun.parent, how)
    before = files(out), (out / "manifest.json").read_bytes()
    told = complaint(lambda: run_study(begun, out, **options), *words)
    assert (files(out), (out / "manifest.json").read_bytes()) == before and "Sunflowers" not in told


def test_people_cannot_come_later(tmp_path):
    file = study_with_people(tmp_path, STUDY.replace("= 60", "= 2"))
    place(tmp_path, named="")
    out = run_study(file, tmp_path / "out", workers=1)
    place(tmp_path)
    complaint(lambda: run_study(file, out, resume=True), "places/people.csv", "without a people file", "--out")


def test_a_dry_run_complains_as_the_run_would(begun, call):
    change(begun.parent, "changed")
    status, _, told = call("study", begun, "--out", begun.parent / "out", "--resume", "--dry-run")
    assert status != 0 and "places/people.csv" in told and "put it back" in told


def test_the_same_people_elsewhere_or_in_another_form_are_the_same(begun, done):
    home = begun.parent
    (home / "places" / "people.csv").unlink()
    rows = [";".join(line.split(",")).replace(".", ",") for line in (ROW, *OTHERS)]
    (home / "places" / "team.csv").write_text("\n".join([HEADER.replace(",", ";"), *rows]) + "\n", encoding="utf-8")
    place(home, named="team.csv")
    run_study(begun, home / "out", resume=True, workers=1)
    assert files(home / "out") == files(done)
    assert json.loads((home / "out" / "manifest.json").read_text())["people_files"][0]["file"] == "places/team.csv"


def test_a_folder_is_read_without_the_people_and_goes_on_with_them_alone(done, tmp_path, monkeypatch, call):
    got = shutil.copytree(done, tmp_path / "got")
    monkeypatch.chdir(tmp_path)
    assert read_study(got).equals(read_study(done)) and Study.open(got).answer() == Study.open(done).answer()
    for command in ("results", "report"):
        assert call(command, got, *(("--out", tmp_path / "page.html") if command == "report" else ()))[0] == 0
    parts_of(got)[0].unlink()
    sender = done.parent
    for name in ("small.toml", "places/w.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(sender / name, tmp_path / name)
    complaint(lambda: run_study("small.toml", got, resume=True), "people.csv", "put it there")
    shutil.copy(sender / "places" / "people.csv", tmp_path / "places" / "people.csv")
    run_study("small.toml", got, resume=True, workers=1)
    assert files(got) == files(done)


def test_a_worker_holds_the_file_against_the_digest(begun):
    out, file = begun.parent / "out", begun.parent / "places" / "people.csv"
    chunk = Chunk(0, 1, 0, 2)
    complaint(lambda: work(str(out), "fast", chunk), "places/people.csv", "put it back")
    for how in ("damaged", "changed", "gone"):
        change(begun.parent, how)
        told = complaint(lambda: work(str(out), "fast", chunk, people_files=(file,)), "people.csv", "put it back")
        assert "47.11" not in told  # a sentence that ends a study stands in its folder
    assert not parts.part_path(out, chunk).exists()
    people(begun.parent)
    assert work(str(out), "fast", chunk, people_files=(file,)).failed == 0


def test_a_people_file_whose_name_cannot_be_written_down_is_refused(tmp_path):
    people(tmp_path, name="a\x1bb.csv")
    place(tmp_path, named="a\\u001bb.csv")
    complaint(lambda: read_design(written(tmp_path, STUDY)), "people file", "another name")


@pytest.mark.parametrize("kept", [[], [{"file": "a.csv", "digest": "0" * 12}] * 2, [{"file": "a.csv", "digest": "no"}], [7],
                                  [{"file": "a.csv", "digest": "0" * 12, "rows": [1]}], [{"file": "/etc/passwd", "digest": "0" * 12}]])
def test_what_a_received_manifest_says_of_people_is_checked(begun, kept):
    out = begun.parent / "out"
    held = json.loads((out / "manifest.json").read_text())
    held.pop("digest")
    manifest.write_manifest(out, {**held, "people_files": kept})
    complaint(lambda: Study.open(out).answer(), "out")


def test_nothing_but_a_name_and_a_digest_can_be_kept():
    assert set(PeopleFile.model_fields) == {"file", "digest"}
