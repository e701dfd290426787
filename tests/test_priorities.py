"""takehold priorities and map: what they promise of packages, hours, budgets, records, seeds and inputs."""

import json
import warnings

import ensembles
import numpy as np
import pandas as pd
import pytest
from helpers import complaint
from typer.testing import CliRunner

from sim.calibration.drawn import draw
from sim.cli.main import app
from sim.figures.style import CAPTION
from sim.inputs.levers import LEVERS, make_levers
from sim.inputs.reading import load_workplace, workplaces
from sim.kernel.engine import facts
from sim.model.measures import HOURS
from sim.model.outcome import COLUMNS
from sim.priorities import ranking
from sim.priorities.decision import LEAST_RUNS, looks_of
from sim.priorities.figure import figure
from sim.priorities.map import priority_map
from sim.priorities.measures import AIMS, aim
from sim.priorities.packages import DOSES, NOTHING, candidates, doses_for, in_words, order_in_time, recorded
from sim.priorities.paired_runs import Bench
from sim.priorities.race import Block
from sim.priorities.ranking import UnitSearch, priorities
from sim.priorities.wording import Priorities
from sim.runs.many import APART

GENERIC = "experiments/generic-unit.toml"
FEW = {"runs": 12, "workers": 2}


@pytest.fixture(scope="module")
def found():
    return priorities("hjemmeplejen", **FEW, doses={"protected_hours": 0.0, "leader_sparring": 0.0})


def search_among(place, packages, runs=LEAST_RUNS, measure="retention", budget=None):
    """A search among a few packages only."""
    members = draw(looks_of(runs, 384)[-1].members, 0).parameters
    bench = Bench(load_workplace(place), members, aim(measure), 30, 0, 2)
    return UnitSearch(bench, 0, packages, looks_of(runs, len(members)), budget)


@pytest.fixture(scope="module")
def sure():
    """Few packages with runs enough to advise one."""
    packages = [NOTHING, (("involvement", 0.8),), (("restart", 1.0),), (("involvement", 0.8), ("restart", 1.0)), (("widen_scope", 1.0),)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranking, "AGAIN", Block(slice(0, 24), slice(0, 1)))
        search = search_among("plejecenter-2", packages)
        return Priorities((search.answer(),), search.bench.aim, 30, None, 0, 48)


def test_every_lever_every_pair_and_nothing_are_ranked(found):
    packages = [entry.package for entry in found.ranking]
    sizes = [len(one) for one in packages]
    assert sizes.count(0) == 1 and sizes.count(1) == len(LEVERS)
    assert sizes.count(2) == len(LEVERS) * (len(LEVERS) - 1) // 2 - 1  # push_through and restart exclude each other
    assert set(DOSES) == set(LEVERS) and len(set(packages)) == len(packages)


def test_a_lever_at_its_neutral_value_ranks_as_doing_nothing(found):
    told = {in_words(entry.package): entry for entry in found.ranking}
    for name in ("protected_hours 0", "leader_sparring 0", "leader_sparring 0 + protected_hours 0", "nothing"):
        entry = told[name]
        assert entry.gain.value == 0 and entry.hours.value == 0
        assert (entry.gain.low < 0 < entry.gain.high) == (name != "nothing")  # equal draws are no certainty that all are equal
        assert entry.lowers_trust == 0 and entry.gain_per_100_hours is None
    with_it, alone = told["widen_scope 1"], told["protected_hours 0 + widen_scope 1"]
    assert with_it.gain.value == pytest.approx(alone.gain.value, abs=1e-12) or with_it.gain.runs != alone.gain.runs


