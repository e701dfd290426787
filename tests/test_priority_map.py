"""takehold map: a cell for each pair of settings, what they may be, and an answer on trust that needs runs enough."""

import json

import pytest
from helpers import changed, complaint

from sim.inputs.levers import LEVERS
from sim.inputs.phases import THEMES
from sim.priorities.map import axis, priority_map
from sim.priorities.map_figure import chart


@pytest.fixture(scope="module")
def drawn_map():
    return priority_map(steps=2, runs=192, workers=2)


def test_the_map_has_a_cell_for_every_pair_and_an_answer_on_trust(drawn_map):
    record = json.loads(json.dumps(drawn_map.as_record(), allow_nan=False))
    assert {(cell["x"], cell["y"]) for cell in record["cells"]} == {(x, y) for x in (0.15, 0.85) for y in (0.35, 0.95)}
    for cell in record["cells"]:
        assert len(cell["levers"]) == 1 + len(LEVERS) and cell["decided"] == (not cell["not_separated"])
        first = cell["levers"][0]
        assert (first["lever"], first["gain"]) == (cell["first"], cell["gain"]) and cell["gain"] >= 0
        assert cell["gain"] == max(one["gain"] for one in cell["levers"]) or not cell["first"]  # what is not clearly better is not advised
    assert [one["measure"] for one in record["trust_first"]] == ["retention", "trust"]
    text = drawn_map.text()
    assert all(one["verdict"] in text for one in record["trust_first"])
    mute = [one for one in drawn_map.cells if one.cannot_say]  # all four are corners
    assert mute and [one.helpful is not None for one in drawn_map.cells] == [one.cannot_say for one in drawn_map.cells]
    named = [some.observation.what for one in mute for some in one.helpful]
    assert all(name in " ".join(text.split()) for name in named or ["no observation that was tried tells more than chance"])
    assert [cell["worth_asking"] is not None for cell in record["cells"]] == [one.cannot_say for one in drawn_map.cells]


def test_too_few_runs_say_nothing_about_the_sentence_on_trust():
    few = priority_map(steps=2, runs=8)
    assert few.as_record()["trust_first"] == [] and "borne out" not in few.text()
    assert all(one.helpful is None for one in few.cells)


def with_scope(*let_in):
    return changed("plejecenter-2", {"scope": dict(zip(THEMES, let_in, strict=True))})


def test_fit_is_varied_as_far_as_a_partial_scope_lets_it():
    """A scope of 1, 1, 0.3 lets in 0.35 of the needs at the least; one of 0.5, 1, 1 half of them, which the map says."""
    few = priority_map(with_scope(1.0, 1.0, 0.3), steps=2, runs=8)
    assert few.y.values == (0.35, 0.95) and "lets in the themes by 0.3 to 1" in few.text()
    half = priority_map(with_scope(1.0, 1.0, 0.5), steps=2, runs=8)
    assert half.y.values == (0.5, 0.95) and "lets in the themes by 0.5 to 1" in half.text()
    assert axis("needs_inside_scope", 3, with_scope(0.1, 0.2, 0.3)).values == (0.1, 0.2, 0.3)
    complaint(lambda: priority_map(with_scope(0.7, 0.7, 0.7), steps=2, runs=8), "needs_inside_scope", "0.7")
    complaint(lambda: priority_map(with_scope(1.0, 1.0, 0.5), y="needs_inside_scope=0.2:0.9", steps=2, runs=8), "0.5 to 1")


def test_the_map_is_drawn_with_its_letters_and_its_command(drawn_map):
    picture = chart(drawn_map, "takehold map --steps 2")
    picture.canvas.draw()
    written = " ".join(text.get_text() for text in picture.findobj(lambda artist: hasattr(artist, "get_text")))
    assert "takehold map --steps 2" in written and "(0–1)" in written and "[95 %, all at once]" in written


def test_settings_that_cannot_be_an_axis_are_told_in_one_sentence():
    complaint(lambda: priority_map(x="trust_in_leadr"), "trust_in_leader")
    complaint(lambda: priority_map(x="utilisation", y="utilisation"), "two settings")
    complaint(lambda: priority_map(x="lever.involvement"), "lever")
    complaint(lambda: priority_map(x="leader.value=0.9:0.2"), "lower")
    complaint(lambda: priority_map(x="leader.value=high"), "NAME=LOW:HIGH")
