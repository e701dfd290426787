"""What lesson 3 says that its cells show: words that stand there, and what is then true of the cells."""

from lessons import Lived, little, numbers, raises, weeks_of

from sim.inputs.parameters import PARAMETERS
from sim.inputs.reading import load_workplace
from sim.model.measures import MEASURES


def hope_rises_at_the_workshop(it: Lived) -> bool:
    rows = it["weeks"].groupby(["unit", "week"])["expectation"].mean().unstack("unit")
    return bool((rows.loc[10] > rows.loc[0] + 0.05).all())


def hope_meets(it: Lived) -> bool:
    return bool(weeks_of(it, "bostedet-a", "benefit").mean().iloc[-1] >= weeks_of(it, "bostedet-a", "expectation").mean().iloc[-1] - 0.02)


def hope_stays_above(it: Lived) -> bool:
    gap = weeks_of(it, "bostedet-b", "expectation") - weeks_of(it, "bostedet-b", "benefit")
    return bool((gap.mean() > 0.05).all() and weeks_of(it, "bostedet-b", "expectation").mean().diff().mean() < 0)


def laid(it: Lived, hope: float, benefit: float):
    table = it.shown["3-06"]
    (row,) = table[(table["hope"] == hope) & (table["benefit"] == benefit)].to_dict("records")
    return row


def chain(it: Lived) -> tuple[float, ...]:
    """Change of trust as it is, and without each of the three."""
    lines = [line for line in it.printed["answer 1"].splitlines() if "trust changes by" in line]
    return tuple(numbers(line.split("trust changes by")[1])[0] for line in lines)


def dropped(it: Lived):
    return it.shown["answer 4"]


def little_growth(it: Lived) -> bool:
    grown = weeks_of(it, "hjemmeplejen", "trust_leader", "too_large").mean()
    return abs(grown.iloc[-1] - grown.iloc[0]) < 0.03


def without_in_sets(it: Lived) -> bool:
    said = [eval(line.split("] ", 1)[1])[0] for line in it.printed["answer 1"].splitlines() if "'sets'" in line]
    return said[0]["lowers"] > 0.5 and said[1]["raises"] > 0.5


LESSON_3 = [
    ("Department B again, a hundred times.", lambda it: it["weeks"]["run"].nunique() == 100),
    ("in both it rises at the employee workshop", hope_rises_at_the_workshop),
    ("In A the benefit grows to meet it.", hope_meets),
    ("In B hope sinks towards a benefit that stays below it.", hope_stays_above),
    ("a shortfall is felt more strongly than an equal gain",
     lambda it: laid(it, 0.5, 0.3)["felt loss"] > laid(it, 0.3, 0.5)["felt gain"] > 0),
    ("less where the leader answers when trouble is reported",
     lambda it: laid(it, 0.7, 0.3)["laid at management's door, leader who answers"] < laid(it, 0.7, 0.3)["leader who does not"]),
    ("*The same benefit* of 0.5 is a gain for one who hoped for 0.3 and a loss for one who hoped for 0.7.",
     lambda it: laid(it, 0.3, 0.5)["felt gain"] > 0 and laid(it, 0.7, 0.5)["felt loss"] > 0),
    ("That losses weigh more is measured (in other fields: about 1.3 to 2 times); how much is laid at management's door is an assumption.",
     lambda it: PARAMETERS["loss_aversion"].grade == "measured" and PARAMETERS["attribution"].grade == "assumed"),
    ("with none of it (as recorded there was some) and with a good deal of it",
     lambda it: 0 < load_workplace("bostedet").units[1].expectation_alignment < 0.8),
    ("In the model aligning expectations changes little of what is *kept*",
     lambda it: little(it.row("3-09", "bostedet-b", "retention"), 0.12)),
    ("in nearly every set, trust falls less where less was promised",
     lambda it: raises(it.row("3-09", "bostedet-b", "trust_change")) and it.said_of(
         it["not_aligned_sets"], it["aligned_sets"], "trust_change")[1] > 0.9),
    ("nine small actions", lambda it: len(load_workplace("hjemmeplejen").units[0].practices) == 9),
    ("in the model most people withdraw quietly",
     lambda it: weeks_of(it, "hjemmeplejen", "withdrawn", "too_large").iloc[:, -1].mean() > 0.6),
    ("trust in the leader no longer grows",
     lambda it: little_growth(it)
     and weeks_of(it, "hjemmeplejen", "trust_leader", "as_it_was").mean().pipe(lambda t: t.iloc[-1] - t.iloc[0]) > 0.05),
    ("trust in B would not fall at all if nobody held the benefit against what was hoped for, or laid a disappointment at management's "
     "door",
     lambda it: chain(it)[0] < 0 < min(chain(it)[1], chain(it)[3])),
    ("it would fall much less if losses weighed no more than gains", lambda it: chain(it)[0] < 2 * chain(it)[2] < 0),
    ("most still see trust fall without the first, and rise without the second", without_in_sets),
    ("hope rises a little, but those who shaped it also own it, more is kept, and trust falls less",
     lambda it: (it.shown["answer 2"]["low"] > 0).all()
     and it.row("answer 2", "bostedet-b", "expectation_peak")["change"] < 0.15
     and it.row("answer 2", "bostedet-b", "trust_change")["second"] < 0),
    ("Under the usual assumptions it is not much",
     lambda it: 0 < MEASURES["trust_change"].change(it["seeing"]["trust_change"], it["blind"]["trust_change"]).low < 0.02),
    ("over 40 sets that fit the study it nearly always costs trust, in some of them a great deal",
     lambda it: it.shown["answer 3"]["raises"].gt(0.9).all() and (it.shown["answer 3"]["to_95"] > 0.2).all()),
    ("some drop out at twice the hours, most at five times, and each step adds some",
     lambda it: 0.05 < dropped(it).loc[2, "dropped_out"] < 0.25 and dropped(it).loc[5, "dropped_out"] > 0.5
     and dropped(it)["dropped_out"].is_monotonic_increasing),
    ("at twice the hours a few have left, and more than a third of it is gone",
     lambda it: 0.33 < 1 - dropped(it).loc[2, "retention"] / dropped(it).loc[1, "retention"] < 0.5),
]
