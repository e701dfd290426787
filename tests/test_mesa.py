"""The model is a Mesa model as Mesa's users know it, and can be extended by subclassing."""

import mesa
import pytest
from example_subclass import Cautious, CautiousMember, compare

from sim import Employee, InputError, InterventionModel, Manager, SteeringMember, check_patterns, simulate, trajectories
from sim.inputs.phases import LAUNCH_WEEK
from sim.model.record import SERIES


@pytest.fixture
def model():
    return InterventionModel("bostedet", seed=4, follow_up=17)


def test_model_and_people_are_mesas(model):
    assert isinstance(model, mesa.Model)
    assert len(model.agents) == 2 * (14 + 1) and all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert len({agent.unique_id for agent in model.agents}) == 30
    assert all(agent.model is model for agent in model.agents)


def test_agents_by_type(model):
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == {Manager: 2, SteeringMember: 4, Employee: 24}
    assert set(model.agents_by_type[SteeringMember]) == {m for unit in model.units for m in unit.members}


def test_agent_sets_select_aggregate_and_do(model):
    model.run()
    employees = model.agents.select(agent_type=Employee)
    assert len(employees) == 28, "steering members are employees"
    trusting = employees.select(lambda e: e.trust_leader > 0.6)
    assert 0 < len(trusting) < 28 and all(e.trust_leader > 0.6 for e in trusting)
    assert employees.agg("trust_leader", max) == max(e.trust_leader for unit in model.units for e in unit.employees)
    assert employees.agg("ownership", lambda values: sum(values) / len(values)) == pytest.approx(sum(employees.get("ownership")) / 28)
    hours = sum(sum(e.hours) for e in employees)
    model.agents.do("book", 0, 1.0)
    assert sum(sum(e.hours) for e in employees) == pytest.approx(hours + 28)
    assert sorted(model.agents.groupby("role").groups) == ["employee", "employee representative", "manager"]


def test_step_is_a_week_and_run_goes_to_follow_up(model):
    assert (model.week, model.running) == (0, True)
    model.step()
    assert model.week == 1 and len(model.units[0].record.series["trust_leader"]) == 1
    for week in range(2, LAUNCH_WEEK + 17 + 1):
        assert model.running
        model.step()
        assert model.week == week
    assert not model.running and model.finished
    other = InterventionModel("bostedet", seed=4, follow_up=17)
    assert other.run() is other and other.week == LAUNCH_WEEK + 17 and not other.running


def test_mesas_run_loop_stops_at_follow_up(model):
    while model.running:
        model.step()
    assert model.finished and model.outcomes().equals(InterventionModel("bostedet", seed=4, follow_up=17).outcomes())


def test_the_built_in_collector_is_filled_week_by_week(model):
    frame = model.run().datacollector.get_model_vars_dataframe()
    assert len(frame) == model.week
    for unit in model.units:
        for name in SERIES:
            assert frame[f"{name} {unit.context.name}"].tolist() == unit.record.series[name]
    assert InterventionModel("bostedet", collect=False).datacollector is None
    one_unit = InterventionModel("hjemmeplejen", follow_up=9).run().datacollector.get_model_vars_dataframe()
    assert "trust_leader" in one_unit


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
@pytest.mark.parametrize("asked", [{"iterations": 3}, {"rng": [None] * 3}])
def test_mesas_batch_run_gives_a_fresh_seed_to_each_iteration_and_says_which(asked):
    rows = mesa.batch_run(InterventionModel, {"workplace": "hjemmeplejen", "follow_up": [9, 17]}, display_progress=False, **asked)
    assert len(rows) == 6 and len({row["seed"] for row in rows}) == 6 == len({row["trust_leader"] for row in rows})
    for row in rows:
        again = InterventionModel("hjemmeplejen", seed=row["seed"], follow_up=row["follow_up"]).run()
        assert again.units[0].record.series["trust_leader"][-1] == row["trust_leader"]


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
def test_mesas_batch_run_takes_seeds_and_replications():
    rows = mesa.batch_run(InterventionModel, {"workplace": "hjemmeplejen", "replication": range(2)}, rng=[5, 6], display_progress=False)
    assert [(row["seed"], row["replication"]) for row in rows] == [(5, 0), (5, 1), (6, 0), (6, 1)]
    assert len({row["trust_leader"] for row in rows}) == 4


def test_a_users_own_collector_takes_model_and_agents(model):
    collector = mesa.DataCollector(
        model_reporters={"week": "week", "launched": lambda m: sum(unit.live for unit in m.units)},
        agent_reporters={"trust": lambda agent: getattr(agent, "trust_leader", None), "hours": lambda agent: sum(agent.hours)})
    while model.running:
        model.step()
        collector.collect(model)
    weeks = collector.get_model_vars_dataframe()
    assert weeks["week"].tolist() == list(range(1, model.week + 1))
    assert weeks["launched"].tolist() == [0] * LAUNCH_WEEK + [2] * 17
    people = collector.get_agent_vars_dataframe()
    assert len(people) == 30 * model.week
    last = people.groupby(level="AgentID")["hours"].last()
    assert last.sum() == pytest.approx(model.outcomes()["hours_total"].sum())


