"""What the spread of an answer goes back to: components of made-up simulators with known ones, and what commands say of a workplace."""

import json

import numpy as np
import pytest

import sim
from sim import load_workplace, over_admissible, simulate, trajectories, weeks_over_admissible, with_context
from sim.admissible.split import spreads
from sim.admissible.unknown_inputs import unknown_of
from sim.calibration.spread import World, blocks, in_short, spread
from sim.figures.over_weeks import spread_over_runs
from sim.inputs.reading import TEMPLATE
from sim.model.components import LEAST, crossed, of_sets
from sim.model.contexts import contexts
from sim.model.measures import MEASURES
from sim.priorities.map import priority_map
from sim.sensitivity.question import read_question

MINE = TEMPLATE.read_text(encoding="utf-8").replace("trust_in_leader = 0.57", "trust_in_leader = { mean = 0.57, sd = 0.2 }").replace(
    "trust_in_organisation = 0.66", "trust_in_organisation = { value = 0.66, low = 0.2, high = 0.9 }")


def made_up(rng, shares, blocks=250, runs=4, skewed=False):
    """Blocks of a simulator whose variance is known: shares of chance, context, behaviour and both."""
    def draw(*shape):
        return rng.exponential(size=shape) - 1 if skewed else rng.standard_normal(shape)
    chance, context, behaviour, both = np.sqrt(shares)
    return (behaviour * draw(blocks, 2, 1, 1) + context * draw(blocks, 1, 2, 1) + both * draw(blocks, 2, 2, 1)
            + chance * draw(blocks, 2, 2, runs))


@pytest.mark.parametrize("shares", [(0.6, 0.25, 0.15, 0), (0.55, 0.25, 0.15, 0.05), (0.95, 0.05, 0, 0), (0.1, 0.3, 0.5, 0.1), (1, 0, 0, 0)])
@pytest.mark.parametrize("skewed", [False, True])
def test_components_of_a_simulator_come_out_and_their_intervals_hold(shares, skewed):
    rng, seeds = np.random.default_rng(7), 60
    found = [crossed(made_up(rng, shares, skewed=skewed)) for _ in range(seeds)]
    for name, share in zip(("chance", "context", "behaviour", "both"), shares, strict=True):
        told = [getattr(one, name) for one in found]
        held = sum(one.low - 1e-9 <= share <= one.high + 1e-9 for one in told)
        assert held >= 0.87 * seeds, (name, held)
        assert np.mean([one.value for one in told]) == pytest.approx(share, abs=0.03), name
    for one in found:
        parts = [one.chance, one.context, one.behaviour, one.both]
        assert sum(part.value for part in parts) == pytest.approx(1)
        assert all(0 <= part.low <= part.value <= part.high <= 1 for part in parts)
        assert one.unknown.value == pytest.approx(1 - one.chance.value)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.parametrize(("sets", "runs"), [(40, 50), (384, 4)])
def test_sets_tell_chance_from_the_rest(share, sets, runs):
    rng, seeds = np.random.default_rng(8), 100
    found = [of_sets(np.sqrt(share) * rng.standard_normal((sets, 1)) + np.sqrt(1 - share) * rng.standard_normal((sets, runs)))
             for _ in range(seeds)]
    assert sum(one.unknown.low <= share <= one.unknown.high for one in found) >= 0.89 * seeds
    assert np.mean([one.unknown.value for one in found]) == pytest.approx(share, abs=0.02)
    assert all(one.context is None and one.chance.value + one.unknown.value == pytest.approx(1) for one in found)


def test_a_worked_example():
    """Two sets that differ by 2 and nothing else: all of it is behaviour."""
    values = np.zeros((LEAST, 2, 2, 2))
    values[:, 1] = 2.0
    one = crossed(values)
    assert (one.behaviour.value, one.chance.value, one.context.value, one.both.value, one.total) == (1, 0, 0, 0, 2)
    sure = of_sets(np.repeat(np.arange(20.0)[:, None], 3, axis=1))
    assert sure.unknown.value == pytest.approx(1) and sure.unknown.low < 0.9  # what twenty sets did not show may still be


