"""What a search may have left out: acceptable candidates that the emulator passed over, and those that were stopped early."""

from typing import NamedTuple

from scipy.stats import chi2  # type: ignore[import-untyped]

from sim.model import intervals

LIMIT = 0.25  # upper bound of the share left out, above which more is simulated


class Audit(NamedTuple):
    """What an emulator left out.

    audited: candidates simulated although passed over, drawn by lot. share: of those passed over. found: how many of them were
    acceptable. members: how many the search found. left_out: the share of all acceptable candidates that the search left out, as
    estimated; at_most: its upper 95 % bound.
    """

    audited: int
    share: float
    found: int
    members: int

    @property
    def left_out(self) -> float:
        """As estimated."""
        return self._of(self.found)

    @property
    def at_most(self) -> float:
        """The upper end of the Poisson interval of what was found."""
        return self._of(float(chi2.ppf(0.95, 2 * self.found + 2) / 2))

    def _of(self, found: float) -> float:
        lost = found / self.share
        return lost / max(lost + self.members, 1.0)

    @property
    def calls_for_more(self) -> bool:
        """Whether more has to be simulated: the lot fell on acceptable ones, and too many may have been left out."""
        return self.found > 0 and self.at_most > LIMIT


def stopped_early(missed: int, looked_at: int) -> dict[str, float | int]:
    """The share of acceptable candidates that stopping early loses, and its upper 95 % bound."""
    told = intervals.share(missed, looked_at, 0.9)  # whose upper end is a one-sided 95 %
    return {"looked_at": looked_at, "missed": missed, "share": round(told.value, 5), "at_most": round(told.high, 5)}