def test_hours_are_those_of_the_facts(found):
    place, entry = load_workplace("hjemmeplejen"), next(one for one in found.ranking if in_words(one.package) == "pre_study_quality 0.9")
    each = entry.gain.runs // found.members
    hours = {}
    for name, levers in (("with", make_levers(dict(entry.package))), ("without", make_levers())):
        drawn = draw(12, 0)
        hours[name] = np.concatenate([facts(own, member, levers, 0, [30], APART * m, APART * m + each)
                                      for m, (own, member) in enumerate(zip(drawn.places(place), drawn.parameters, strict=True))])
    change = hours["with"].mean(axis=0) - hours["without"].mean(axis=0)
    assert entry.hours.value == pytest.approx(change[COLUMNS.index("end hours")])
    assert entry.leader.value == pytest.approx(change[COLUMNS.index("end hours_leader")])
    assert entry.consultant.value == pytest.approx(change[COLUMNS.index("end hours_consultant")])
    assert entry.hours_by_phase == pytest.approx([change[COLUMNS.index(name)] for name in HOURS])
    assert sum(entry.hours_by_phase) == pytest.approx(entry.hours.value)


def test_the_result_does_not_depend_on_workers(found):
    again = priorities("hjemmeplejen", runs=12, workers=1, doses={"protected_hours": 0.0, "leader_sparring": 0.0})
    assert again.as_record() == found.as_record()


def test_a_budget_is_kept_and_larger_packages_are_tried_within_it():
    found = priorities("hjemmeplejen", budget=90, **FEW)
    assert all(entry.hours.value <= 90 for entry in found.ranking)
    assert max(len(entry.package) for entry in found.ranking) >= 3
    assert NOTHING in [entry.package for entry in found.ranking]
    nothing_left = priorities("plejecenter-1", budget=0, measure="trust", **FEW)
    assert all(entry.hours.value <= 0 for entry in nothing_left.ranking)


def test_the_record_is_one_object_of_plain_numbers(found):
    record = json.loads(json.dumps(found.as_record(), allow_nan=False))
    assert {"ranking", "decided", "runs", "measure", "horizon", "seed", "members", "units"} <= set(record)
    assert record["runs"] >= 78 * 12 and isinstance(record["decided"], bool)
    for entry in record["ranking"]:
        assert {"unit", "package", "gain", "interval", "hours", "gain_per_100_hours", "probability_best", "probability_harm", "places",
                "trust", "hours_by_phase", "hours_consultant"} <= set(entry)
        assert entry["interval"][0] <= entry["gain"] <= entry["interval"][1] and 0 <= entry["probability_harm"] <= 1
        assert entry["places"][0] <= entry["places"][1]
    assert sum(entry["probability_best"] for entry in record["ranking"]) == pytest.approx(1)


def test_the_text_leads_with_the_answer_and_ends_with_the_limits(found, sure):
    for one, start in ((found, "The model cannot say"), (sure, "First: ")):
        text = " ".join(one.text().split())
        assert one.text().splitlines()[2].startswith(start)
        assert ("That it comes first is decided" in text) == one.decided
        assert text.rstrip().endswith("workplace.") and "nan" not in text and "nothing else" not in text
    assert "Who pays" in sure.text() and "Why:" in sure.text()
    assert "Who pays" not in found.text() and "In time" not in found.text()  # nothing is planned where nothing is known
    assert f"fewer than {LEAST_RUNS} runs" in " ".join(found.text().split())


def test_too_few_to_decide_is_more_than_the_model_can_say_everywhere(found):
    unit, record = found.units[0], found.as_record()
    assert record["cannot_say"] and record["units"][0]["cannot_say"] and not record["decided"] and unit.timing is None
    assert record["units"][0]["would_decide"] == unit.would_decide and unit.would_decide in " ".join(found.text().split())
    assert len(unit.able) == len(unit.rivals) + 1 and not any(one.separated for one in unit.able)
    assert f"{len(unit.able)} of 78 packages cannot be told apart" in " ".join(found.text().split())
    title = " ".join(text.get_text() for text in figure(found).findobj(lambda artist: hasattr(artist, "get_text")))
    assert "the model cannot say" in title and "resampled" not in found.text()


def test_too_few_for_a_ranking_is_one_sentence_that_names_the_least():
    for call in (lambda: priorities("plejecenter-2", runs=2), lambda: priority_map(runs=2)):
        complaint(call, "--runs 2", "at least 8", str(LEAST_RUNS))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        few = priorities("hjemmeplejen", runs=8, workers=2)
    trust = [one.trust for one in few.ranking]
    assert all(one.has_interval and -2 <= one.low <= one.value <= one.high <= 2 for one in trust)
    assert all(one.low < one.high for entry, one in zip(few.ranking, trust, strict=True) if entry.package != NOTHING)


