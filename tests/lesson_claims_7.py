"""What lesson 7 says that its cells show: words that stand there, and what is then true of the cells."""

import pandas as pd
from lessons import Lived, little


def dots(it: Lived, row: str) -> float:
    """The spread of a row of dots."""
    return float(pd.Series(it["rows"][row]).std())


def gap(it: Lived, path: str) -> float:
    """How far what is kept moves from one end of an entry to the other."""
    return abs(float(it.row("7-18", path, "retention")["change"]))


LESSON_7 = [
    ("Few answers tell little of a team, so its mean is drawn towards that of the other.",
     lambda it: it["leader"].loc["Team A", "mean"] < it["leader"].loc["Team A", "as_answered"]
     and it["leader"].loc["Team B", "mean"] > it["leader"].loc["Team B", "as_answered"]),
    ("Where most answer, the silent cannot hide much.", lambda it: it["silence"]["inside the interval"].all()),
    ("Above all the practices were not measured",
     lambda it: it["ward"].workplace.count("template, not measured: put your own practices here") == len(it["place"].units[0].practices)),
    ("In the model what is not known of the workplace spreads the means far more than chance does, and so does how people behave.",
     lambda it: min(dots(it, "other wards that answer so"), dots(it, "other behaviour")) > 2 * dots(it, "the same ward again")),
    ("In the model one run of one ward differs more from the next by chance than means differ for the other two reasons.",
     lambda it: it["runs"]["retention"].std() > max(dots(it, "other wards that answer so"), dots(it, "other behaviour"))),
    ("In the model it hardly matters which end of the two trusts is true, and it matters much how much time is free.",
     lambda it: gap(it, "utilisation") > 5 * max(gap(it, "trust_in_leader"), gap(it, "trust_in_organisation"))),
    ("another level moves only the silent, so the trust at the start hardly changes",
     lambda it: little(it.row("7-18", "trust_in_leader", "trust_start"), 0.02)),
    ("An interval of 95 % is meant to miss now and then.", lambda it: 12 <= it["teams"]["inside"].sum() < len(it["teams"]) == 14),
    ("In the model the first weeks of practice tell more than any question before the start.",
     lambda it: "In the model, these would help most: sessions held in weeks 3 to 8" in " ".join(it.printed["7-23"].split())),
    ("The interval grows, and the silent weigh several times as much.",
     lambda it: it.shown["answer 1"].loc["silent", "half"] > 2 * it.shown["answer 1"].loc["silent", "most"]
     and it.shown["answer 1"].loc["low", "half"] < it.shown["answer 1"].loc["low", "most"]),
    ("In the model nearly all that spread over wards is gone",
     lambda it: pd.Series(it["left"]).std() < 0.2 * dots(it, "other wards that answer so")),
    ("In the model freed hours raise what is kept in most sets, though not in all for sure.",
     lambda it: 0.5 < it.shown["answer 3"]["raises"].item() < 1 and it.shown["answer 3"]["lowers"].item() < 0.05),
]
