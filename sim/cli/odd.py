"""The generated parts of docs/ODD.md, the model description: tables and equations come from the code and are never typed twice.

``python -m sim.cli.odd`` writes them in place; ``python -m sim.cli.odd --check`` exits 1 with one sentence if they are stale.
"""

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.cli.odd_rules import rule_book
from sim.cli.odd_tables import context, lever_table, measure_table, mechanisms, named, parameters, patterns, phase_table, states
from sim.errors import InputError
from sim.inputs.reading import TEMPLATE
from sim.machine.files import put_whole
from sim.model import draws
from sim.model.record import SERIES
from sim.model.week import STAGES

ODD = Path(__file__).parents[2] / "docs" / "ODD.md"  # in a copy of the sources; not in the wheel
MARKED = re.compile(r"<!-- generated: (\S+) -->\n.*?<!-- end -->", re.DOTALL)


def skeleton() -> str:
    """A whole workplace file."""
    return f"```toml\n{TEMPLATE.read_text(encoding='utf-8').rstrip()}\n```"


SECTIONS: dict[str, Callable[[], str]] = {
    "states": states, "parameters": parameters, "levers": lever_table, "phases": phase_table, "mechanisms": mechanisms, "context": context,
    "stages": lambda: named("Stage, in order", {f"{s.__module__.replace('sim.', '')}.{s.__name__}": inspect.getdoc(s) for s in STAGES}),
    "draws": lambda: named("Stream or block", {k: v for k, v in vars(draws).items() if k.isupper() and isinstance(v, int) and k[0] != "_"}),
    "series": lambda: named("Weekly series", SERIES), "outcomes": measure_table, "rules": rule_book, "patterns": patterns,
    "skeleton": skeleton}


def filled(text: str) -> str:
    """The description with all generated parts made anew; raises InputError when a part has no place or no maker."""
    places = MARKED.findall(text)
    if sorted(places) != sorted(SECTIONS):
        raise InputError(f"docs/ODD.md has places for {', '.join(places)}, and there are parts for {', '.join(SECTIONS)}")
    return MARKED.sub(lambda place: f"<!-- generated: {place[1]} -->\n\n{SECTIONS[place[1]]()}\n\n<!-- end -->", text)


def main(arguments: Sequence[str]) -> int:
    """Write the generated parts, or with --check say whether they are current."""
    try:
        text = ODD.read_text(encoding="utf-8")
        new = filled(text)
    except FileNotFoundError:
        print("docs/ODD.md stands in a copy of the sources, and this is an installed Takehold", file=sys.stderr)
        return 1
    except InputError as complaint:
        print(complaint, file=sys.stderr)
        return 1
    if new != text and "--check" in arguments:
        print("The generated parts of docs/ODD.md are not current; run: python -m sim.cli.odd", file=sys.stderr)
        return 1
    if new != text:
        put_whole(ODD, new)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
