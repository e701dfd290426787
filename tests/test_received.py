"""Whatever is handed over as a file, or written in one, is read with care: regular files of some size, texts that can be shown."""

import os
import socket
from pathlib import Path

import ensembles
import pytest
from helpers import complaint, one_sentence
from hypothesis import given
from hypothesis import strategies as st
from study_files import TINY, written

from sim import load_workplace
from sim.calibration.ensemble import load_ensemble
from sim.errors import CONTROL, InputError
from sim.inputs.reading import TEMPLATE
from sim.machine.received import MOST, read_json_object, read_small_file, read_toml
from sim.study.design import read_design


def a_pipe(place):
    os.mkfifo(place)
    return place


def a_socket(place):
    with socket.socket(socket.AF_UNIX) as ours:
        ours.bind(str(place))
    return place


def a_huge_file(place):
    with place.open("wb") as file:
        file.truncate(2_000_000_000)
    return place


def a_circle(place):
    place.symlink_to(place)
    return place


def a_folder(place):
    place.mkdir()
    return place


STRANGE = [a_pipe, a_socket, a_huge_file, a_circle, a_folder, lambda place: Path("/dev/zero"), lambda place: Path("/dev/tty"),
           lambda place: Path("/proc/self/mem"), lambda place: place]


def points(place, folder):
    return read_design(written(folder, f'{TINY}vary.points = "{place}"\n', "pointing"))


def ensemble(place, folder):
    (folder / "table.csv").symlink_to(place)
    (folder / "table.json").write_text(ensembles.provenance())
    return load_ensemble(folder / "table.csv")


def ensemble_beside(place):
    table = place.with_suffix(".csv")
    table.write_text(ensembles.text())
    return load_ensemble(table)


@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("read", [points, ensemble, *(lambda place, _, read=read: read(place) for read in (
    load_workplace, read_toml, load_ensemble, read_small_file, read_json_object))])
def test_what_is_no_small_regular_file_is_refused_at_once(tmp_path, make, read):
    place = make(tmp_path / "e.toml")
    said = complaint(lambda: read(place, tmp_path))
    assert ("table.csv" if read is ensemble else place.name) in said or "ensemble." in said


@pytest.mark.parametrize("make", [a_pipe, a_huge_file, a_circle, a_folder])
def test_the_account_of_an_ensemble_is_held_to_the_same(tmp_path, make):
    complaint(lambda: ensemble_beside(make(tmp_path / "e.json")), "e.json")


def test_a_file_of_just_the_size_is_read(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * MOST)
    assert len(read_small_file(tmp_path / "file")) == MOST
    (tmp_path / "file").write_bytes(b"x" * (MOST + 1))
    complaint(lambda: read_small_file(tmp_path / "file"), "file", "16 MB")


CONTROLS = ["\x00", "\x07", "\x1b[31m", "\x7f", "\x9b31m", "\u202e", "\u2066", "\u2028"]


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("entry", ["title", "about", "outcome", "trust", "quote", "source"])
def test_a_workplace_has_no_text_that_cannot_be_shown(tmp_path, control, entry):
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in control)
    text = TEMPLATE.read_text(encoding="utf-8")
    line = next((line for line in text.splitlines() if line.startswith(f"{entry} = ")), None)
    if entry == "source":
        text = text.replace("utilisation = ", 'utilisation = { source = "x' + escaped + 'y", value = ', 1)
        text = "\n".join(line.replace(line.partition("value = ")[2], line.partition("value = ")[2].partition("#")[0] + "}")
                         if line.startswith("utilisation = {") else line for line in text.splitlines())
    elif line:
        text = text.replace(line, f'{entry} = "x{escaped}y"', 1)
    elif entry == "about":
        text = f'about = "x{escaped}y"\n{text}'
    else:
        others = "".join(f'{name} = "x"\n' for name in ("outcome", "trust", "quote") if name != entry)
        text += f'\n[units.reported]\n{others}{entry} = "x{escaped}y"\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    said = complaint(lambda: load_workplace(tmp_path / "own.toml"), f"U+{ord(control[0]):04X}")
    assert not CONTROL.search(said)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_study_has_no_text_that_cannot_be_shown(tmp_path, control):
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in control)
    for entry in ("question", "name", "engine", f'"{escaped}"', "workplaces"):
        value = f'["x{escaped}y"]' if entry == "workplaces" else f'"x{escaped}y"'
        text = "\n".join(line for line in TINY.splitlines() if not line.startswith(entry)) + f"\n{entry} = {value}\n"
        said = complaint(lambda text=text: read_design(written(tmp_path, text)), "small.toml" if entry != "workplaces" else "")
        assert not CONTROL.search(said)


@given(st.text())
def test_no_complaint_carries_a_control_character(text):
    assert not CONTROL.search(str(InputError(text))) and len(str(InputError(text)).splitlines()) <= 1
    one_sentence(InputError(f"{text} is not there"))
