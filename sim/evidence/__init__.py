"""Evidence as data: what was found elsewhere, each finding with its source, its conditions and the interval it asks for.

The findings stand in study.toml, literature.toml and numbers.toml; docs/evidence.md says how to write a file of one's own.
That a finding holds says that the model can show what was seen; it forecasts no workplace.
"""

from sim.evidence.arms import Arm
from sim.evidence.declaration import AIM, CALIBRATION, CHECK, PREDICTION, Check, Finding, Sample
from sim.evidence.reading import findings, read_findings

__all__ = ["AIM", "CALIBRATION", "CHECK", "PREDICTION", "Arm", "Check", "Finding", "Sample", "findings", "read_findings"]
