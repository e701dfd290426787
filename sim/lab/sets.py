"""The sets that the page of the lab is told over: those that takehold what-if draws of the shipped ensemble, in its order.

Of each: how people behave, and what the shipped workplaces are like.

``python -m sim.lab.sets`` writes page/sets.json; ``--check`` says whether it is current.
"""

import json
import sys
from pathlib import Path
from typing import Any

from sim.calibration.drawn import Drawn, draw
from sim.inputs.parameters import PARAMETERS
from sim.inputs.places import steps
from sim.inputs.reading import load_workplace, shipped_names
from sim.inputs.workplace import Themes
from sim.runs.many import APART

FILE = Path(__file__).parent / "page" / "sets.json"
COUNT = 100  # a page asks more of them while one watches; all would be half of its size


def written() -> str:
    """The file's text: numbers of the sets in the order of a draw with seed 0, and their values: the same float64 in JavaScript."""
    members = draw(COUNT, 0)
    sets = [{"number": number, "values": [getattr(one, name) for name in PARAMETERS]}
            for number, one in zip(members.numbers, members.parameters, strict=True)]
    return json.dumps({"apart": APART, "names": list(PARAMETERS), "sets": sets, "entries": entries(members)}, separators=(",", ":")) + "\n"


def entries(members: Drawn) -> dict[str, list[dict[str, Any]]]:
    """For each shipped workplace the parts of it that differ between sets, and what each set has there.

    A part is an entry, or three shares that add up; path: the way to it. values: for each set, as it is in Python to the last bit.
    """
    told = {}
    for place in map(load_workplace, shipped_names()):
        where = members.places(place)
        parts = dict.fromkeys(path.rpartition(".")[0] if isinstance(place.entry(path.rpartition(".")[0]), Themes) else path
                              for path in place.ranges)
        told[place.name] = [{"path": list(steps(part)), "values": [plain(one.entry(part)) for one in where]}
                            for part in parts if len({str(one.entry(part)) for one in where}) > 1]
    return {name: parts for name, parts in told.items() if parts}


def plain(part: float | Themes) -> float | list[float]:
    """An entry, or three shares in their order."""
    return list(part.model_dump().values()) if isinstance(part, Themes) else part


def main(arguments: list[str]) -> None:
    """Write the file, or say whether it is current."""
    if arguments == ["--check"]:
        if FILE.read_text(encoding="utf-8") != written():
            sys.exit(f"{FILE.name} is old: python -m sim.lab.sets")
    else:
        FILE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
