"""Pictures say what they show, are written whole or not at all, and change nothing."""

import matplotlib as mpl
import pandas as pd
import pytest
from helpers import NO_VETO
from matplotlib.figure import Figure

from sim import Complaint, InterventionModel, drawing, simulate
from sim.drawing import CAPTION, CLASS_FILL, LINES
from sim.outcome import CLASSES
from sim.plots import caption, plot_paired, plot_units, plot_weeks, save

COMMAND = "takehold run bostedet --runs 6"


@pytest.fixture(scope="module")
def outcomes() -> pd.DataFrame:
    return pd.concat([simulate(name, runs=6) for name in ("bostedet", "plejecenter-2")], ignore_index=True)


@pytest.fixture(scope="module")
def figures(outcomes) -> dict[str, Figure]:
    return {
        "units": plot_units(outcomes, COMMAND), "one run": plot_units(outcomes[outcomes["run"] == 0], COMMAND),
        "weeks": plot_weeks(InterventionModel("bostedet").run(), command=COMMAND),
        "stopped": plot_weeks(InterventionModel("plejecenter-2").run(), command=COMMAND),
        "paired": plot_paired(outcomes, outcomes, "retention", COMMAND),
    }


def words(figure: Figure) -> str:
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
        assert ("6 runs." if name in ("units", "paired") else "1 run.") in words(figure)


def test_text_stays_inside_the_picture_and_axes_do_not_collapse(figures):
    for figure in figures.values():
        figure.draw_without_rendering()  # warns, and so fails, when the layout collapses
        width, height = figure.bbox.size
        for text in figure.findobj(mpl.text.Text):
            if text.get_text().strip() and text.get_visible():
                box = text.get_window_extent()
                assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text.get_text()


def test_lines_and_classes_can_be_told_apart_without_colour():
    assert len({(str(style["linestyle"]), style["marker"]) for style in LINES}) == len(LINES)
    assert set(CLASS_FILL) == set(CLASSES)

    def grey(colour):
        return round(sum(weight * part for weight, part in zip((0.299, 0.587, 0.114), mpl.colors.to_rgb(colour), strict=True)), 1)
    assert len({(grey(fill), hatch) for fill, hatch in CLASS_FILL.values()}) == len(CLASSES)


def test_weeks_can_be_drawn_from_the_model_or_its_trajectories():
    model = InterventionModel("bostedet").run()
    from_model, from_table = plot_weeks(model, "bostedet-b"), plot_weeks(model.trajectories(), "bostedet-b")
    assert words(from_model) == words(from_table)
    with pytest.raises(Complaint, match="did you mean 'bostedet-b'"):
        plot_weeks(model, "bostedet-bb")


def test_the_strip_shows_gates_and_reviews_where_they_were():
    strips = {name: plot_weeks(InterventionModel(name, parameters=values).run()).axes[0]
              for name, values in (("plejecenter-2", {}), ("hjemmeplejen", NO_VETO))}
    marks = {name: {line.get_label(): list(line.get_xdata()) for line in strip.lines} for name, strip in strips.items()}
    assert marks["plejecenter-2"] == {"stop": [-8]}
    assert marks["hjemmeplejen"] == {"gate passed": [-8, -3], "review": [4, 8, 12, 16, 20, 24, 28]}


def test_units_of_one_name_in_two_workplaces_stay_apart(outcomes):
    twice = pd.concat([outcomes, outcomes.assign(workplace="elsewhere")])
    assert "elsewhere: bostedet-a" in words(plot_units(twice))


def test_the_latest_follow_up_is_drawn():
    several = simulate("plejecenter-1", runs=2, follow_up=(17, 26))
    assert "Outcome 26 weeks after launch" in words(plot_units(several))


def test_differences_are_paired_run_by_run(outcomes):
    later = outcomes.assign(trust_end=outcomes["trust_end"] + 0.1)
    said = words(plot_paired(outcomes, later.sample(frac=1, random_state=1), "trust_end", names=("before", "after")))
    assert said.count("+0.10 [+0.10, +0.10]") == 3
    assert "after minus before" in said


@pytest.mark.parametrize(("measure", "other", "part"), [
    ("retenton", 0, "did you mean 'retention'"), ("outcome", 0, "there is no measure"), ("retention", 1, "no run of the one set")])
def test_what_cannot_be_paired_is_said(outcomes, measure, other, part):
    with pytest.raises(Complaint, match=part):
        plot_paired(outcomes, outcomes.assign(seed=other), measure)


def test_nothing_to_draw_is_said(outcomes):
    with pytest.raises(Complaint, match="no runs"):
        plot_units(outcomes[:0])


def test_a_second_caption_replaces_the_first(figures):
    figure = plot_weeks(InterventionModel("plejecenter-2").run())
    caption(figure, "takehold explain plejecenter-2", 7)
    captions = [t.get_text() for t in figure.findobj(lambda artist: artist.get_gid() == CAPTION)]
    assert captions == ["7 runs. Made again by: takehold explain plejecenter-2"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "PNG"])
def test_the_same_picture_is_the_same_file(figures, tmp_path, suffix):
    model = InterventionModel("bostedet").run()
    files = [tmp_path / f"{n}.{suffix}" for n in (1, 2)]
    for file in files:
        save(plot_weeks(model), file)
    first, second = (file.read_bytes() for file in files)
    assert first == second and len(first) > 1000
    assert sorted(tmp_path.iterdir()) == files


def test_a_picture_that_cannot_be_written_is_complained_of(figures, tmp_path):
    for name, part in (("a.jpg", "not as '.jpg'"), ("a", "not as ''"), ("none/a.png", "there is no folder"),
                       ("x" * 300 + ".png", "cannot be written")):
        with pytest.raises(Complaint, match=part):
            save(figures["weeks"], tmp_path / name)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(Complaint, match="is a folder"):
        save(figures["weeks"], tmp_path / "folder.png")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def test_a_picture_that_breaks_off_leaves_the_old_one(figures, tmp_path, monkeypatch):
    old = tmp_path / "a.png"
    old.write_bytes(b"old")

    def full(self, path, **_):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(drawing.Figure, "savefig", full)
    with pytest.raises(Complaint, match="No space left"):
        save(figures["weeks"], old)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_drawing_changes_no_result_and_no_setting_of_matplotlib(outcomes, tmp_path):
    model, settings, before = InterventionModel("bostedet").run(), dict(mpl.rcParams), outcomes.copy()
    weeks = model.trajectories()
    save(plot_weeks(model), tmp_path / "weeks.svg")
    save(plot_units(outcomes), tmp_path / "units.svg")
    assert model.trajectories().equals(weeks)
    assert outcomes.equals(before)
    assert dict(mpl.rcParams) == settings