def test_where_nothing_can_be_afforded_nothing_is_planned():
    tried = (priorities("plejecenter-2", runs=8, budget=0, workers=2, seed=seed) for seed in range(12))  # some packages save hours, by luck
    found = next(one for one in tried if not one.units[0].affordable)
    unit = found.units[0]
    assert unit.best.package == NOTHING and not unit.decided and unit.timing is None
    text = found.text()
    assert "Nothing can be advised within 0 person-hours" in text and "In time" not in text and "First" not in text


def test_a_lever_that_does_nothing_where_it_is_advised_is_not_advised():
    """Hardly anybody stops at Hjemmeplejen, so a restart adds nothing to what is done there; at Plejecenter 2 it does."""
    alone, both = (("widen_scope", 1.0),), (("widen_scope", 1.0), ("restart", 1.0))
    search = search_among("hjemmeplejen", [NOTHING, both, alone, (("restart", 1.0),)])
    packages, run = search.race(search.packages)
    assert "restart" not in dict(packages[search.sparing(packages, run).best])
    overruled = search_among("plejecenter-1", [NOTHING, (("push_through", 1.0),)])
    packages, run = overruled.race(overruled.packages)
    assert packages[overruled.sparing(packages, run).best] == NOTHING and not run.decided


def test_more_runs_go_on_where_fewer_ended():
    packages = [NOTHING, (("involvement", 0.8),), (("restart", 1.0),), (("involvement", 0.8), ("restart", 1.0))]
    few, many = (search_among("plejecenter-2", packages, runs) for runs in (192, 768))
    (_, first), (_, second) = few.race(packages), many.race(packages)
    assert {second.best, *second.rivals} <= {first.best, *first.rivals}
    assert np.array_equal(second.values[first.best][:48, :4], first.values[first.best])


def test_units_of_one_workplace_are_ranked_each_and_one_alone_is_the_same():
    both, one = priorities("bostedet", **FEW), priorities("bostedet", unit="bostedet-b", **FEW)
    assert [unit.unit.name for unit in both.units] == ["bostedet-a", "bostedet-b"]
    assert [e.as_record() for e in both.units[1].entries] == [e.as_record() for e in one.units[0].entries]
    written = figure(both, "takehold priorities bostedet").findobj(lambda artist: hasattr(artist, "get_text"))
    assert any(text.get_gid() == CAPTION and "takehold priorities bostedet" in text.get_text() for text in written)


def test_doses_never_take_away_what_a_unit_has():
    for name in [*workplaces(), GENERIC]:
        place = load_workplace(name)
        doses = doses_for(place)
        assert all(doses[lever] >= level for unit in place.units for lever, level in recorded(unit).items())
        assert all(LEVERS[lever].low <= dose <= LEVERS[lever].high for lever, dose in doses.items())
        assert candidates(doses, 1)[0] == NOTHING


def test_steps_stand_in_the_order_of_time():
    steps = order_in_time((("trust_first_weeks", 12.0), ("pre_study_quality", 0.9), ("leader_sparring", 1.0), ("restart", 1.0)))
    assert [step["lever"] for step in steps] == ["trust_first_weeks", "pre_study_quality", "leader_sparring", "restart"]
    assert [step["from_week"] for step in steps] == [0, 14, 26, None]


def test_the_text_says_who_pays_and_what_begins_when(sure):
    text = " ".join(sure.text().split())
    assert "(everybody; leader and steering members at the reviews)" in text or "(leader and employees, when trust comes first)" in text
    timing = sure.units[0].timing
    for step in order_in_time(timing.best):
        assert f"{step['lever']} {step['dose']:g} " in text.split("In time: ")[1].split("The phases fix")[0]
    assert sure.units[0].decided or sure.units[0].would_decide in text


