"""What was seen, in the page: what a run shows of it, how likely it is there, how many sets it leaves, and what is refused."""

import re
from pathlib import Path

import numpy as np
import pytest
from node import needs_node
from scipy import stats
from test_lab_mine import asked, reads_files

import sim
from sim import load_workplace, simulate, trajectories
from sim.fitting import LEAST
from sim.fitting.likelihood import MISTAKEN, chance_of
from sim.fitting.measures import shown
from sim.fitting.observed import observations
from sim.fitting.particles import follow_up_for
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.reading import SHIPPED, TEMPLATE
from sim.kernel.engine import weekly
from sim.observations.costs import SURVEY

pytestmark = [needs_node, reads_files]
TEXT = TEMPLATE.read_text(encoding="utf-8")


def observed(*entries, **more):
    return asked({"ask": "observed", "toml": TEXT, "observed": list(entries), "runs": 0, **more})[0]


def test_what_runs_show_is_what_python_records():
    told = observed({"measure": "trust_in_leader", "week": 20, "value": 0.5, "sd": 0.05},
                    {"measure": "ownership", "week": 5, "value": 0.5, "sd": 0.05},
                    {"measure": "trust_in_leader", "week": -1, "value": 0.5, "respondents": 9},
                    {"measure": "retention", "after_launch": 17, "value": 1, "of": 2},
                    {"measure": "launched", "week": 25, "value": True}, runs=12)
    lines = trajectories(TEMPLATE, runs=12)
    ends = simulate(TEMPLATE, runs=12, follow_up=17)
    for run, (trust, ownership, start, retention, launched) in enumerate(told["each"]):
        mine = lines[lines["run"] == run].reset_index(drop=True)
        assert (trust, ownership) == (mine["trust_leader"][20], mine["ownership"][5])
        assert (start, retention) == (ends["trust_start"][run], ends["retention"][run])
        assert launched == (mine["phase"][25] in ("introduction", "implementation"))


def with_a_later_practice():
    practice = TEXT[TEXT.rindex("[[units.practices]]"):]
    return TEXT + re.sub(r'^name = ".*"', 'name = "later"\nstarts_after_launch = 6', practice, flags=re.MULTILINE)


@pytest.mark.parametrize("toml", [with_a_later_practice(), (SHIPPED / "bostedet.toml").read_text(encoding="utf-8")], ids=["later", "two"])
def test_what_is_counted_weighs_runs_as_a_fit_does(tmp_path, toml):
    """Attendance, use of all practices and of each, and retention; of the last of the units."""
    path = tmp_path / "my.toml"
    path.write_text(toml, encoding="utf-8")
    place = load_workplace(path)
    unit = place.units[-1]
    use = {"measure": "use", "after_launch": 12, "value": 5, "of": 12}
    entries = [{**entry, "unit": unit.name} for entry in (
        {"measure": "attendance", "value": 9, "of": 20}, use, *({**use, "practice": one.name, "after_launch": 7} for one in unit.practices),
        {"measure": "retention", "after_launch": 4, "value": 0.5, "sd": 0.2},
        {"measure": "retention", "after_launch": 26, "value": 1, "of": 2})]
    told = observed(*entries, toml=toml, runs=40)
    seen = observations(entries, place)
    wheres = [one.where(place) for one in seen]
    for run in range(40):
        lived = weekly(place, make_parameters(None), make_levers(None), 0, run, follow_up_for(wheres))
        shows = [shown(where, lived, place) for where in wheres]
        assert told["each"][run] == [true for true, _ in shows]
        ours = [float(chance_of(one, np.array(true), np.array(spread), unit.employees).log_likelihood(one.number))
                for one, (true, spread) in zip(seen, shows, strict=True)]
        assert told["lived"][run] == pytest.approx(ours)
    assert all(len({row[k] for row in told["each"]}) > 2 for k in range(len(entries) - 2))


def test_likelihoods_are_those_of_the_normal_and_the_binomial_distribution():
    shows = [0.0, 0.2, 0.55, 1.0]
    told = observed({"measure": "trust_in_leader", "week": 20, "value": 0.5, "sd": 0.1},
                    {"measure": "benefit", "week": 20, "value": 0.4, "respondents": 12},
                    {"measure": "dropped_out", "week": 20, "value": 3, "of": 15},
                    {"measure": "launched", "week": 20, "value": 1}, shows=shows)
    sd = SURVEY.deviation(12, 20, SURVEY.spread)
    for one, (trust, benefit, dropped, launched) in zip(shows, told["likelihoods"], strict=True):
        constant = 0.5 * np.log(2 * np.pi)
        assert trust == pytest.approx(stats.norm.logpdf(0.5, one, 0.1) + constant)
        assert benefit == pytest.approx(stats.norm.logpdf(0.4, one, sd) + constant)
        assert dropped == pytest.approx(stats.binom.logpmf(3, 15, 0.02 + 0.96 * one))
        assert launched == (0 if one == 1 else None)


def test_sets_that_are_left_are_counted_cautiously():
    even, one, halves = [[0.0] * 4] * 30, [[0.0] * 4] + [[-1e3] * 4] * 29, [[0.0, -9.0] * 2] * 10 + [[-9.0, 0.0] * 2] * 10
    told = asked(*({"ask": "effective", "table": table} for table in (even, one, halves)))
    assert told == pytest.approx([30, 1, 10], abs=0.01)


@pytest.mark.parametrize(("entry", "said"), [
    ({"measure": "trust", "week": 3, "value": 0.5, "sd": 0.1}, "there is no measure 'trust'"),
    ({"measure": "ownership", "value": 0.5, "sd": 0.1}, "week"),
    ({"measure": "ownership", "week": 3, "value": 5, "sd": 0.1}, "0 to 1"),
    ({"measure": "ownership", "week": 3, "value": 0.5}, "needs its error"),
    ({"measure": "use", "after_launch": 3, "value": 0.5, "sd": 0.1}, "give after_launch, 4 to 260"),
    ({"measure": "use", "practice": "hudle", "after_launch": 9, "value": 0.5, "sd": 0.1}, "there is no practice 'hudle'"),
    ({"measure": "retention", "practice": "new-practice", "after_launch": 9, "value": 0.5, "sd": 0.1}, "leave practice out"),
    ({"measure": "attendance", "week": 8, "value": 3, "of": 9}, "week = 8"),
    ({"measure": "launched", "week": 9, "value": 0.5}, "true or false"),
    ({"measure": "dropped_out", "week": 9, "value": 0.5, "of": 9}, "whole number"),
    ({"measure": "benefit", "week": 9, "value": 0.5, "respondents": 99}, "5 to 20"),
    ({"measure": "retention", "week": 30, "value": 0.5, "sd": 0.1}, "give after_launch, 4 to 260")])
def test_what_cannot_be_is_refused(entry, said):
    told = observed(entry)
    assert told["refused"].startswith("observed.toml: observed[1]: ") and said in told["refused"]


def test_the_page_takes_the_errors_that_a_fit_takes():
    text = (Path(sim.__file__).parent / "lab/page/src/rooms/observed.js").read_text(encoding="utf-8")
    here = {name: float(re.search(rf"\b{name} = ([\d.]+)", text)[1]) for name in ("LEAST", "MISTAKEN", "SPREAD", "ERROR", "BIAS")}
    assert here == {"LEAST": LEAST, "MISTAKEN": MISTAKEN, "SPREAD": SURVEY.spread, "ERROR": SURVEY.error, "BIAS": SURVEY.bias}
