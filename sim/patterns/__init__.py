"""Findings held against the model, as checks with confidence intervals over paired runs.

A finding that holds says that the model can show what was seen; it forecasts no workplace.
Calibration findings chose the defaults; all others are reported as they come out.
"""

from sim.patterns.check import PATTERNS, check_evidence, check_patterns
from sim.patterns.evidence import Evidence
from sim.patterns.results import Part, PatternResult, pattern_markdown, pattern_table

__all__ = ["PATTERNS", "Evidence", "Part", "PatternResult", "check_evidence", "check_patterns", "pattern_markdown", "pattern_table"]