def test_what_is_not_decided_names_what_to_observe_or_that_nothing_helps(found):
    packages = [NOTHING, *((one, ("restart", 1.0)) for one in (("trust_first_weeks", 12.0), ("involvement", 0.8)))]
    unit = search_among("plejecenter-2", packages, measure="trust").answer()
    assert unit.rivals and unit.helpful is not None and len(unit.helpful) <= 2
    named = [one.observation.what for one in unit.helpful] or ["tells more than chance"]
    assert all(name in unit.would_decide for name in named) and "takehold ask" in unit.would_decide
    assert [one["observation"] for one in unit.as_record()["worth_asking"]] == [one.observation.name for one in unit.helpful]
    assert found.units[0].helpful is None and found.as_record()["units"][0]["worth_asking"] is None  # too few runs for anything


def test_the_best_package_is_timed_even_where_the_budget_allows_no_other_weeks_of_trust_first():
    best = (("trust_first_weeks", 3.0), ("widen_scope", 1.0))
    timing = search_among("hjemmeplejen", [NOTHING], 8, "trust", budget=-1e6).timing(best)
    assert timing.best == best and timing.dear == (0.0, 4.0, 8.0, 12.0, 26.0) and not timing.decided and not timing.rivals


def test_another_ensemble_can_be_ranked_over_and_one_of_another_model_is_told(tmp_path):
    file = ensembles.write(tmp_path) / "ensemble.csv"
    pd.read_csv(file).assign(trust_rate=0.15).to_csv(file, index=False)
    with pytest.warns(UserWarning, match="another model than this one"):
        other = priorities("plejecenter-1", runs=8, workers=2, ensemble=tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shipped = priorities("plejecenter-1", runs=8, workers=2)
    assert other.as_record()["ranking"] != shipped.as_record()["ranking"]
    complaint(lambda: priorities("plejecenter-1", ensemble=tmp_path / "nowhere"), "nowhere")


def test_what_cannot_be_used_is_said_in_one_sentence():
    complaint(lambda: priorities("hjemmeplejn"), "hjemmeplejen")
    complaint(lambda: priorities("bostedet", unit="bostedet-c"), "bostedet-c", "bostedet-")
    complaint(lambda: priorities("bostedet", measure="retentoin"), "retention")
    complaint(lambda: priorities("bostedet", measure="outcome"), "no preferred direction")
    complaint(lambda: priorities("bostedet", budget=-1), "budget")
    complaint(lambda: priorities("bostedet", budget=float("nan")), "budget")
    complaint(lambda: priorities("bostedet", horizon=3), "follow_up")
    complaint(lambda: priorities("bostedet", runs=1), "runs")
    complaint(lambda: priorities("bostedet", doses={"involvment": 0.5}), "involvement")
    for command in (["map"], ["priorities", "bostedet"]):  # refused at once, not after the runs
        complaint(lambda command=command: CliRunner().invoke(app, [*command, "--plot", "x.gif"], catch_exceptions=False), "x.gif", ".png")


def test_every_measure_offered_has_a_direction():
    assert aim("trust").measure.name == "trust_change" and aim("dropped_out").better == -1
    assert all(aim(name).meaning for name in AIMS)


def test_the_commands_print_one_object_or_one_sentence(tmp_path):
    runner = CliRunner()
    told = runner.invoke(app, ["priorities", "hjemmeplejen", "--runs", "8", "--workers", "2", "--json"])
    assert told.exit_code == 0 and json.loads(told.stdout)["ranking"][0]["unit"] == "hjemmeplejen"
    picture = tmp_path / "map.svg"
    told = runner.invoke(app, ["map", "--steps", "2", "--runs", "8", "--x", "leader.value", "--y", "utilisation", "--plot", str(picture)])
    assert told.exit_code == 0 and picture.is_file() and "Picture:" in told.stdout
    assert complaint(lambda: runner.invoke(app, ["map", "nowhere"], catch_exceptions=False), "nowhere")


@pytest.mark.slow
@pytest.mark.parametrize("place", ["plejecenter-2", GENERIC])
def test_two_seeds_agree_or_say_that_it_is_not_decided(place):
    first, second = (priorities(place, runs=runs, seed=seed, workers=2) for runs, seed in ((384, 0), (768, 1)))
    for one, other in zip(first.units, second.units, strict=True):
        assert not (one.decided and other.decided) or one.best.package == other.best.package
