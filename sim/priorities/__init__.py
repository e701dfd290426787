"""What to do first: levers and packages ranked by paired runs over parameter sets, and the map of what comes first where.

    decision.py         the rule of when a first place is decided; race.py: racing and ranking of arms by it, from paired values alone
    verdict.py          how sure a first place is, in the same words everywhere
    packages.py         which packages are tried, at which doses, and when each lever begins
    measures.py         what is to become better
    paired_runs.py      paired runs, kept
    given.py            the same from here on, in runs that fit what was observed
    observing.py        which observations would tell apart what runs do not
    goes_back.py        what the spread of what a package changes goes back to
    ranking.py          priorities: race, package within a budget, timing
    robustness.py       each mechanism switched off: why it helps, and what is regretted
    ranking_result.py   what a ranking found; wording.py puts it into words, figure.py into a picture
    map.py              the map of what comes first where
    map_result.py       what a map holds; map_wording.py puts it into words, map_figure.py into a picture
    trust_claim.py      the study's sentence on trust, tested
"""

from typing import TYPE_CHECKING

from sim.machine.lazily import from_home

if TYPE_CHECKING:
    from sim.priorities.figure import figure
    from sim.priorities.ranking import priorities
    from sim.priorities.wording import Priorities

__all__ = ["Priorities", "figure", "priorities"]
__getattr__, __dir__ = from_home(__name__, __all__, {
    "priorities": "sim.priorities.ranking", "figure": "sim.priorities.figure", "Priorities": "sim.priorities.wording"})
