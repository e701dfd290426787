"""Pictures say what they show, are written whole or not at all, and change nothing."""

import sys
import types

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from helpers import NO_VETO
from matplotlib import pyplot
from matplotlib.figure import Figure

from sim import InputError, InterventionModel, plot, simulate, trajectories
from sim.figures import style
from sim.figures.over_weeks import spread_over_runs
from sim.figures.style import CAPTION, CLASS_FILL, MORE_LINES, caption
from sim.model.measures import CLASSES

COMMAND = "takehold run bostedet --runs 6"


@pytest.fixture(scope="module")
def outcomes() -> pd.DataFrame:
    return pd.concat([simulate(name, runs=6) for name in ("bostedet", "plejecenter-2")], ignore_index=True)


@pytest.fixture(scope="module")
def figures(outcomes) -> dict[str, Figure]:
    weeks = pd.concat([trajectories(name, runs=6) for name in ("bostedet", "plejecenter-2")])
    stopped = InterventionModel("plejecenter-2").run()
    drawn = {
        "outcomes": plot.outcomes(outcomes, COMMAND), "one run": plot.outcomes(outcomes[outcomes["run"] == 0], COMMAND),
        "weeks": plot.weeks(InterventionModel("bostedet").run(), command=COMMAND),
        "stopped": plot.weeks(stopped, command=COMMAND), "phases": plot.phases(stopped, command=COMMAND),
        "paired": plot.paired(outcomes, outcomes, "retention", command=COMMAND),
        "distribution": plot.distribution(outcomes, "trust_change", command=COMMAND),
        "bands": plot.bands(weeks, "use", command=COMMAND), "survival": plot.survival(weeks, command=COMMAND),
        "people": plot.survival(weeks, "people", command=COMMAND),
    }
    return {name: figure_of(axes) for name, axes in drawn.items()}


def figure_of(axes) -> Figure:
    return np.ravel(axes)[0].figure


def words(picture) -> str:
    figure = picture if isinstance(picture, Figure) else figure_of(picture)
    return " ".join(" ".join(t.get_text() for t in figure.findobj(mpl.text.Text)).split())


def test_every_axis_that_shows_numbers_has_a_name(figures):
    for figure in figures.values():
        for axes in figure.axes:
            assert axes.get_ylabel()
        bottom = [axes for axes in figure.axes if axes.get_subplotspec().is_last_row()]
        assert bottom and all(axes.get_xlabel() for axes in bottom)


def test_every_figure_says_its_runs_and_the_command_that_makes_it(figures):
    for name, figure in figures.items():
        assert COMMAND in words(figure)
        assert ("1 run." if name in ("one run", "weeks", "stopped", "phases") else "6 runs.") in words(figure)


def test_text_stays_inside_the_picture_and_axes_do_not_collapse(figures):
    for figure in figures.values():
        figure.draw_without_rendering()  # warns, and so fails, when the layout collapses
        drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
        assert drawn.x0 >= -0.01 and drawn.y0 >= -0.01 and drawn.x1 <= width + 0.01 and drawn.y1 <= height + 0.01, words(figure)


def test_lines_and_classes_can_be_told_apart_without_colour():
    assert len({(str(style["linestyle"]), style["marker"]) for style in MORE_LINES}) == len(MORE_LINES)
    assert set(CLASS_FILL) == set(CLASSES)

    def grey(colour):
        return round(sum(weight * part for weight, part in zip((0.299, 0.587, 0.114), mpl.colors.to_rgb(colour), strict=True)), 1)
    assert len({(grey(fill), hatch) for fill, hatch in CLASS_FILL.values()}) == len(CLASSES)


def test_weeks_can_be_drawn_from_the_model_or_its_trajectories():
    model = InterventionModel("bostedet").run()
    from_model, from_table = plot.weeks(model, "bostedet-b"), plot.weeks(model.trajectories(), "bostedet-b")
    assert words(from_model) == words(from_table)
    with pytest.raises(InputError, match="did you mean 'bostedet-b'"):
        plot.weeks(model, "bostedet-bb")


def test_the_strip_shows_gates_and_reviews_where_they_were():
    strips = {name: plot.weeks(InterventionModel(name, parameters=values).run())[0, 0]
              for name, values in (("plejecenter-2", {}), ("hjemmeplejen", NO_VETO))}
    marks = {name: {line.get_label(): list(line.get_xdata()) for line in strip.lines} for name, strip in strips.items()}
    assert marks["plejecenter-2"] == {"stop": [-8]}
    assert marks["hjemmeplejen"] == {"gate passed": [-8, -3], "review": [4, 8, 12, 16, 20, 24, 28]}