def test_nothing_is_claimed_of_runs_that_are_all_alike_or_of_too_few():
    assert crossed(np.ones((50, 2, 2, 2))) is None and of_sets(np.ones((50, 4))) is None
    assert crossed(made_up(np.random.default_rng(1), (1, 0, 0, 0), blocks=LEAST - 1)) is None
    one_run = np.zeros((50, 2, 2, 4))
    one_run[0, 0, 0, 0] = 1.0
    told = crossed(one_run)
    assert all(0 <= part.low <= part.value <= part.high <= 1 for part in (told.chance, told.context, told.behaviour, told.both))


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    file = tmp_path_factory.mktemp("mine") / "mine.toml"
    file.write_text(MINE, encoding="utf-8")
    return file


def test_contexts_that_are_drawn_are_told_from_behaviour(mine):
    place, of = load_workplace(mine), MEASURES["trust_start"]
    one = spreads(of, [World(place)], over_admissible(place, sets=20, runs=4), contexts="ranges")["my-unit"]
    assert one.parts.context.low > 0.5  # trust at the start is that of the context, and no behaviour moves it
    assert one.parts.behaviour.value < 0.1
    assert "what is not known of the workplace" in one.in_words() and "[" in one.in_words()
    recorded = spreads(of, [World(place)], over_admissible(place, sets=20, runs=4, contexts="recorded"), contexts="recorded")["my-unit"]
    assert recorded.parts.context is None and "workplace" not in recorded.in_words()
    assert blocks([World(load_workplace("bostedet"))], 0, 30) is None  # whose contexts belong to the sets


def test_of_the_studys_workplaces_the_two_cannot_be_told_apart():
    place = load_workplace("bostedet")
    told = spreads(MEASURES["retention"], [World(place)], over_admissible(place, sets=20, runs=4), contexts="ranges")
    assert all("what is not known of people and the workplace" in one.in_words() for one in told.values()) and len(told) == 2


def test_what_changes_is_spread_pair_by_pair(mine):
    place = load_workplace(mine)
    worlds = [World(place), World(place, {}, {"involvement": 1.0})]
    over = [over_admissible(one.place, None, one.levers, sets=20, runs=4) for one in worlds]
    one = spreads(MEASURES["retention"], worlds, *over, contexts="ranges")["my-unit"]
    assert one.changes and "of the spread of the effect on practices retained" in one.in_words()
    nothing = spreads(MEASURES["retention"], [worlds[0], worlds[0]], over[0], over[0], contexts="ranges")
    assert nothing == {}


def test_commands_say_it_and_json_carries_the_same_numbers(mine, call):
    few = ("run", mine, "--runs", "20", "--sets", "12", "--follow-up", "17,30")
    text, rows = " ".join(call(*few)[1].split()), json.loads(call(*few, "--json")[1])
    of_run, = {json.dumps(row["spread"]) for row in rows if row["follow_up"] == 30}
    assert all(row["spread"] is None for row in rows if row["follow_up"] == 17) and len(rows) == 40
    told = json.loads(of_run)["chance"]
    assert told["low"] > 0 and (f"In the model, of the spread of practices retained over runs, about {100 * told['value']:.0f} % "
                                f"[{100 * told['low']:.0f}, {100 * told['high']:.0f}] is chance between runs") in text
    assert json.loads(call(*few, "--sets", "0", "--json")[1])[-1]["spread"] is None
    _, out, _ = call("what-if", mine, "--lever", "involvement=1", "--runs", "20", "--sets", "12", "--json")
    told = json.loads(out)["units"][0]["spread"]
    assert told["of"] == "changes" and told["context"]["low"] <= told["context"]["value"] <= told["context"]["high"]
    _, out, _ = call("ask", mine, "--question", "measure", "--members", "32", "--json")
    assert json.loads(out)["units"][0]["spread"]["measure"] == "retention"


def test_a_map_tells_it_in_its_corners_and_takes_what_it_sets_as_known(mine, monkeypatch):
    monkeypatch.setattr("sim.calibration.spread.BLOCKS", 20)
    told = priority_map(mine, x="trust_in_leader", y="leader.value", steps=3, runs=24)
    corners = [one for one in told.cells if one.x in told.x.ends and one.y in told.y.ends]
    assert told.taken_as_known == ("trust_in_leader",) and "counts as known" in " ".join(told.text().split())
    assert all(one.spread is None for one in told.cells if one not in corners)
    some = [one.spread for one in corners]
    assert all(one.changes and one.parts.context for one in some)  # trust in the organisation is still open
    assert all(in_short(share) in told.text() for one in some for share in one.told.values())
    assert [one["spread"] for one in told.as_record()["cells"]] == [one.spread and one.spread.as_record() for one in told.cells]
    both = priority_map(mine, x="trust_in_leader", y="trust_in_organisation", steps=2, runs=96)
    some = [one.spread for one in both.cells if one.spread]
    assert some and len(both.taken_as_known) == 2 and all(one.parts.context is None for one in some)
    assert "What is not known of the workplace" not in both.text() and "How people behave" in both.text()


