"""A workplace file is read, or answered in one sentence that names the file, the entry and its value."""

import datetime
import tomllib

import pytest
from helpers import complaint, quiet
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sim import InterventionModel, load_workplace, simulate
from sim.inputs.reading import TEMPLATE, read_workplace

GOOD = TEMPLATE.read_text(encoding="utf-8")


@pytest.fixture
def complains(tmp_path):
    """Say what is written in a file; returns the complaint, which names the file."""
    def told(content, *names):
        file = tmp_path / "w.toml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return complaint(lambda: load_workplace(file), "w.toml", *names)
    return told


def edited(line, new):
    assert GOOD.count(line) >= 1, line
    return GOOD.replace(line, new, 1)


# ----- files
@pytest.mark.parametrize("path", ["missing.toml", "", ".", "/", "a/b/c.toml", "a\0b.toml", "x" * 5000, "x" * 5000 + ".toml", "two\nlines",
                                  "two\nlines.toml", "/dev/null/x.toml", "\udcff.toml", "C:\\nowhere.toml", None, 3, b"bostedet", {"a": 1}])
def test_what_is_no_file_is_said(path):
    complaint(lambda: load_workplace(path))
    complaint(lambda: simulate(path))


def test_a_folder_and_an_unreadable_file_are_named(tmp_path):
    complaint(lambda: load_workplace(tmp_path), tmp_path, "folder")
    complaint(lambda: read_workplace(tmp_path / "none.toml"), "none.toml", "no such file")


@pytest.mark.parametrize("content", [
    b"", b"\0", bytes(range(256)), b"\xff\xfe" + "name = 'a'".encode("utf-16-le"), b"\xef\xbb\xbfname = 'a'", b"name = ", b"[[units]",
    b"a = 1\na = 2", "name = 'æøå'".encode("latin-1"), b"a = " + b"[" * 5000 + b"]" * 5000, b"a." * 5000 + b"a = 1",
    b"[" + b"a." * 5000 + b"a]", b"a = " + b"9" * 5000, b"b = {" + b"a" * 999 + b" = 1, " + b"a" * 999 + b" = 1}", b"name = 3",
    b"units = 3", b"units = [3]", b"units = {}",
    b"value = 3\nsource = 'x'", b"source = 'x'", b"provenance = {}", b"'' = 1", b"self = 1", b"name = 1979-05-27"], ids=range(24))
def test_a_broken_file_is_named(complains, content):
    complains(content)


# ----- entries
@pytest.mark.parametrize(("line", "field"), [
    ('title = "My workplace"', "title"), ("employees = 20", "employees"), ("responsiveness = 0.6", "responsiveness"),
    ("trust_in_employees = 0.6", "trust_in_employees"), ("load = 0.1", "load"), ("sessions_per_week = 5", "sessions_per_week"),
    ("mandatory = 0.0", "mandatory"), ("planning = 0.45", "planning"), ("planning = 1\n", "planning")])
@pytest.mark.parametrize("instead", [True, False])
def test_a_misspelt_setting_is_answered_with_the_nearest(complains, line, field, instead):
    """Whether it stands beside the right one or, as it mostly does, instead of it."""
    misspelt = line.replace(field, field[:-2] + field[-1], 1).strip()
    complains(edited(line, f"{misspelt}\n" if instead else f"{line.strip()}\n{misspelt}\n"), field[:-2] + field[-1], f"'{field}'")


@pytest.mark.parametrize(("line", "field", "value"), [
    ("trust_in_leader = 0.57", "trust_in_leader", v) for v in ("1.01", "-0.1", "57", "nan", "inf", "'high'", "[]", "1e400")] + [
    ("employees = 20", "employees", v) for v in ("2", "601", "20.5", "'many'", "-1", "99999999999999999999")] + [
    ("contract_hours = 30", "contract_hours", v) for v in ("49", "0.5", "1" + "0" * 300)] + [
    ("utilisation = 0.94", "utilisation", "1.0"), ("named_chair = true", "named_chair", "'perhaps'"), ("newness = 1.0", "newness", "0.5"),
    ("hours = 5 ", "leader.hours", "49"), ("# leaves_in_week = 40", "leaves_in_week", "0"), ("mandatory = 0.0", "mandatory", "2"),
    ("load = 0.1", "competing_change.load", "1.5"), ("hours_per_week = 0.8", "hours_per_week", "-1"), ("sees = []", "sees", "'b'"),
    ("roll_out_weeks = 1 ", "roll_out_weeks", "0"), ('name = "my-unit"', "name", "'Not a name'"),
    ("sessions_per_week = 5", "sessions_per_week", "49")])
def test_a_value_that_cannot_be_used_is_named(complains, line, field, value):
    shown = [value.strip("'")] if len(value) < 9 and value not in ("[]", "{}", "1e400", "'b'") else []
    complains(edited(line, f"{line.strip('# ').split('=')[0]} = {value} "), field, *shown)