def test_units_of_one_name_in_two_workplaces_stay_apart(outcomes):
    twice = pd.concat([outcomes, outcomes.assign(workplace="elsewhere")])
    assert "elsewhere: bostedet-a" in words(plot.outcomes(twice))


def test_the_latest_follow_up_is_drawn():
    several = simulate("plejecenter-1", runs=2, follow_up=(17, 26))
    assert "Outcome 26 weeks after launch" in words(plot.outcomes(several))


def test_differences_are_paired_run_by_run(outcomes):
    later = outcomes.assign(trust_end=outcomes["trust_end"] + 0.1)
    said = words(plot.paired(outcomes, later.sample(frac=1, random_state=1), "trust_end", ("before", "after")))
    assert said.count("+0.10 [-0.33, +0.45]") == 3  # six pairs alike are no certainty
    assert "after minus before" in said


@pytest.mark.parametrize(("measure", "other", "part"), [
    ("retenton", 0, "did you mean 'retention'"), ("outcome", 0, "there is no measure"), ("retention", 1, "has its pair in the other")])
def test_what_cannot_be_paired_is_said(outcomes, measure, other, part):
    with pytest.raises(InputError, match=part):
        plot.paired(outcomes, outcomes.assign(seed=other), measure)


def test_a_run_has_one_pair_and_runs_of_two_seeds_are_counted_apart(outcomes):
    with pytest.raises(InputError, match="choose one point"):
        plot.paired(pd.concat([outcomes.assign(point=point) for point in (0, 1)]), outcomes)
    two = pd.concat([outcomes, outcomes.assign(seed=1)])
    assert "12 runs." in words(plot.paired(two, two))
    weeks = trajectories("plejecenter-1")
    with pytest.raises(InputError, match="weeks of several runs"):
        plot.weeks(pd.concat([weeks, weeks.assign(seed=1)]))


def test_nothing_to_draw_is_said(outcomes):
    with pytest.raises(InputError, match="no runs"):
        plot.outcomes(outcomes[:0])


def test_a_second_caption_replaces_the_first(figures):
    figure = figure_of(plot.weeks(InterventionModel("plejecenter-2").run()))
    caption(figure, "takehold explain plejecenter-2", 7)
    captions = [t.get_text() for t in figure.findobj(lambda artist: artist.get_gid() == CAPTION)]
    assert captions == ["7 runs. Reproduce with: takehold explain plejecenter-2"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "PNG"])
def test_the_same_picture_is_the_same_file(figures, tmp_path, suffix):
    model = InterventionModel("bostedet").run()
    files = [tmp_path / f"{n}.{suffix}" for n in (1, 2)]
    for file in files:
        plot.save(plot.weeks(model), file)
    first, second = (file.read_bytes() for file in files)
    assert first == second and len(first) > 1000
    assert sorted(tmp_path.iterdir()) == files


def test_a_picture_that_cannot_be_written_is_complained_of(figures, tmp_path):
    for name, part in (("a.jpg", "not as '.jpg'"), ("a", "not as ''"), ("none/a.png", "there is no folder"),
                       ("x" * 300 + ".png", "cannot be written")):
        with pytest.raises(InputError, match=part):
            plot.save(figures["weeks"], tmp_path / name)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        plot.save(figures["weeks"], tmp_path / "folder.png")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def test_a_picture_that_breaks_off_leaves_the_old_one(figures, tmp_path, monkeypatch):
    old = tmp_path / "a.png"
    old.write_bytes(b"old")

    def full(self, path, **_):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(style.Figure, "savefig", full)
    with pytest.raises(InputError, match="No space left"):
        plot.save(figures["weeks"], old)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_drawing_changes_no_result_and_no_setting_of_matplotlib(outcomes, tmp_path):
    model, settings, before = InterventionModel("bostedet").run(), dict(mpl.rcParams), outcomes.copy()
    weeks = model.trajectories()
    plot.save(plot.weeks(model), tmp_path / "weeks.svg")
    plot.save(plot.outcomes(outcomes), tmp_path / "units.svg")
    assert model.trajectories().equals(weeks)
    assert outcomes.equals(before)
    assert dict(mpl.rcParams) == settings


def test_one_draws_into_axes_of_ones_own(outcomes):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plot.distribution(outcomes, axes=left) is left
    assert plot.paired(outcomes, outcomes, axes=right) is right
    assert not figure.findobj(lambda artist: artist.get_gid() == CAPTION)  # the figure is theirs


