"""Surveys made from known workplaces give the entries back: 95 % intervals hold the truth in 93 to 97 of 100."""

import numpy as np
import pytest

import sim
from sim.survey.made_up import Team, make

ITEMS = {"trust_in_leader": ("L1", "L2", "L3", "L4"), "trust_in_organisation": ("O1", "O2", "O3"), "workload": ("W1", "W2", "W3")}
CODEBOOK = "answers = [0, 4]\n[columns]\nunit = 'unit'\nkey = 'key'\n[roster]\nunit = 'unit'\nkey = 'key'\n" + "".join(
    f"[scales.{name}]\nmeasures = '{name}'\nitems = {list(items)}\n" for name, items in ITEMS.items())
BETWEEN = 0.067  # standard deviation of units: ICC .10 with a spread of .20 in units
FARTHER = 0.1  # the same with an ICC of .20
DESIGNS = {"one ward": ([35], 0.8), "six teams": ([9, 10, 12, 12, 14, 18], 0.7), "two homes": ([20, 24], 0.6), "many": ([15] * 12, 0.55),
           "all answered": ([16] * 5, 1.0)}


def covered(tmp_path, sizes, response, seeds, between=BETWEEN):
    """Whether the truth lies inside, for each seed, unit and state; truth is the mean of everybody, also of who kept silent."""
    book = tmp_path / "codebook.toml"
    book.write_text(CODEBOOK, encoding="utf-8")
    items = [item for names in ITEMS.values() for item in names]
    inside = []
    for seed in seeds:
        means = np.random.default_rng([seed, len(sizes)]).normal([0.57, 0.62, 0.46], between, (len(sizes), 3))
        made = make(seed, [Team(f"U{k}", "", size, response, *row) for k, (size, row) in enumerate(zip(sizes, means, strict=True))], ITEMS)
        answers = made.survey.assign(**{item: (4 * made.survey[item]).round().astype(int) for item in items})
        truth = made.truth.set_index("unit")
        table = sim.from_survey(answers, book, made.roster).table
        for row in table.itertuples():
            inside.append(row.low <= truth.loc[row.unit.upper(), row.state] <= row.high)
    return inside


@pytest.mark.slow
@pytest.mark.parametrize(("between", "least", "of_each"), [(BETWEEN, 0.94, 0.93), (FARTHER, 0.93, 0.91)])
def test_intervals_hold_the_truth_as_often_as_the_page_says(tmp_path, between, least, of_each):
    inside = {name: covered(tmp_path, sizes, response, range(300 // len(sizes) + 60), between)
              for name, (sizes, response) in DESIGNS.items()}
    every = [one for some in inside.values() for one in some]
    assert len(every) == 9180 and least <= np.mean(every) <= 0.97
    assert all(of_each <= np.mean(some) <= 0.98 for some in inside.values()), {name: np.mean(some) for name, some in inside.items()}


def test_intervals_hold_the_truth_in_six_teams(tmp_path):
    sizes, response = DESIGNS["six teams"]
    assert 0.93 <= np.mean(covered(tmp_path, sizes, response, range(60))) <= 0.97


def test_small_units_are_nearer_to_the_truth_when_they_are_drawn_together(tmp_path):
    book = tmp_path / "codebook.toml"
    book.write_text(CODEBOOK, encoding="utf-8")
    own, drawn = [], []
    for seed in range(40):
        means = np.random.default_rng(seed).normal(0.57, BETWEEN, 8)
        made = make(seed, [Team(f"U{k}", "", 12, 0.6, mean, 0.6) for k, mean in enumerate(means)], ITEMS)
        answers = made.survey.assign(**{item: (4 * made.survey[item]).round().astype(int) for names in ITEMS.values() for item in names})
        table = sim.from_survey(answers, book, made.roster).table
        mine = table[(table["state"] == "trust_in_leader") & (table["own"] > 0)]
        truth = made.truth.set_index("unit").loc[mine["unit"].str.upper(), "trust_in_leader"].to_numpy()
        own.append(np.mean((mine["as_answered"].to_numpy() - truth) ** 2))
        drawn.append(np.mean((mine["mean"].to_numpy() - truth) ** 2))
    assert np.mean(drawn) < 0.95 * np.mean(own)
