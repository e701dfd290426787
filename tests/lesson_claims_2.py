"""What lesson 2 says that its cells show: words that stand there, and what is then true of the cells."""

from lessons import DEFAULT, Lived, clearly_less, little, lowers, mean_of, most, numbers, raises

from sim.inputs.parameters import PARAMETERS
from sim.inputs.reading import load_workplace
from sim.model.measures import MEASURES
from sim.patterns import check_patterns


def retained_by(it: Lived, setting: str):
    """Shares of stopped of all runs, and of retained of those that went on, at the lowest and the highest value of a setting."""
    rows = it["study"].rows
    sums = rows.groupby(setting)[["runs", "stopped", "went_on", "retained"]].sum().iloc[[0, -1]]
    return (sums["stopped"] / sums["runs"]).diff().iloc[-1], (sums["retained"] / sums["went_on"]).diff().iloc[-1]


def beginning_is_fit(it: Lived) -> bool:
    trust, fit = retained_by(it, "trust_in_leader")[0], retained_by(it, "needs_inside_scope")[0]
    return fit < 0 and trust < 0 and abs(fit) > 2 * abs(trust)


def refused_beside_the_need(it: Lived) -> bool:
    rows = it["study"].rows
    poorest, highest = rows["needs_inside_scope"].min(), rows["trust_in_leader"].max()
    (row,) = rows[(rows["needs_inside_scope"] == poorest) & (rows["trust_in_leader"] == highest)].to_dict("records")
    return row["stopped"] / row["runs"] > 0.5


def lasting_is_trust_too(it: Lived) -> bool:
    trust, fit = retained_by(it, "trust_in_leader")[1], retained_by(it, "needs_inside_scope")[1]
    return trust > 0 and fit > 0 and trust > 0.8 * fit


def vote_by_setting(it: Lived) -> bool:
    world = it.shown["2-10"].xs("stopped", level="measure")
    return (world["high"] < 0).all() and world.loc["better fit", "high"] < 2 * world.loc["more trust", "change"] and (
        world.loc["both", "high"] < world.loc["better fit", "low"])


def fit_in_most_sets(it: Lived) -> bool:
    stopped = {name: (rows["outcome"] == "stopped").groupby(rows["set"]).mean() for name, rows in it["sets"].items()}
    return most(stopped["better fit"] < stopped["more trust"])


def ending_of(it: Lived, outcome: str):
    recorded = it["runs"]["as recorded"]
    return mean_of("trust_change", recorded[recorded["outcome"] == outcome]["trust_change"])


def pushed_through(it: Lived) -> bool:
    recorded, pushed = it["runs"]["as recorded"], it["pushed"]
    return most(pushed["outcome"] == "faded") and MEASURES["trust_end"].change(recorded["trust_end"], pushed["trust_end"]).high < 0


def trust_beside_the_vote(it: Lived) -> bool:
    as_it_is, without = (it.shown["answer 4"].loc[name] for name in ("as it is", "without trust in the vote"))
    return lowers(as_it_is.loc["stopped"]) and little(without.loc["stopped"], 0.03) and raises(without.loc["retention"])


def people_gone(it: Lived, trust: float, fit: float):
    """Of the runs that began, the share of people who dropped out, with practices that ask for three times the hours."""
    return mean_of("dropped_out", it["dropped"][trust, fit])


def poor_fit_is_worst(it: Lived) -> bool:
    poor = [people_gone(it, trust, 0.2) for trust in (0.2, 0.5, 0.8)]
    return all(one.low > people_gone(it, *place).high for one in poor for place in it["dropped"] if place[1] != 0.2) and (
        max(one.value for one in poor) - min(one.value for one in poor) < 0.05)


def against_both(it: Lived, way: str, measure: str):
    return it.row("2-little-2", way, measure)


def in_sets(it: Lived, way: str) -> dict[str, float]:
    return it.shown["2-little-3"].loc[way].to_dict()


def hopes_disappointed(it: Lived) -> bool:
    """Of low and high trust the share of people gone, with nothing switched off, then without disappointment, then without asymmetry."""
    lines = [line.split("]", 1)[1] for line in it.printed["answer 5"].splitlines()]
    shares = [[numbers(part)[:3] for part in line.split("high trust:")] for line in lines]
    (low, high), (low_without, high_without), (low_alike, high_alike) = ([part[0] for part in line] for line in shares)
    return abs(high - low) < 0.06 and low_without < low - 0.15 and high_without < low_without - 0.15 and (
        0 < low - low_alike < 0.2 and 0 < high - high_alike < 0.2)


