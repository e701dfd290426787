"""What is to become better: measures of sim.outcome that have a direction."""

from typing import NamedTuple

from sim.complaints import Complaint, no_such
from sim.outcome import MEASURES

MORE_IS_BETTER = ("retention", "use_early", "use_follow_up", "trust_change", "trust_representatives_change", "trust_organisation_end",
                  "trust_in_employees_end", "benefit", "ownership", "leader_value_end", "attendance", "readiness")
LESS_IS_BETTER = ("dropped_out", "influence_gap", "expectation_gap", "practices_stopped", "hours_total")
SHORT = {"trust": "trust_change"}
AIMS = ("retention", "trust", *(name for name in (*MORE_IS_BETTER, *LESS_IS_BETTER) if name not in ("retention", "trust_change")))


class Aim(NamedTuple):
    """A measure to be moved: the name it was asked by, its column in outcomes, and 1 if more is better, else -1."""

    name: str
    column: str
    sign: float

    @property
    def meaning(self) -> str:
        """The measure in words, with its unit."""
        if self.name == "trust":
            return "change of mean trust in the leader from start to horizon, -1 to 1"
        return MEASURES[self.column] + (" (less is better)" if self.sign < 0 else "")


def aim(name: object) -> Aim:
    """The measure of that name; raises Complaint for one that is unknown or has no direction."""
    column = SHORT.get(str(name), str(name))
    if column in MORE_IS_BETTER or column in LESS_IS_BETTER:
        return Aim(str(name), column, 1.0 if column in MORE_IS_BETTER else -1.0)
    if column in MEASURES:
        raise Complaint(f"measure '{name}' has no better and worse, so nothing can be ranked by it; {', '.join(AIMS[:6])} have")
    raise Complaint(no_such("measure", name, AIMS))
