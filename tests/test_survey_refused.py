"""Two hundred surveys, rosters and codebooks that cannot be used: each gets one clear sentence, and nothing is written."""

from pathlib import Path

import numpy as np
import pytest
from helpers import complaint, quiet
from survey_files import CODEBOOK, HEADER, ITEMS, ROSTER_HEADER, put, roster, rows, text

import sim
from sim.survey.guess import guessed


def with_cell(table, row, column, cell):
    table = [list(line) for line in table]
    table[row][table[0].index(column)] = cell
    return table


def bad_cells():
    """Answers that are none, in every column: what the sentence names, too."""
    cells = {"word": "ofte", "range": "6", "negative": "-3", "hundred": "100", "date": "2026-03-05", "excel date": "01-maj", "two": "3;4",
             "thousands": "1.000,5", "formula": "=SUM(A1)", "sign": "3?", "long": "x" * 500, "infinite": "1e999", "half": "4/5"}
    for kind, cell in cells.items():
        for column in ITEMS:
            yield f"{kind} in {column}", {"survey": text(with_cell(rows(), 5, column, cell))}, ["survey.csv line 6", column]
    for cell in ("mange", "0", "-5", "200", "1.000,5"):
        yield f"hours {cell!r}", {"survey": text(with_cell(rows(), 3, "Timer", cell))}, ["survey.csv", "Timer"]
        yield f"roster hours {cell!r}", {"people": text(with_cell(roster(), 3, "Timer", cell))}, ["roster.csv", "Timer"]


def bad_headers():
    for name in HEADER:
        twice = [[*line, line[HEADER.index(name)]] for line in rows()]
        yield f"{name} twice", {"survey": text(twice)}, ["survey.csv", name, "twice"]
        gone = [[cell for cell, column in zip(line, HEADER, strict=True) if column != name] for line in rows()]
        yield f"no {name}", {"survey": text(gone)}, ["survey.csv", f"no column '{name}'"]
        blank = [["" if column == name else column for column in HEADER], *rows()[1:]]
        yield f"{name} without a name", {"survey": text(blank)}, ["survey.csv", "a column without a name"]
    for name in ROSTER_HEADER:
        gone = [[cell for cell, column in zip(line, ROSTER_HEADER, strict=True) if column != name] for line in roster()]
        yield f"roster without {name}", {"people": text(gone)}, ["roster.csv", name]
        twice = [[*line, line[ROSTER_HEADER.index(name)]] for line in roster()]
        yield f"roster with {name} twice", {"people": text(twice)}, ["roster.csv", name, "twice"]


def bad_files():
    good = text(rows())
    danish = good.replace("Dag", "Sø")
    for name, content, words in [
            ("empty", "", ["empty"]), ("header alone", text(rows()[:1]), ["empty"]), ("spaces", "   \n  \n", ["empty"]),
            ("four answers", text(rows(4)), ["only 4", "under 5"]),
            ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81", ["survey.csv"]),
            ("two encodings", danish.replace("Øst", "?st", 3).encode().replace(b"?st", "Øst".encode("cp1252")), ["two encodings"]),
            ("another encoding", good.replace("Dag", "D?g").encode("cp1252").replace(b"D?g", b"D\x81g"), ["Windows-1252"]),
            ("UTF-16 without its mark", good.encode("utf-16-le"), ["null characters"]),
            ("both signs in the header", good.replace(";", ",", 1), ["';'", "','"]), ("other sign", "sep=|\n" + good, ["sep=|"]),
            ("short line", good.replace(";Dag", "", 1), ["line 2", "9 cells"]),
            ("long line", good.replace(";Dag", ";Dag;Dag", 1), ["11 cells"]),
            ("commas in numbers", text(rows(), ",").replace('"32,5"', "32,5", 1), ["cells"]),
            ("commas twice", text(rows(), ","), ["two ways"]), ("open quote", good.replace("Nord", '"Nord', 1), ["survey.csv"]),
            ("two decimal signs", text(with_cell(rows(), 4, "Timer", "32.5")), ["32.5"]),
            ("JSON", '{"L1": [1, 2, 3]}', ["survey.csv"]), ("HTML", "<html><body>1;2;3</body></html>", ["survey.csv"])]:
        yield name, {"survey": content}, words
    for name, content, words in [
            ("roster empty", "", ["roster.csv", "empty"]), ("roster header alone", text(roster()[:1]), ["roster.csv", "empty"]),
            ("roster in two encodings", (text(roster()) + "200;Sø;Dag;30;employee\n").encode() + "201;Sø;Dag;30;\n".encode("cp1252"),
             ["roster.csv", "two encodings"]),
            ("role unknown", text(with_cell(roster(), 2, "Rolle", "Gartner")), ["roster.csv line 3", "Rolle", "Gartner"]),
            ("person twice", text([*roster(), roster()[1]]), ["roster.csv", "same key", "lines 2 and 42"]),
            ("answer of nobody", text(roster(20)), ["survey.csv line 22", "roster.csv"]),
            ("short roster line", text(roster()).replace(";Dag", "", 1), ["roster.csv line 2"])]:
        yield name, {"people": content}, words