def test_tables_have_a_row_per_unit_week_and_person(model):
    model.run()
    assert model.trajectories().groupby("unit").size().tolist() == [model.week] * 2
    assert model.people().groupby("role").size().to_dict() == {"employee": 24, "employee representative": 4, "manager": 2}
    assert model.follow_ups().equals(model.outcomes(17))


def test_mesas_own_page_works_on_the_model(model):
    solara = pytest.importorskip("solara", reason="Solara is not installed, which Takehold does without; pip install 'mesa[viz]' to check")
    import ipyvuetify
    from mesa.visualization import SolaraViz, make_plot_component
    seed = {"type": "SliderInt", "value": 0, "label": "Seed", "min": 0, "max": 9, "step": 1}
    plot = make_plot_component("trust_leader bostedet-a")
    page = SolaraViz(model, components=[plot], model_params={"workplace": "bostedet", "seed": seed})
    _, shown = solara.render(solara.AppLayout(children=[page]), handle_error=False)
    labels = {str(child).strip() for button in shown.find(ipyvuetify.Btn).widgets for child in button.children}
    assert {"Reset", "Step"} <= labels
    shown.close()


# ----- another behaviour
def test_a_subclass_is_used_for_everybody_of_its_kind():
    usual, cautious = compare()
    unit = cautious.units[0]
    assert all(isinstance(e, CautiousMember if e in unit.members else Cautious) for e in unit.employees)
    assert len(unit.members) == 2 and [m.role for m in unit.members] == [m.role for m in usual.units[0].members]
    assert all(isinstance(m, SteeringMember) and m.vote is not None for m in unit.members)


def test_the_cautious_are_the_same_people_until_they_are_hurt():
    usual, cautious = (model.units[1] for model in compare())
    assert [e.needs for e in usual.employees] == [e.needs for e in cautious.employees]
    for name in ("trust_leader", "taking_part", "ownership"):
        first, second = usual.record.series[name], cautious.record.series[name]
        assert first[:LAUNCH_WEEK + 1] == second[:LAUNCH_WEEK + 1], "nobody is let down before there are practices"
        assert first[LAUNCH_WEEK + 2:] != second[LAUNCH_WEEK + 2:]
    assert cautious.record.series["taking_part"][-1] < usual.record.series["taking_part"][-1]


def test_the_cautious_carry_out_less():
    runs = [compare(seed) for seed in range(5)]
    for column in ("use_follow_up", "hours_implementation"):
        usual, cautious = (sum(pair[k].outcomes()[column][1] for pair in runs) for k in (0, 1))
        assert cautious < 0.9 * usual, column


def test_a_subclass_that_changes_nothing_changes_nothing():
    class Same(Employee):
        pass

    class SameMember(SteeringMember):
        pass

    class SameManager(Manager):
        pass

    usual = InterventionModel("bostedet", seed=4, follow_up=17)
    same = InterventionModel("bostedet", seed=4, follow_up=17, employee_class=Same, steering_member_class=SameMember,
                             manager_class=SameManager)
    assert same.outcomes().equals(usual.outcomes()) and same.people().equals(usual.people())
    assert isinstance(same.units[0].manager, SameManager)


def test_a_manager_can_be_another_one():
    class Absent(Manager):
        def plan_week(self, facilitation_need, span_hours, sparring):
            super().plan_week(facilitation_need, span_hours, sparring)
            self.drive = 0.0

    usual, absent = (InterventionModel("bostedet", {"veto_share": 1.01}, seed=4, **kind).run() for kind in ({}, {"manager_class": Absent}))
    assert absent.outcomes()["use_follow_up"].sum() < usual.outcomes()["use_follow_up"].sum()


PEOPLE = {"employee_class": Cautious, "steering_member_class": CautiousMember}


def test_many_runs_weeks_and_patterns_take_people_of_ones_own():
    usual, cautious = (simulate("bostedet", runs=3, seed=1, engine="mesa", people=people) for people in (None, PEOPLE))
    model = InterventionModel("bostedet", seed=1, replication=2, **PEOPLE).run()
    assert cautious[cautious["run"] == 2]["hours_total"].tolist() == model.outcomes()["hours_total"].tolist()
    assert (cautious["hours_total"] != usual["hours_total"]).any()
    weeks = trajectories("bostedet", runs=3, seed=1, engine="mesa", people=PEOPLE)
    assert weeks[weeks["run"] == 2]["hours"].tolist() == model.trajectories()["hours"].tolist()
    as_usual, other = (check_patterns(runs=3, only=["S5"], engine="mesa", people=people)[0] for people in (None, PEOPLE))
    assert as_usual.as_record() != other.as_record()


@pytest.mark.parametrize(("people", "part"), [({"employe_class": Cautious}, "did you mean 'employee_class'"), (Cautious, "is no mapping")])
def test_people_are_given_by_kind(people, part):
    with pytest.raises(InputError, match=part):
        simulate("bostedet", engine="mesa", people=people)


@pytest.mark.parametrize(("name", "given"), [("employee_class", Manager), ("manager_class", "Manager")])
def test_people_who_are_none_of_the_kind_are_refused(name, given):
    with pytest.raises(InputError, match=f"{name} = .* is no subclass of sim"):
        InterventionModel("bostedet", **{name: given})
