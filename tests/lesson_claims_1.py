"""What lesson 1 says that its cells show: words that stand there, and what is then true of the cells."""

import numpy as np
from lessons import Lived, mean_of, most, numbers

from sim.inputs.phases import DEFAULT_FOLLOW_UP, PHASES, RETAINED_USE
from sim.model.measures import MEASURES
from sim.model.outcome import measured


def of_typical_run(it: Lived, unit: str):
    """Weeks from launch on of a department in the run of the first picture."""
    weeks = it["bostedet"].trajectories()
    return weeks[(weeks["unit"] == unit) & (weeks["week_after_launch"] >= 0)].set_index("week_after_launch")


def differ_in_three_ways(it: Lived) -> bool:
    a, b = (of_typical_run(it, unit) for unit in ("bostedet-a", "bostedet-b"))
    after_support = a.index >= 15
    return bool((a["leader_value"] > b["leader_value"]).all() and (a["support"][after_support] == 0).all()
                and (a["leader_drive"][after_support] > b["leader_drive"][after_support]).all()
                and b["use"][-6:].mean() < b["use"][:6].mean() - 0.1 and a["use"][-6:].mean() > b["use"][-6:].mean() + 0.1)


def classes(**facts: list[float]) -> list[str]:
    columns = {name: np.array(values, float) for name, values in facts.items()}
    return measured(MEASURES["outcome"], columns | {"practices": np.ones(len(columns["kept"]))}).tolist()


def ends_as_most_often(it: Lived) -> bool:
    ours = it["bostedet"].outcomes().set_index("unit")["outcome"]
    counts = it["many"].groupby("unit")["outcome"].agg(lambda ended: ended.value_counts().idxmax())
    return len(it["many"]) == 2 * 200 and ours.to_dict() == counts.to_dict()


def story_of_the_refusal(it: Lived) -> bool:
    (told,) = it["explained"].units
    text = it.printed["1-10"]
    return told.outcome["outcome"] == "stopped" and told.outcome["trust_change"] > 0 and "employee" in text and "listen" in text


def milder(it: Lived) -> bool:
    """Of the same runs more still go on than keep as much as a third of the practices, and in no unit clearly fewer."""
    rows = it["ends"].merge(it["runs"][["unit", "run", "seed", "retention"]], on=["unit", "run", "seed"])
    apart = (~rows["dropped_out"]).groupby(rows["unit"]).mean() - (rows["retention"] >= 1 / 3).groupby(rows["unit"]).mean()
    return bool(apart.mean() > 0.02 and apart.min() > -0.02)


def where_it_drops_out(it: Lived, unit: str, phase: str, least: float) -> bool:
    gone = it["ends"][it["ends"]["dropped_out"] & (it["ends"]["unit"] == unit)]
    return bool(len(gone) > 20 and (gone["phase"] == phase).mean() >= least)


def seldom(it: Lived) -> bool:
    gone = it["ends"].groupby("unit")["dropped_out"].mean()
    return bool((gone[["bostedet-a", "hjemmeplejen", "plejecenter-1"]] < 0.2).all())


def two_ways(it: Lived) -> bool:
    runs = it["runs"]
    after_refusal = runs[(runs["unit"] == "plejecenter-2") & (runs["outcome"] == "stopped")]["trust_change"]
    in_b = runs[runs["unit"] == "bostedet-b"]["trust_change"]
    return mean_of("trust_change", after_refusal).low > 0 and mean_of("trust_change", in_b).high < 0


def kept_later(it: Lived):
    return it.shown["answer 4"].xs("retention", level="measure")


LESSON_1 = [
    ("one design in four care workplaces** with five units", lambda it: (len(it["places"]), len(it.shown["1-06"])) == (4, 5)),
    ("Two of the steps are **gates**, where a whole project can end; at the reviews single practices can be stopped.",
     lambda it: [bool(p.gate) for p in PHASES].count(True) == 3
     and [p.name for p in PHASES if "single practices" in p.gate] == ["implementation"]),
    ("30 weeks after the launch", lambda it: DEFAULT_FOLLOW_UP == 30 == it["bostedet"].follow_up),
    ("in the first of 200 runs in which both end as they most often do", ends_as_most_often),
    ("Look for three differences between A and B: how much value the leader sees in it, who keeps the meetings going once the consultant's "
     "support has faded, and how the share of sessions held moves.", differ_in_three_ways),
    ("In this run Plejecenter 2 stopped, and nobody failed: those who spoke for the employees said no, the leader listened, and trust "
     "rose.",
     story_of_the_refusal),
    ("So we run each unit 200 times.", lambda it: (it["runs"].groupby("unit").size() == 200).all()),
    ("*retained* means that two thirds or more of the planned practices are kept at follow-up, *partly retained* a third or more, *faded* "
     "fewer than a third. *Stopped* means that the project ended at a gate; *not started*, that the plan had too little backing.",
     lambda it: classes(launched=[1, 1, 1, 0, 0], not_started=[0, 0, 0, 0, 1], kept=[2 / 3, 1 / 3, 0.3, 0, 0]) == [
         "retained", "partly retained", "faded", "stopped", "not started"]),
    ("it held fewer than half of its sessions", lambda it: RETAINED_USE == 0.5),
    ("That is milder than the bars above", milder),
    ("Plejecenter 2 mostly drops out at the steering workshop",
     lambda it: where_it_drops_out(it, "plejecenter-2", "steering workshop", 0.7)),
    ("where it drops out, it does so nearly always in the months of implementation",
     lambda it: where_it_drops_out(it, "bostedet-b", "implementation", 0.9)),
    ("trust rises after the refusal and falls in department B", two_ways),
    ("The other three units seldom drop out.", seldom),
    ("In few of them: in the model luck matters, but the conditions of the two departments matter more.",
     lambda it: numbers(it.printed["answer 2"])[2] < 0.15),
    ('most sources say "assumption" or quote what was reported',
     lambda it: most([any(word in source for word in ("assumption", "study")) for source in it.shown["answer 3"]["source"]])),
    ("In the model most units look much the same at both: what they keep changes by less than a tenth.",
     lambda it: (kept_later(it).drop("plejecenter-1")[["change", "low", "high"]].abs().max(axis=1) < 0.1).all()),
    ("after 17 weeks it counts as kept in fewer runs than after 39", lambda it: kept_later(it).loc["plejecenter-1", "low"] > 0.1),
    ("Looked at early it seems half lost", lambda it: 0.3 < kept_later(it).loc["plejecenter-1", "first"] < 0.7),
]
