"""What lesson 6 says that its cells show: words that stand there, and what is then true of the cells."""

from lessons import Lived, difference_of, lowers, raises

import sim


def held(table, name: str) -> bool:
    return bool(table.loc[table["id"] == name, "holds now"].item())


def cautious_in_both(it: Lived) -> bool:
    usual, other = it["as_ever"], it["caution"]
    ours = dict(list(usual.groupby("unit")))
    theirs = dict(list(other.groupby("unit")))
    return all(difference_of(ours[unit]["retention"], theirs[unit]["retention"]).high < 0 for unit in ours)


def only(it: Lived, mechanism: str, *ids: str) -> bool:
    return it["fails"][mechanism] == list(ids) and it["fails"]["nothing"] == []


LESSON_6 = [
    ("most are assumed, some are measured, and a few follow a theory",
     lambda it: it.shown["6-04"]["parameters"]["assumed"] > 0.5 * len(it["parameters"])
     and it.shown["6-04"]["parameters"]["measured"] > it.shown["6-04"]["parameters"]["theory"] > 0),
    ("a plain sentence, the equation, where it comes from, and a worked example that runs as a test",
     lambda it: all(word in it.printed["6-07"] for word in ("Equation:", "Source:", ">>>"))),
    ("Both engines run custom agent classes and give the same numbers",
     lambda it: sim.simulate("bostedet", runs=5, people=it["cautious"]).equals(
         sim.simulate("bostedet", runs=5, engine="mesa", people=it["cautious"]))),
    ("In the model both departments then keep less, even A, where trust grows", cautious_in_both),
    ("shown is the one that was nearest to its bound", lambda it: all(
        row["check"] == one.tightest.label for row, one in zip(it.shown["6-15"].to_dict("records"), it["before"], strict=True))),
    ("In the model trust in department B then no longer falls, and pattern S7 fails.",
     lambda it: not held(it.shown["6-15"], "S7") and it.shown["6-15"].set_index("id").loc["S7", "value now"] >= -0.02),
    ("Here nobody loses more than a little trust in a week, whatever happens",
     lambda it: it["forgiving_loss"](0.9, 1.0, 0.06, 3.0, 0.0, 1.0, 0.0) <= 0.005 < it["usual_loss"](0.9, 1.0, 0.06, 3.0, 0.0, 1.0, 0.0)),
    ("In the model more sessions are then held, and more is kept.",
     lambda it: (it.shown["answer 1"]["low"] > 0).all()),
    ("where most took part", lambda it: sim.simulate("hjemmeplejen", runs=50)["attendance"].mean() > 0.5),
    ("trust falls instead of growing, fewer sessions are held, and more practices are stopped",
     lambda it: it.row("answer 2", "hjemmeplejen", "trust_change")["first"] > 0
     and it.row("answer 2", "hjemmeplejen", "trust_change")["second"] < 0
     and lowers(it.row("answer 2", "hjemmeplejen", "use_follow_up"))
     and raises(it.row("answer 2", "hjemmeplejen", "practices_stopped"))),
    ("In the model S1 and S2 need the veto", lambda it: only(it, "steering_veto", "S1", "S2")),
    ("S2 needs listening", lambda it: only(it, "listening", "S2")),
    ("S5, S6 and S7 need somebody who has to run the meetings", lambda it: only(it, "facilitation_gate", "S5", "S6", "S7")),
    ("S7 needs the disappointment", lambda it: only(it, "disconfirmation", "S7")),
    ("Without routine at most a few fail", lambda it: len(it["fails"]["routine"]) <= 3),
]