LESSON_2 = [
    ("The better the fit, the more likely a yes in the model; and trust makes up for some of what is missing.",
     lambda it: it["acceptance"](0.6, 0.5, *DEFAULT) > it["acceptance"](0.4, 0.5, *DEFAULT) < it["acceptance"](0.4, 0.8, *DEFAULT)),
    ("a generic unit of 20 people", lambda it: load_workplace("generic-unit").units[0].employees == 20),
    ("The shipped one makes 100,800 runs", lambda it: "100,800 runs" in it.printed["2-06"]
     and len(it["study"].rows) * 1800 == 100_800),
    ("**Whether it begins is mostly a matter of fit**", beginning_is_fit),
    ("a focus beside the need is mostly refused even by people who trust", refused_beside_the_need),
    ("**Whether it lasts is as much a matter of trust**", lasting_is_trust_too),
    ("In the model more trust alone makes stopping a little rarer; a better fit makes it much rarer, and both together rarer than "
     "either alone.",
     vote_by_setting),
    ("`over_admissible` asks 40 of them", lambda it: it["sets"]["as recorded"]["set"].nunique() == 40),
    ("the 50 runs it has", lambda it: (it["sets"]["as recorded"].groupby("set").size() == 50).all()),
    ("No set says that more trust or a better fit leads to more stopping",
     lambda it: (it["said"][it["said"]["measure"] == "stopped"]["raises"] == 0).all()),
    ("a better fit prevents more of it in most sets", fit_in_most_sets),
    ("How much each does differs widely from set to set",
     lambda it: (it["said"]["to_95"] - it["said"]["from_5"] > 0.15).all()),
    ("In the model, where it stopped and people were listened to, trust rose", lambda it: ending_of(it, "stopped").low > 0),
    ("where it went on and faded, it did not",
     lambda it: ending_of(it, "faded").value < 0.02 and ending_of(it, "faded").high < ending_of(it, "stopped").low),
    ("Trust in the leader rises clearly.", lambda it: it.row("answer 1", "half a year first", "trust_change")["low"] > 0.05),
    ("The vote changes little", lambda it: little(it.row("answer 1", "half a year first", "stopped"), 0.1)),
    ("members vote half on their trust in the organisation", lambda it: PARAMETERS["vote_leader_share"].default == 0.5),
    ("which talk with the nearest leader moves only about half as far",
     lambda it: 0.35 < it.row("answer 1", "half a year first", "trust_organisation_end")["change"]
     / it.row("answer 1", "half a year first", "trust_change")["change"] < 0.7),
    ("So *before* does little in the model, and *as part of* does more",
     lambda it: clearly_less(it.row("answer 1", "both", "stopped"), it.row("answer 1", "half a year first", "stopped"))),
    ("one of the patterns that the model does **not** show as expected (S20 in docs/evidence.md)",
     lambda it: not check_patterns(runs=100, only=["S20"])[0].holds),
    ("just as many runs stop at the steering workshop", lambda it: little(it.row("answer 2", "plejecenter-2", "stopped"), 0.03)),
    ("In the model it hardly changes anything in Plejecenter 2, however thorough it is",
     lambda it: little(it.row("answer 2", "plejecenter-2", "retention"), 0.05)),
    ("In Bostedet A, which nearly always goes on, a perfect pre-study adds about a tenth to what is kept.",
     lambda it: it.row("answer 2", "bostedet-a", "retention")["low"] > 0.05 and it.row("answer 2", "bostedet-a", "retention")["high"] < 0.2
     and it.row("answer 2", "bostedet-a", "stopped")["first"] < 0.06),
    ("practices begin and mostly fade, and trust ends lower than after the stop", pushed_through),
    ("Of 40 sets that fit the study as well, many agree, and many say the opposite.",
     lambda it: min(it.said_of(it["sets"]["as recorded"], it["pushed_sets"], "trust_end")) > 0.2),
    ("In the model without trust in the vote, stopping hardly depends on trust in the leader any more; what is kept still does.",
     trust_beside_the_vote),
    ("In the model most people drop out where fit is *poor*, whatever the trust.", poor_fit_is_worst),
    ("Where fit is good, trust keeps people.",
     lambda it: people_gone(it, 0.8, 0.8).high < people_gone(it, 0.2, 0.8).low),
    ("About a third of the sets see no clear change with the 50 runs they have.",
     lambda it: it.shown["2-drop-3"]["no_clear_change"].between(0.2, 0.5).all()),
    ("At poor fit, those that do mostly see more people drop out; at good fit they point both ways.",
     lambda it: it.shown["2-drop-3"].loc[0.2, "raises"] > it.shown["2-drop-3"].loc[0.2, "lowers"]
     and it.shown["2-drop-3"].loc[0.8, ["raises", "lowers"]].min() > 0.05),
    ("In the model hardly any of these units stops, and with neither of the two it keeps less than half of its practices; with both, "
     "nearly all.",
     lambda it: against_both(it, "neither", "retention")["second"] < 0.5 and against_both(it, "neither", "retention")["first"] > 0.85
     and all(runs["outcome"].eq("stopped").mean() < 0.02 for runs in it["kept"].values())),
    ("Involvement is missed more: without it people own less of what is begun.",
     lambda it: clearly_less(against_both(it, "no involvement", "retention"), against_both(it, "no pre-study", "retention"))
     and lowers(against_both(it, "no involvement", "ownership"))),
    ("In nearly every one of 40 sets less is kept with neither; without the pre-study alone, many sets see no clear change.",
     lambda it: in_sets(it, "neither")["lowers"] > 0.9 and in_sets(it, "no pre-study")["no_clear_change"] > 0.25),
    ("In the model, at poor fit, high trust keeps people as soon as no hope can be disappointed: then far fewer drop out, fewest at high "
     "trust. That losing trust weighs more than winning it explains little of it.",
     hopes_disappointed),
]