def persons():
    """Columns that hold persons, where answers or labels should be."""
    names = [f"{first} {last}" for first in ("Anne", "Bo", "Carl", "Dorte", "Eva", "Finn", "Gerda")
             for last in ("Holm", "Juhl", "Krag", "Lund")]
    kinds = {"names of persons": names, "e-mail addresses": [f"{name.split()[0].lower()}{k}@sted.dk" for k, name in enumerate(names)],
             "numbers of persons": [f"{10 + k:02}0180-{1000 + k}" for k in range(len(names))]}
    for kind, cells in kinds.items():
        for column in ("Afdeling", "Team", "L1", "W1"):
            table = rows()
            for row, cell in enumerate(cells, 1):
                table = with_cell(table, row, column, cell)
            yield f"{kind} as {column}", {"survey": text(table)}, [column, kind]


def bad_codebooks():
    changes = {
        "unknown setting": ('name = "small"', 'names = "small"', ["names", "did you mean 'name'"]),
        "unknown column": ('team = "Team"\nhours', 'teams = "Team"\nhours', ["teams", "team"]),
        "unknown measure": ('"workload"', '"work_load"', ["work_load", "workload"]),
        "no measure": ('measures = "workload"\n', "", ["measures is missing"]),
        "no answers": ("answers = [1, 5]\n", "", ["[least, most]"]),
        "missing no list": ("missing = [99]", "missing = 99", ["missing"]),
        "missing a table": ("missing = [99]", "missing = [{ a = 1 }]", ["missing"]),
        "no items": ('items = ["W1"]', "items = []", ["items"]),
        "items no list": ('items = ["W1"]', 'items = "W1"', ["items"]),
        "item twice": ('items = ["O1", "O2"]', 'items = ["O1", "O1"]', ["twice"]),
        "item in two scales": ('items = ["W1"]', 'items = ["O1"]', ["O1", "two meanings"]),
        "item that is the team": ('items = ["W1"]', 'items = ["Team"]', ["Team", "two meanings"]),
        "item not in the file": ('items = ["W1"]', 'items = ["W2"]', ["survey.csv", "W2", "W1"]),
        "reversed no item": ('reversed = ["L3"]', 'reversed = ["L4"]', ["L4"]),
        "unknown role": ('"representative"', '"boss"', ["boss"]),
        "bad name": ('name = "small"', 'name = "Small Place"', ["Small Place", "no name"]),
        "name no text": ('name = "small"', "name = 5", ["name"]),
        "not confirmed": ('name = "small"', 'confirmed = false\nname = "small"', ["confirmed = true"]),
        "confirmed in words": ('name = "small"', 'confirmed = "yes"\nname = "small"', ["confirmed"]),
        "nonresponse below": ('name = "small"', 'nonresponse = -1\nname = "small"', ["nonresponse", "0 to 2"]),
        "nonresponse above": ('name = "small"', 'nonresponse = 9\nname = "small"', ["nonresponse", "0 to 2"]),
        "control character": ('title = "A small place"', 'title = "A\\u001b[31m"', ["title", "control character"]),
        "long title": ('title = "A small place"', f'title = "{"x" * 3000}"', ["title"]),
        "empty column": ('team = "Team"\nhours', 'team = ""\nhours', ["team"]),
        "columns no table": ("[columns]", "columns = 5\n[columnss]", ["columns"]),
        "setting twice": ('name = "small"', 'name = "small"\nname = "small"', ["not valid TOML"]),
        "open quote": ('name = "small"', 'name = "small', ["not valid TOML"]),
        "nothing measured": ("measures = ", 'title = "t"\nmeasures = "nothing" # ', ["measures"])}
    answers = {  # in the place of [1, 5]
        "one end": ("[5]", "leader", "[least, most]"), "same ends": ("[5, 5]", "[least, most]"),
        "three numbers": ("[1, 3, 5]", "[least, most]"), "words and numbers": ('[1, "5"]', "[least, most]"),
        "infinite": ("[1, inf]", "answers"), "not a number": ("[nan, 5]", "answers"), "same words": ('["Ja", "ja"]', "answers"),
        "a word for nothing": ('["None", "some", "much"]', "leader", "'None'", "no answer"),
        "answers no list": ("5", "answers"), "points for answers": ("[0, 100]", "between", "1 and 5"),
        "wider answers the other way": ("[100, 0]", "between", "1 and 5"),
        "words for numbers": ('["nej", "ja"]', "survey.csv line 2", "nej"),
        "too few answers": ("[1, 4]", "survey.csv line", "1 to 4", "missing")}
    changes |= {name: ("answers = [1, 5]", f"answers = {given}", words) for name, (given, *words) in answers.items()}
    for name, (old, new, words) in changes.items():
        assert old in CODEBOOK, old
        yield f"codebook: {name}", {"book": CODEBOOK.replace(old, new)}, words
    for name, content, words in [("empty", "", ["scales is missing"]), ("no scales", CODEBOOK[:CODEBOOK.index("[scales")], ["scales"]),
                                 ("deep", "a = " + "[" * 3000 + "]" * 3000, ["codebook.toml"]),
                                 ("a workplace", 'name = "x"\n[[units]]\n', ["units"]),
                                 ("scales a list", CODEBOOK.replace("[scales.leader]", "[[scales]]")[:520], ["codebook.toml"])]:
        yield f"codebook: {name}", {"book": content}, words