def test_sensitivity_says_which_inputs_are_not_known_and_what_the_file_leaves_open(mine, tmp_path, call):
    file = tmp_path / "mine-study.toml"
    file.write_text(f"""question = "What matters?"
workplaces = ["{mine}"]
vary.sobol = {{ points = 8, ranges = {{ trust_in_leader = [0.2, 0.8], leader.value = [0.1, 0.9] }} }}
""", encoding="utf-8")
    few = ("sensitivity", file, "--points", "8", "--replications", "2", "--method", "morris")
    record, text = json.loads(call(*few, "--json")[1]), " ".join(call(*few)[1].split())
    assert record["not_known"] == {"inputs": ["trust_in_leader"], "as_recorded": ["units[my-unit].trust_in_organisation"]}
    assert "Of the inputs, trust_in_leader is not known for sure" in text
    place = load_workplace(mine)
    apart = blocks([World(place)], 0, 30)
    same = spread(MEASURES["retention"], "my-unit", place, np.empty((0, 0)), apart)
    assert same.in_words() in text and record["spread"] == same.as_record()
    file.write_text(f'contexts = "ranges"\n{file.read_text(encoding="utf-8")}', encoding="utf-8")
    drawn = read_question(file)
    assert "each run draws them" in " ".join(unknown_of(drawn).in_words())
    middle = np.array([[0.5, 0.5]])
    told, = drawn.outcomes(middle, 6, 1).values()
    lived = simulate(with_context(mine, {"trust_in_leader": 0.5, "leader.value": 0.5}), runs=6, contexts="ranges")
    assert told.measure[0].tolist() == lived["retention"].tolist()


def test_explain_says_in_how_many_contexts_the_same_run_ends_alike(mine, call):
    few = ("explain", mine, "--sets", "0")
    told, = json.loads(call(*few, "--json")[1])["units"]
    share = told["in_contexts"]
    place, ends = load_workplace(mine), []
    for where in contexts(place, 0, range(40)):
        ends += list(simulate(where)["outcome"])  # the same luck everywhere
    assert share["value"] * 40 == pytest.approx(ends.count(told["outcome"]["outcome"])) and 0 < share["value"] < 1
    assert f"in {round(40 * share['value'])} of 40 contexts" in " ".join(call(*few)[1].split())
    for other in ((*few, "--contexts", "recorded"), ("explain", "bostedet", "--sets", "0")):
        assert all(one["in_contexts"] is None for one in json.loads(call(*other, "--json")[1])["units"])


def test_weeks_are_those_of_the_same_runs_in_contexts_and_over_sets(mine):
    rows = simulate(mine, runs=4, contexts="ranges")
    weeks = trajectories(mine, runs=4, contexts="ranges")
    last = weeks.groupby("run")["trust_leader"].last()
    assert list(last) == list(rows["trust_end"]) and list(last) != list(simulate(mine, runs=4)["trust_end"])
    assert trajectories(mine, runs=2, contexts="ranges", engine="mesa").equals(weeks[weeks["run"] < 2])
    over, weeks = over_admissible(mine, sets=3, runs=2), weeks_over_admissible(mine, sets=3, runs=2)
    last = weeks.groupby(["set", "run"], sort=False)["trust_leader"].last()
    assert list(last) == list(over["trust_end"]) and list(last.index) == list(zip(over["set"], over["run"], strict=True))


def test_a_picture_over_weeks_shows_chance_alone_and_all_that_is_not_known(mine):
    some = {"chance": trajectories(mine, runs=60), "all": weeks_over_admissible(mine, sets=30, runs=2)}
    axes = sim.plot.bands(some, "trust_leader")
    chance, whole = (spread_over_runs(one, "trust_leader").loc[0] for one in some.values())
    assert whole[0.95] - whole[0.05] > chance[0.95] - chance[0.05]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list(some)