@pytest.mark.parametrize(("line", "new", "names"), [
    ("representatives = 2", "representatives = 21", ["22", "20"]), ("coordination = 0.30", "coordination = 0.35", ["needs", "1.05"]),
    ("sees = []", "sees = ['nobody']", ["nobody", "my-unit"]), ("sees = []", "sees = ['my-unit']", ["my-unit"]),
    ('name = "offering-help"', 'name = "morning-meeting"', ["two practices"]), ('title = "My unit"', f"title = '{'x' * 3000}'", ["title"]),
    ("employees = 20", "employees = 0x" + "f" * 5000, ["employees"]), ('name = "my-unit"', f"name = '{'x' * 3000}'", ["name"]),
    ("planning = 1\ncoordination = 1", "planning = 0\ncoordination = 0", ["scope"]), ("team_size = 12", f"{'z' * 3000} = 12", ["zzz"]),
    ("trust_in_leader = 0.57", "trust_in_leader = {source = 'a'}", ["trust_in_leader"]),
    ("team_size = 12", '"two\\nlines" = 12', ["lines"])])
def test_entries_that_do_not_fit_together_are_named(complains, line, new, names):
    complains(edited(line, new), *names)


@pytest.mark.parametrize(("line", "value"), [("coherence = 0.5", "true"), ("coherence = 0.5", "'0.5'"), ("planners = 1", "true"),
                                             ("named_chair = true", "'yes'"), ("employees = 20", "'20'")])
def test_a_number_is_a_number_and_yes_is_yes(complains, line, value):
    """In TOML true and 'text' are no numbers; taken for 1 or 20 they would be a slip nobody notices."""
    complains(edited(line, f"{line.split(' ')[0]} = {value}"), line.split(" ")[0])


def test_units_and_practices_are_counted_and_named(complains):
    unit = GOOD[GOOD.index("[[units]]"):]
    head, practice = GOOD[:GOOD.index("[[units]]")], unit.index("[[units.practices]]")
    complains(GOOD + "\n" + unit, "same name")
    complains(head, "units")
    complains(head + "units = []", "units")
    complains(head + unit[:practice], "practices")
    complains(head + unit[:practice].replace("sees = []", "practices = []"), "practices")
    complains(head + "\n".join(unit.replace('"my-unit"', f'"unit-{k}"') for k in range(101)),
              "units: 101 are more than the 100 a workplace may have")
    complains(GOOD + "".join("\n" + unit[practice:].replace("-", f"-{k}-") for k in range(20)), "42 are more than the 40 a unit may have")


@pytest.mark.parametrize(("line", "new", "said"), [
    ("employees = 20", "employees = 20.5", "employees = 20.5 is no whole number"), ("coherence = 0.5", "coherence = true", "is no number"),
    ("named_chair = true", "named_chair = 3", "named_chair = 3 is neither true nor false"),
    ("sees = []", "sees = 3", "sees = 3 is no list"),
    ('title = "My unit"', "title = 3", "title = 3 is no text"),
    ('title = "My unit"', f"title = '{'x' * 3000}'", "longer than the 2000 letters")])
def test_what_kind_an_entry_is_of_is_said_in_plain_words(complains, line, new, said):
    complains(edited(line, new), said)


def test_what_real_workplaces_have_is_taken(tmp_path):
    """A contract of 37.5 hours or of a few, three sessions a day, every day, and a leader for the project alone."""
    for hours in (4, 37.5, 48):
        text = edited("contract_hours = 30", f"contract_hours = {hours}").replace("sessions_per_week = 5", "sessions_per_week = 21")
        (tmp_path / "w.toml").write_text(text.replace("hours = 5 ", "hours = 40 "), encoding="utf-8")
        contracts = InterventionModel(tmp_path / "w.toml").people().query("role != 'manager'")["contract"]
        assert min(10, hours) <= contracts.min() and contracts.max() <= max(37, hours) and contracts.nunique() > 1


KEYS = st.sampled_from(["name", "title", "units", "needs", "leader", "practices", "value", "source", "low", "high", "reason", "planning",
                        "provenance", "ranges", "x"])
LEAF = st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.just("x" * 900) | st.just(datetime.time(1, 2))
NESTED = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4),
                      max_leaves=12)


def written(value):
    """TOML of an entry, tables in line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(str(k))} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(v) for v in value) + "]"
    if isinstance(value, str):
        return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in value) + '"'
    return str(value).lower() if isinstance(value, (bool, float)) else value.isoformat() if hasattr(value, "isoformat") else str(value)


@settings(max_examples=300, phases=[Phase.explicit, Phase.generate])
@given(st.dictionaries(KEYS, NESTED, max_size=5), st.sampled_from([None, *tomllib.loads(GOOD)["units"][0]]), NESTED)
@example({"two\nlines": 1}, None, 0)
def test_any_junk_in_a_file_is_answered(tmp_path_factory, entries, replaced, junk):
    """Junk for a whole file, or in place of one entry of a good unit."""
    if replaced is not None:
        good = tomllib.loads(GOOD)
        entries = {**good, "units": [{**good["units"][0], replaced: junk}]}
    file = tmp_path_factory.getbasetemp() / "junk.toml"
    file.write_text("".join(f"{written(str(k))} = {written(v)}\n" for k, v in entries.items()), encoding="utf-8")
    told = quiet(read_workplace, file)
    assert told is None or "junk.toml" in told
