"""A file with a finding of one's own, to be read as it is or with one thing other in it."""

from pathlib import Path

FILE = """
[arms."random, trusted"]
workplace = "random contexts"
context = { trust_in_leader = 0.9 }

[[findings]]
id = "M1"
claim = "Where people trust their leader, practices stay"
observed = "Four of five teams kept the practice for half a year."
where = "our own teams"
use = "check"
strength = "a count"
read = "table"
source = "our own books"
why = "Four of five, with a fifth on either side."

[[findings.checks]]
label = "practices retained"
measure = "retention"
given = "launched"
of = ["random, trusted"]
interval = [0.6, 1.0]
"""


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path
