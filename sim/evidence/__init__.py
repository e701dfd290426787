"""Evidence as data: what was found elsewhere, each finding with its source, its conditions and the interval it asks for.

The findings stand in study.toml, literature.toml and numbers.toml; docs/evidence.md says how to write a file of one's own.
That a finding holds says that the model can show what was seen; it forecasts no workplace.
"""

from sim.evidence.arms import Arm
from sim.evidence.declaration import AIM, CALIBRATION, CHECK, PREDICTION, Check, Finding, Sample
from sim.evidence.reading import findings, read_findings

__all__ = ["AIM", "CALIBRATION", "CHECK", "PREDICTION", "Arm", "Check", "Finding", "Sample", "calibration_checks", "findings",
           "read_findings"]


def calibration_checks(found: list[Finding] | None = None) -> list[tuple[Finding, Check]]:
    """Every check that parameters may be chosen on, with its finding, which knows the arms of its samples."""
    return [(one, check) for one in (findings() if found is None else found) if one.use == CALIBRATION for check in one.checks]
