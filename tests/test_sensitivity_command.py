"""takehold sensitivity: from a study file to tables, JSON and picture, and what it refuses."""

import json
import re

import numpy as np
import pytest
from study_files import QUESTION, lightly

from sim.cli.main import app
from sim.errors import InputError
from sim.inputs.parameters import make_parameters
from sim.model.outcome import COLUMNS
from sim.sensitivity.analysis import Effort, analyse, analyse_each
from sim.sensitivity.figure import figure
from sim.sensitivity.question import SET, read_question, short_names
from sim.sensitivity.wording import paragraph, table

SMALL = QUESTION + """workplaces = ["hjemmeplejen"]
seed = 3
[vary.latin_hypercube]
points = 10
ranges = { trust_in_leader = [0.2, 0.8], trust_rate = [0.01, 0.15], facilitation_skill = [0.1, 0.7] }
"""
EFFORT = Effort(16, 4)


def written(folder, text=SMALL):
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def threshold(place, parameters, levers, seed, weeks, first, last):
    """Facts as of an engine: stops below a trust of a half, and keeps in proportion to the rate where it goes on."""
    rows = []
    for run in range(first, last):
        launched = place.units[0].trust_in_leader + 0.1 * np.random.default_rng([seed, run]).standard_normal() > 0.5
        facts = dict.fromkeys(COLUMNS, 0.0) | {"launched": launched, "stopped_phase": -1 if launched else 3, "practices": 1.0,
                                               "kept": launched * parameters.trust_rate}
        rows.append(list(facts.values()))
    return rows


def called(capsys, *arguments):
    app(["sensitivity", *arguments], standalone_mode=False)
    return capsys.readouterr().out


def test_stopping_is_an_outcome_of_its_own_and_retention_among_the_others_another(tmp_path, monkeypatch):
    lightly(monkeypatch, threshold)
    told = analyse(read_question(written(tmp_path)), "sobol", Effort(64, 8), ["trust_rate,trust_in_leader"])
    assert 0.3 < told.counted.share.value < 0.7 and told.counted.share.value == told.counted.stopped / told.counted.runs
    assert told.shares["stopped"].alone["trust_in_leader"].value > 0.9 and told.shares["stopped"].total["trust_rate"].value == 0
    assert told.apart[0].name == "trust_in_leader" and told.apart[0].clear and not told.apart[1].clear
    assert told.among.alone["trust_rate"].value > 0.8 and told.among.runs < told.among.of_runs
    assert told.curves[-1].change[0][-1].value == pytest.approx(0, abs=0.01)  # where all runs stop, the rate changes nothing
    assert told.curves[-1].change[-1][-1].value == pytest.approx(0.14, abs=0.01)
    counted = told.counted
    assert counted.stopped + counted.not_started + counted.went_on == counted.runs == told.among.of_runs
    said = paragraph(told)  # one unit of counting
    assert f"of {counted.runs:,} runs at points spread over all ranges hjemmeplejen stopped" in said
    assert f"{counted.went_on:,} of these {counted.runs:,} runs went on" in said


def test_runs_that_fail_are_counted_and_never_taken_for_an_outcome(tmp_path, monkeypatch):
    def failing(place, parameters, levers, seed, weeks, first, last):
        if first <= 2 < last and 0.45 < place.units[0].trust_in_leader < 0.47:
            raise ZeroDivisionError
        return threshold(place, parameters, levers, seed, weeks, first, last)
    lightly(monkeypatch, failing)
    told = analyse(read_question(written(tmp_path)), "sobol", Effort(64, 4))
    assert told.failed > 0 and 0 < told.shares["measure"].left_out < 32
    said = paragraph(told)
    assert f"{told.failed:,} of them failed" in said and f"{told.shares['measure'].left_out} of 64 base points" in said


def test_troubles_of_the_machine_are_no_runs_that_failed(tmp_path, monkeypatch):
    def full(place, parameters, levers, seed, weeks, first, last):
        if last - first > 1:  # the one run before the others is fine
            raise MemoryError
        return threshold(place, parameters, levers, seed, weeks, first, last)
    lightly(monkeypatch, full)
    with pytest.raises(MemoryError):
        analyse(read_question(written(tmp_path)), "sobol", Effort(8, 4))


def test_the_same_whatever_the_number_of_workers_and_another_with_another_seed(tmp_path):
    path = written(tmp_path)
    one, two, other = (analyse(read_question(path, seed=seed), "sobol", Effort(8, 3, workers)).as_record()
                       for seed, workers in ((0, 1), (0, 2), (1, 2)))
    assert json.dumps(one) == json.dumps(two) != json.dumps(other)
    assert one["seed"] == 0 and analyse(read_question(path), "morris", Effort(8, 3)).question.seed == 3