def test_tables_by_name_are_held_side_by_side(outcomes):
    now = outcomes[outcomes["unit"] == "bostedet-a"]
    said = words(plot.distribution({"before": now, "after": now.assign(retention=1.0)}, "retention"))
    assert "before" in said and "after" in said and "1.00 [0.61, 1.00]" in said
    with pytest.raises(InputError, match=r"'before' holds several units of the same runs \(bostedet-a, bostedet-b\)"):
        plot.distribution({"before": outcomes}, "retention")


def test_follow_ups_can_be_held_side_by_side():
    said = words(plot.distribution(simulate("plejecenter-1", runs=5, follow_up=[17, 30]), by="follow_up"))
    assert "17" in said and "30" in said and said.count("5 runs") >= 3


def test_what_a_run_does_not_have_is_left_out():
    runs = simulate("plejecenter-2", runs=20)
    launched = int((runs["launch_week"] >= 0).sum())
    assert 0 < launched < 20 and f"{launched} run" in words(plot.distribution(runs, "launch_week"))
    gone = runs.assign(benefit=[float("nan"), *runs["benefit"][1:]])
    assert "19 runs" in words(plot.distribution(gone, "benefit")) and "19 pairs" in words(plot.paired(gone, runs, "benefit"))
    with pytest.raises(InputError, match="no run of 'plejecenter-2' has a launch_week"):
        plot.distribution(runs[runs["launch_week"] < 0], "launch_week")


def test_runs_of_a_study_are_counted_over_its_points(outcomes):
    twice = pd.concat([outcomes.assign(point=point) for point in (0, 1)])
    assert "12 runs" in words(plot.distribution(twice, "retention"))


@pytest.mark.parametrize(("draw", "part"), [
    (lambda runs, weeks: plot.distribution(runs, by="units"), "did you mean 'unit'"),
    (lambda runs, weeks: plot.distribution(runs, "outcome"), "there is no measure"),
    (lambda runs, weeks: plot.bands(weeks, "trust_leadr"), "did you mean 'trust_leader'"),
    (lambda runs, weeks: plot.bands(weeks[weeks["unit"] == "bostedet-a"], by="week"), "cannot be told apart"),
    (lambda runs, weeks: plot.survival(weeks, "unit"), "did you mean 'units'"),
    (lambda runs, weeks: plot.weeks(weeks), "weeks of several runs"),
    (lambda runs, weeks: plot.phases(weeks[weeks["run"] == 0]), "name one of bostedet-a, bostedet-b"),
    (lambda runs, weeks: plot.outcomes(weeks), "no column 'follow_up'; give rows as from sim.simulate"),
    (lambda runs, weeks: plot.survival(runs), "no column 'week_after_launch'; give rows as from sim.trajectories"),
    (lambda runs, weeks: plot.bands([weeks]), "list is no table"),
    (plot.paired, "give rows as from sim.simulate"),
    (lambda runs, weeks: plot.weeks(runs), "model that has run"),
    (lambda runs, weeks: plot.weeks(InterventionModel("bostedet")), "model that has run"),
    (lambda runs, weeks: plot.study("nowhere"), "holds no study"),
    (lambda runs, weeks: plot.save(weeks, "a.png"), "DataFrame is no picture"),
])
def test_what_cannot_be_drawn_is_said(outcomes, draw, part):
    with pytest.raises(InputError, match=part):
        draw(outcomes, trajectories("bostedet", runs=2))


def test_bands_hold_the_share_of_runs_they_say():
    weeks = trajectories("bostedet", runs=40)
    one = weeks[weeks["unit"] == "bostedet-a"]
    at_launch = one[one["week_after_launch"] == 5]["trust_leader"]
    told = spread_over_runs(one, "trust_leader").loc[5]
    assert list(told) == list(at_launch.quantile([0.05, 0.25, 0.5, 0.75, 0.95]))
    assert spread_over_runs(one, "benefit").index.min() == 0  # nothing is felt before there is something


def test_a_notebook_shows_pictures_and_a_script_keeps_them_to_itself(monkeypatch, outcomes):
    shell = type("ZMQInteractiveShell", (), {})()
    pyplot.close(pyplot.figure())  # pyplot asks a real shell for more, when it draws for the first time
    plot.distribution(outcomes)
    assert pyplot.get_fignums() == []
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    axes = plot.distribution(outcomes)
    assert [pyplot.figure(number) for number in pyplot.get_fignums()] == [axes.figure]
    pyplot.close(axes.figure)
