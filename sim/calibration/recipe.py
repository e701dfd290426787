"""What the evidence of a search is made of, in words."""

from dataclasses import dataclass

from sim.calibration.cube import cube_of
from sim.calibration.evidence import Checks, places, targets, without, workplaces_of
from sim.calibration.members import RANGES
from sim.errors import InputError, nearest
from sim.evidence.declaration import CALIBRATION
from sim.inputs.reading import load_workplace


@dataclass(frozen=True)
class Recipe:
    """What the evidence is made of, in words that can be sent to another process.

    contexts: whether the entries of workplaces vary over their ranges. workplaces: files of one's own. findings: a file of one's own.
    uses: of findings. left_out: a unit or a finding that is not looked at.
    """

    contexts: str = RANGES
    workplaces: tuple[str, ...] = ()
    findings: str | None = None
    uses: tuple[str, ...] = (CALIBRATION,)
    left_out: str | None = None

    def __call__(self) -> Checks:
        """The evidence."""
        own = [load_workplace(path) for path in self.workplaces]
        wanted = targets(self.uses, self.findings)
        named = workplaces_of(wanted)
        names = sorted({one.name for one in named})
        for place in own:
            if place.name not in names:
                raise InputError(f"no finding is about a workplace called {place.name}, so nothing would be learnt of it; "
                                 f"{nearest(place.name, names)}")
        return Checks(cube_of(places([*named, *own]), self.contexts == RANGES), tuple(without(wanted, self.left_out)))