def test_an_input_without_any_bearing_has_no_share_at_all(tmp_path):
    """With the same draws at every point, what has no bearing changes no run; here no unit sees another to compare with."""
    question = read_question(written(tmp_path, SMALL.replace("facilitation_skill = [0.1, 0.7]", "comparison = [0, 1]")))
    told = analyse(question, "sobol", EFFORT)
    nothing = told.shares["measure"].total["comparison"]
    assert nothing.value == nothing.low == 0 < nothing.high < 0.25 and told.shares["measure"].luck.value > 0


def test_the_command_prints_writes_and_speaks_json(tmp_path, capsys):
    path, picture = str(written(tmp_path)), tmp_path / "out.svg"
    text = called(capsys, path, "--points", "16", "--replications", "4", "--plot", str(picture), "--pair", "facilitation_skill,trust_rate")
    assert "with others (ST)" in text and "never forecasts one workplace" in text and "mu*" in text
    said = " ".join(text.split())
    assert re.search("Raising facilitation_skill from 0.1 to 0.7 (raises|lowers|does not clearly change) the mean of", said)
    assert picture.read_text(encoding="utf-8").count("facilitation_skill") >= 2
    told = json.loads(called(capsys, path, "--points", "16", "--replications", "4", "--json", "--method", "morris", "--measure", "benefit"))
    assert told["measure"] == "benefit" and told["sobol"] == {} and len(told["morris"]["measure"]) == 3
    assert told["runs"] == 8 * (3 + 1 + 1) * 4 and told["parameter_sets"] > 200 and "crosses its whole range" in told["answer"]
    told = json.loads(called(capsys, path, "--points", "16", "--replications", "4", "--json", "--method", "morris", "--at-defaults"))
    assert told["runs"] == 8 * (3 + 1) * 4 and told["parameter_sets"] == 0 and "one set of defaults" in told["answer"]


def test_over_an_ensemble_the_parameter_set_is_an_input_of_its_own(tmp_path, monkeypatch):
    """An engine whose outcome is the trust of the place, which moves, plus a parameter that is no input: half the variance each."""
    def made_up(place, parameters, levers, seed, weeks, first, last):
        kept = 0.5 * (place.units[0].trust_in_leader - 0.2) / 0.6 + 0.5 * parameters.comparison
        return [list((dict.fromkeys(COLUMNS, 0.0) | {"launched": 1.0, "stopped_phase": -1.0, "practices": 1.0, "kept": kept}).values())
                for _ in range(first, last)]
    lightly(monkeypatch, made_up)
    members = tuple(make_parameters({"comparison": value, "trust_rate": 0.15}) for value in np.linspace(0, 1, 101))
    question = read_question(written(tmp_path), members=members)
    told = analyse(question, "both", Effort(128, 4))
    shares = told.shares["measure"]
    assert shares.alone["trust_in_leader"].value == pytest.approx(0.5, abs=0.06)
    assert shares.alone[SET].value == pytest.approx(0.5, abs=0.06)
    assert shares.total["trust_rate"].value == pytest.approx(0, abs=1e-9)  # an input of the file stands before the member's own
    by_name = {one.name: one for one in told.screened["measure"]}
    assert SET not in by_name and by_name["trust_in_leader"].mu == pytest.approx(0.5)
    assert "one of 101 sets that the study allows" in paragraph(told) and told.as_record()["parameter_sets"] == 101
    assert next(row for row in table(told)[0] if row[0] == SET).count("no order") == 3
    assert SET not in {one.moved for one in told.curves} | {one.held for one in told.curves}
    figure(told, "command").draw_without_rendering()
    with pytest.raises(InputError, match="has no order"):
        analyse(question, "both", Effort(8, 2), [f"{SET},trust_rate"])
    alone = read_question(written(tmp_path))
    row = np.array([0.5, 0.1, 0.3])
    assert alone.inputs(alone.points(row[None]), 0, row).parameters.comparison == make_parameters().comparison


@pytest.mark.parametrize(("change", "options", "said"), [
    ((), {"points": 100}, "100 is not a power of two from 8 on; nearest are 64 and 128"),
    ((), {"replications": 1}, "at least 2"),
    ((), {"method": "sobols"}, "did you mean 'sobol'"),
    ((), {"measures": ["retentoin"]}, "did you mean 'retention'"),
    ((), {"pairs": ["trust_rte,trust_in_leader"]}, "did you mean 'trust_rate'"),
    ((), {"pairs": ["trust_rate"]}, "is not two inputs"),
    (('["hjemmeplejen"]', '["hjemmeplejen", "bostedet"]'), {}, "one workplace at a time"),
    (("[vary.latin_hypercube]\npoints = 10\nranges", "[vary.grid]\nx"), {}, "small.toml"),
    (("trust_in_leader = [0.2, 0.8], ", "employees = [10.5, 12], "), {}, "small.toml"),
])
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path, change, options, said):
    path = written(tmp_path, SMALL.replace(*change) if change else SMALL)
    effort = Effort(options.pop("points", 16), options.pop("replications", 4))
    with pytest.raises(InputError) as told:
        analyse(read_question(path, options.pop("measures", ())), options.get("method", "both"), effort, options.get("pairs", []))
    assert said in str(told.value)