CASES = [*bad_cells(), *bad_headers(), *bad_files(), *persons(), *bad_codebooks()]


def test_there_are_two_hundred():
    assert len({name for name, _, _ in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize(("files", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_cannot_be_read_is_told_in_one_sentence_and_nothing_is_written(tmp_path, files, words):
    survey, book, people = put(tmp_path, **files)
    before = sorted(tmp_path.iterdir())
    complaint(lambda: sim.from_survey(survey, book, people).write(tmp_path / "out"), *words)
    assert sorted(tmp_path.iterdir()) == before


def test_without_anything_wrong_it_is_read(tmp_path):
    survey, book, people = put(tmp_path)
    assert sim.from_survey(survey, book, people).write(tmp_path / "out")[0].exists()


@pytest.mark.parametrize(("name", "words"), [
    ("nowhere.csv", ["no such file"]), ("survey.docx", [".docx", ".csv"]), ("survey", [".csv"]), (".", ["from ''"]),
    ("a\0b.csv", ["no path"]),
    ("survey.xlsx", ["survey.xlsx"]), ("survey.parquet", ["survey.parquet"]), ("folder.csv", ["folder"])])
def test_what_is_no_file_of_a_kind_that_is_read(tmp_path, name, words):
    for file in ("survey.docx", "survey.xlsx", "survey.parquet"):
        (tmp_path / file).write_bytes(b"not what it says")
    (tmp_path / "folder.csv").mkdir()
    complaint(lambda: sim.from_survey(str(tmp_path / name), put(tmp_path)[1]), *words)


@pytest.mark.parametrize("thing", [None, 5, [], {}, b"x", object()])
def test_what_is_no_path_at_all(thing):
    complaint(lambda: sim.from_survey(thing), "survey", "no path")


def test_files_that_are_there_are_left_as_they_are(tmp_path):
    files = put(tmp_path)
    found = sim.from_survey(files[0], files[1], files[2])
    for name in ("workplace.toml", "people.csv"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
        complaint(lambda: found.write(tmp_path), name, "exists already")
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
        Path(tmp_path / name).unlink()
    complaint(lambda: found.write(tmp_path / "a" / "b"), "cannot be made")


def test_more_answers_than_people(tmp_path):
    without_keys = CODEBOOK.replace('key = "Nr"\n', "")
    survey, book, people = put(tmp_path, people=text(roster(20)), book=without_keys)
    complaint(lambda: sim.from_survey(survey, book, people), "survey.csv has", "answers", "roster.csv has")
    survey, book, people = put(tmp_path, survey=text(with_cell(rows(), 1, "Team", "Natt")), book=without_keys)
    complaint(lambda: sim.from_survey(survey, book, people), "line 2", "Natt", "roster.csv")


@pytest.mark.parametrize("number", ["0", "-1", "2,5", "mange", "1e9", ""])
def test_a_number_of_people_that_is_none(tmp_path, number):
    book = CODEBOOK.replace('key = "Nr"\n', "").replace('role = "Rolle"', 'number = "Antal"').replace('hours = "Timer"\n[', "[")
    people = text([["Afdeling", "Team", "Antal"], ["Nord", "Dag", "12"], ["Nord", "Aften", number]])
    survey, book, people = put(tmp_path, people=people, book=book.replace('hours = "Timer"\n', ""))
    complaint(lambda: sim.from_survey(survey, book, people), "roster.csv line 3", "Antal")


def test_junk_is_read_or_refused_and_raises_nothing_else(tmp_path):
    rng = np.random.default_rng(2026)
    cells = ["", "1", "5", "99", "2,5", "2.5", "ja", "TRUE", "Nord", "æøå", "1e5", "nan", "inf", "2026-01-01", '"', ";", "=1+1", "½",
             "\x1b[31m"]
    for number in range(120):
        folder = tmp_path / str(number)
        folder.mkdir()
        tables = [[list(line) for line in table] for table in (rows(int(rng.choice([3, 6, 28]))), roster(int(rng.choice([28, 40]))))]
        for table in tables:
            for _ in range(int(rng.choice([0, 1, 5, 60]))):
                line = table[rng.integers(len(table))]
                line[rng.integers(len(line))] = str(rng.choice(cells))
        encoding = str(rng.choice(["utf-8", "utf-16", "cp1252"]))
        content = bytearray(text(tables[0], str(rng.choice([";", ",", "\t"]))).encode(encoding, "replace"))
        if number % 5 == 0:
            content[rng.integers(len(content))] = rng.integers(256)
        survey, book, people = put(folder, bytes(content), text(tables[1]))
        quiet(lambda files=(survey, book, people), out=folder / "out": sim.from_survey(*files).write(out))
        quiet(guessed, survey, people)
