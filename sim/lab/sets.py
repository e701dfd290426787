"""The parameter sets that the page of the lab is told over: those that takehold what-if draws of the shipped ensemble, in its order.

``python -m sim.lab.sets`` writes page/sets.json; ``--check`` says whether it is current.
"""

import json
import sys
from pathlib import Path

import numpy as np

from sim.admissible.sets import APART
from sim.calibration.ensemble import load_ensemble
from sim.inputs.parameters import PARAMETERS

FILE = Path(__file__).parent / "page" / "sets.json"
COUNT = 100  # a page asks more of them while one watches; all would be half of its size


def written() -> str:
    """The file's text: numbers of the sets in the order of a draw with seed 0, and their values: the same float64 in JavaScript."""
    ensemble = load_ensemble()
    order = np.random.default_rng(0).permutation(len(ensemble))[:COUNT]
    sets = [{"number": int(number), "values": [getattr(ensemble.members[number], name) for name in PARAMETERS]} for number in order]
    return json.dumps({"apart": APART, "names": list(PARAMETERS), "sets": sets}, separators=(",", ":")) + "\n"


def main(arguments: list[str]) -> None:
    """Write the file, or say whether it is current."""
    if arguments == ["--check"]:
        if FILE.read_text(encoding="utf-8") != written():
            sys.exit(f"{FILE.name} is old: python -m sim.lab.sets")
    else:
        FILE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
