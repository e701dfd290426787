"""The patterns of the study and of the literature, as checks with confidence intervals over paired runs.

A pattern that holds says that the model can show what was seen; it forecasts no workplace.
Calibration patterns chose the defaults; predictions and literature are reported as they come out.
"""

from sim.patterns.check import PATTERNS, check_patterns
from sim.patterns.results import Part, PatternResult, pattern_markdown, pattern_table

__all__ = ["PATTERNS", "Part", "PatternResult", "check_patterns", "pattern_markdown", "pattern_table"]
