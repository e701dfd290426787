"""What lesson 5 says that its cells show: words that stand there, and what is then true of the cells."""

from lessons import Lived

import sim
from sim.inputs.levers import LEVERS


def gains(it: Lived, name: str) -> dict[str, float]:
    return it.shown["5-10b"][name].to_dict()


def gains_most(it: Lived, name: str, lever: str, elsewhere: str) -> bool:
    """A single lever gains most in one ranking, and next to nothing in the other."""
    here, there = gains(it, name), gains(it, elsewhere)
    return max(here, key=lambda one: here[one]) == lever and here[lever] > 0.1 and abs(there[lever]) < 0.02


DEPARTMENT_B, PLEJECENTER_2 = "department B, retention", "Plejecenter 2, trust"


def stops_and_is_trusted(it: Lived) -> bool:
    runs = sim.simulate("plejecenter-2", runs=200)
    stopped = runs["outcome"] == "stopped"
    return bool(stopped.mean() > 0.5 and runs[stopped]["trust_change"].mean() > 0.05)


def twice_the_dose(it: Lived) -> float:
    return next(entry.gain.value for entry in it["more"].ranking if dict(entry.package) == {"facilitation_training": 0.6})


def all_contain_one_of_two(it: Lived) -> bool:
    found = it["within"].units[0]
    either = {"facilitation_training", "action_size"}
    return not found.decided and all(either & set(dict(one)) for one in (found.best.package, *found.rivals))


def most_gain(it: Lived):
    return it["gains"].sort_values("gain").iloc[-1]


LESSON_5 = [
    ("There are a dozen levers", lambda it: abs(len(LEVERS) - 12) <= 3),
    ("many that all show what the study found", lambda it: it["for_b"].members >= 40),
    ("Every lever alone and every pair", lambda it: {len(entry.package) for entry in it["for_b"].ranking} == {0, 1, 2}
     and len({entry.package[0][0] for entry in it["for_b"].ranking if len(entry.package) == 1}) == len(LEVERS)),
    ("Here the unit mostly stops, and in the model trust rises after the stop.", stops_and_is_trusted),
    ("In the model training gains most in department B and next to nothing in Plejecenter 2",
     lambda it: gains_most(it, DEPARTMENT_B, "facilitation_training", PLEJECENTER_2)),
    ("starting again after the stop gains most in Plejecenter 2 and next to nothing in department B",
     lambda it: gains_most(it, PLEJECENTER_2, "restart", DEPARTMENT_B)),
    ("A budget also lets packages of up to four levers in", lambda it: max(len(entry.package) for entry in it["within"].ranking) == 4),
    ("These runs cannot say which comes first; in the model all that may be first contain training or smaller actions.",
     all_contain_one_of_two),
    ("Its interval holds for all packages at once.", lambda it: it["for_b"].units[0].best.gain.has_interval),
    ("where several packages cannot be told apart, the model says so instead of picking one",
     lambda it: "cannot be told apart" in it.printed["5-07"] or it["for_b"].decided),
    ("in the model all five ask for fewer hours than the package that gains most",
     lambda it: len(it.shown["answer 2"]) == 5 and it.shown["answer 2"]["hours"].max() < most_gain(it)["hours"]),
    ("The first asks for hardly more than an hour, so a small error in its hours would move it far",
     lambda it: it.shown["answer 2"]["hours"].iloc[0] < 2),
    ("The other four are so close to each other that their order says little.",
     lambda it: (others := it.shown["answer 2"]["gain_per_100_hours"].iloc[1:]).min() > 0.85 * others.max()),
    ("Packages that ask for no more hours than doing nothing have no such number",
     lambda it: it["gains"][it["gains"]["hours"] < 0]["gain_per_100_hours"].isna().all()),
    ("In Plejecenter 2 all five overrule the refusal.",
     lambda it: len(it.shown["answer 3"]) == 5 and it.shown["answer 3"]["words"].str.contains("push_through|overrul", regex=True).all()),
    ("In the model training gains more at twice the dose.",
     lambda it: twice_the_dose(it) > 1.2 * gains(it, DEPARTMENT_B)["facilitation_training"]),
    ("A lever that does nothing ranks as doing nothing: its gain is zero to the last digit",
     lambda it: [entry.gain.value for entry in it["more"].ranking if dict(entry.package) == {"push_through": 0.0}] == [0.0]),
]
