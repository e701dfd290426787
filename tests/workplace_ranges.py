"""Ranges in a workplace file that cannot be, and what is said of them, by Python and by the page."""

UNIT = "units[my-unit]"
# An entry of the template, its value, what is written beside it, and what is said.
RANGES_THAT_CANNOT_BE = (
    ("trust_in_leader", "0.57", "low = 0.6, high = 0.7", f"{UNIT}.trust_in_leader: its value 0.57 is outside its own range, 0.6 to 0.7"),
    ("trust_in_leader", "0.57", "low = 0.7, high = 0.5", f"{UNIT}.trust_in_leader: its value 0.57 is outside its own range, 0.7 to 0.5"),
    ("trust_in_leader", "0.57", "low = 0.5, high = 1.5", f"{UNIT}.trust_in_leader: its range, 0.5 to 1.5, goes beyond what is allowed: 0"),
    ("utilisation", "0.94", "low = 0.6, high = 0.95", f"{UNIT}.utilisation: its range, 0.6 to 0.95, goes beyond what is allowed: 0.7"),
    ("trust_in_leader", "0.57", "low = 0.5", f"{UNIT}.trust_in_leader.high is missing"),
    ("trust_in_leader", "0.57", "high = 0.6, source = 'survey'", f"{UNIT}.trust_in_leader.low is missing"),
    ("trust_in_leader", "0.57", "reason = 'few answered'", f"{UNIT}.trust_in_leader.low is missing"),
    ("trust_in_leader", "0.57", "low = 'little', high = 0.6", f"{UNIT}.trust_in_leader.low = "),
    ("trust_in_leader", "0.57", "low = nan, high = 0.6", f"{UNIT}.trust_in_leader.low"),
    ("trust_in_leader", "0.57", "low = 0.5, high = 0.6, reason = 3", f"{UNIT}.trust_in_leader.reason = 3"),
    ("trust_in_leader", "0.57", "sd = 0.1", f"{UNIT}.trust_in_leader: a mean and an sd go together"),
    ("trust_in_leader", "0.57", "sd = 0.1, mean = 0.57", f"{UNIT}.trust_in_leader: a mean and an sd go together"),
    ("employees", "20", "sd = 2", f"{UNIT}.employees: has no range"),
    ("employees", "20", "low = 10, high = 30", f"{UNIT}.employees: has no range; only a number that is not a count can have one"),
    ("named_chair", "true", "low = 0, high = 1", f"{UNIT}.named_chair: has no range"),
    ("name", '"my-unit"', "low = 0, high = 1", f"{UNIT}.name: has no range"),
    ("sessions_per_week", "5", "low = 4, high = 6", f"{UNIT}.practices[morning-meeting].sessions_per_week: has no range"),
    ("responsiveness", "0.6", "low = 0.1, high = 0.5", f"{UNIT}.leader.responsiveness: its value 0.6 is outside"),
)
