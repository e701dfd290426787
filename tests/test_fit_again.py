"""What takehold fit was made with is found again: entries of the workplace that it was given, and another ensemble than the shipped one."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from helpers import complaint
from typer.testing import CliRunner

import sim
from sim.calibration.ensemble import SHIPPED, load_ensemble
from sim.cli.main import app
from sim.fitting import same
from sim.fitting.kept import read
from sim.fitting.learned import page
from sim.fitting.same import check_given
from sim.inputs.reading import TEMPLATE

FEW = {"members": 60, "runs": 2}
SEEN = [{"measure": "trust_in_leader", "after_launch": 12, "value": 0.5, "sd": 0.15}]


@pytest.fixture(scope="module")
def place():
    return sim.load_workplace(TEMPLATE)


def test_entries_that_a_fit_was_given_are_found_again_beside_the_file(tmp_path, place):
    given = {"utilisation": 0.8, "leader.value": 0.55}
    found = sim.fit(place, SEEN, context=given, **FEW)
    assert found.ground.place == sim.with_context(place, given) and "--set utilisation=0.8 --set leader.value=0.55" in page(found).html()
    found.write(tmp_path / "fit")
    again, moved = read(tmp_path / "fit", place), sim.with_context(place, {"involvement": 0.31})
    assert again.ground.place == found.ground.place and np.array_equal(again.run_weights, found.run_weights)
    assert check_given(found, [place]) is check_given(found, [found.ground.place]) is found
    complaint(read, "described before", folder=tmp_path / "fit", place=moved)
    complaint(check_given, "described before", found=found, places=[moved])
    complaint(check_given, "not for", found=found, places=[place, place])
    complaint(check_given, "sim.fit", found=3, places=[place])
    complaint(sim.fit, "leder", workplace=place, observed=SEEN, context={"leder.value": 0.5}, **FEW)


def test_a_command_with_entries_goes_on_from_its_folder(tmp_path):
    seen, out = tmp_path / "seen.toml", str(tmp_path / "fit")
    seen.write_text('[[observed]]\nunit = "bostedet-a"\nmeasure = "trust_in_leader"\nafter_launch = 12\nvalue = 0.6\nsd = 0.2\n')
    few = ["--members", "60", "--runs", "2", "--set", "utilisation=0.8"]
    made = CliRunner().invoke(app, ["fit", "bostedet", str(seen), *few, "--out", out])
    assert made.exit_code == 0, made.exception
    done = CliRunner().invoke(app, ["run", "bostedet", "--given", out])
    assert done.exit_code == 0 and "no forecast" in " ".join(done.stdout.split())
    done = CliRunner().invoke(app, ["run", "hjemmeplejen", "--given", out])
    assert done.exit_code and "not for hjemmeplejen" in str(done.exception)


def test_a_fit_from_another_ensemble_finds_it_again_where_it_stands(tmp_path, place):
    there = tmp_path / "a" / "ensemble"
    there.mkdir(parents=True)
    for file in (SHIPPED, SHIPPED.with_suffix(".json")):
        shutil.copy(file, there / file.name)
    found = sim.fit(place, SEEN, ensemble=there, **FEW)
    assert "--from ENSEMBLE" in page(found).html()
    found.write(tmp_path / "a" / "fit")
    (tmp_path / "a").rename(tmp_path / "b")  # fit and ensemble are moved together
    again = read(tmp_path / "b" / "fit", place)
    assert again.ground.source == tmp_path / "b" / "ensemble" and np.array_equal(again.run_weights, found.run_weights)
    (tmp_path / "b" / "ensemble").rename(tmp_path / "c")
    complaint(read, "not there any more", "put it back", folder=tmp_path / "b" / "fit", place=place)
    assert read(tmp_path / "b" / "fit", place, tmp_path / "c").ground.source == tmp_path / "c"


def test_another_ensemble_in_its_place_is_refused(tmp_path, place):
    found = sim.fit(place, SEEN, **FEW)
    found.write(tmp_path / "fit")
    made = load_ensemble()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same, "load_ensemble", lambda path: replace(made, values=made.values * (1 + 1e-7)))
        complaint(read, "another ensemble than the shipped one", folder=tmp_path / "fit", place=place)