def test_several_units_and_measures_are_analysed_each_by_itself(tmp_path, monkeypatch, capsys):
    """One unit follows one input and the other the other; pooled, each input would seem to explain half."""
    def parted(place, parameters, levers, seed, weeks, first, last):
        rows = []
        for _ in range(first, last):
            for unit, kept in zip(place.units, (place.units[0].trust_in_leader, 6 * parameters.trust_rate), strict=True):
                rows.append(list((dict.fromkeys(COLUMNS, 0.0) | {"launched": 1.0, "stopped_phase": -1.0, "practices": 1.0, "kept": kept,
                                                                 "end hours": unit.employees * kept}).values()))
        return rows
    lightly(monkeypatch, parted)
    path = written(tmp_path, SMALL.replace("hjemmeplejen", "bostedet").replace("seed = 3", "seed = 3\n[fixed]\nlever.involvement = 0.3"))
    found = analyse_each(read_question(path, ["retention", "hours_total", "launch_week"]), "sobol", Effort(64, 2))
    first = {tuple(one.target): one.shares["measure"].ranked[0] for one in found.analyses}
    assert first == {("bostedet-a", "retention"): "trust_in_leader", ("bostedet-a", "hours_total"): "trust_in_leader",
                     ("bostedet-b", "retention"): "trust_rate", ("bostedet-b", "hours_total"): "trust_rate"}
    assert {target.measure for target in found.refused} == {"launch_week"} and len(found.refused) == 2
    with pytest.raises(InputError, match="choose one unit"):
        analyse(read_question(path), "sobol", EFFORT)
    options = ["--points", "16", "--replications", "2", "--method", "sobol", "--at-defaults"]
    told = json.loads(called(capsys, str(path), *options, "--json"))
    assert [one["unit"] for one in told] == ["bostedet-a", "bostedet-b"] and told[0]["fixed"] == {"lever.involvement": 0.3}
    text = " ".join(called(capsys, str(path), *options, "--unit", "bostedet-b", "--plot", str(tmp_path / "one.svg")).split())
    assert "raises the mean of 'practices retained'" in text and "better" in text and "At every point, lever.involvement = 0.3." in text
    assert "lever.involvement = 0.3" in (tmp_path / "one.svg").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="did you mean 'bostedet-b'"):
        read_question(path, unit="bostedet-bb")


def test_what_is_yes_or_no_is_told_as_it_was_run_and_never_in_between(tmp_path, monkeypatch):
    def refused_without(place, parameters, levers, seed, weeks, first, last):
        facts = {"launched": levers.restart, "stopped_phase": -1 if levers.restart else 3, "practices": 1.0, "kept": levers.restart}
        return [list((dict.fromkeys(COLUMNS, 0.0) | facts).values()) for _ in range(first, last)]
    lightly(monkeypatch, refused_without)
    told = analyse(read_question(written(tmp_path, SMALL.replace("trust_in_leader = [0.2, 0.8]", "lever.restart = []"))), "sobol", EFFORT)
    first = told.apart[0]
    assert first.name == "lever.restart" and first.middle == (0, 1) and first.distance.value == 1
    assert told.ranks["lever.restart"] == pytest.approx(1)
    assert "lever.restart (0 against 1)" in paragraph(told)


def test_settings_that_move_together_go_by_their_common_end():
    assert short_names((("a.need", "b.need"), ("skill",))) == ("need", "skill")
    assert short_names((("a.need", "b.need"), ("c.need", "d.need"))) == ("a.need + b.need", "c.need + d.need")


def test_the_shipped_question_can_be_asked_as_a_study_too(capsys):
    from sim.study.answers.finding import find_study
    from sim.study.design import read_design
    question, design = read_question(find_study("sensitivity")), read_design(find_study("sensitivity"))
    assert len(design.points) == 512 and {"leader.hours", "facilitation_need"} <= set(question.problem.names)
    app(["studies"], standalone_mode=False)
    assert "sensitivity" in capsys.readouterr().out


@pytest.mark.slow
def test_support_of_the_leader_matters_where_practices_need_it_and_no_rank_correlation_says_so():
    from sim.study.answers.finding import find_study
    told = analyse(read_question(find_study("sensitivity")), "sobol", Effort(128, 8, 2), ["leader.hours,facilitation_need"])
    little, much = told.curves[-1].change[0][-1], told.curves[-1].change[-1][-1]
    assert much.low > little.high and much.low > 0
    assert abs(told.ranks["leader.hours"]) < 0.1
