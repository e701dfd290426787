"""A setting of the lab: everything that decides what the page shows. A link holds it whole.

A setting names a workplace, the luck (seed and run), two sets of levers and some parameters, and where one looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sim.errors import InputError, no_such, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP, MAX_FOLLOW_UP
from sim.inputs.reading import TEMPLATE, load_workplace
from sim.inputs.settings import checked_follow_up, number
from sim.inputs.workplace import Workplace

LONGEST_RUN = 3 * MAX_FOLLOW_UP  # weeks; no run is longer, with trust first, a stop and a second round
AS_IT_IS, WHAT_IF, PARAMETER = "as_it_is.", "what_if.", "parameter."  # what names in a link begin with
EXAMPLE = "example"  # the place that stands for the file that takehold new writes
WORDS = ("place", "unit")
NUMBERS = ("seed", "run", "follow_up", "week", "pair", "story")  # whole numbers


@dataclass(frozen=True)
class Setting:
    """What the page shows.

    place: a shipped workplace, "example", or the path of a file; unit: the one watched, or "" for the first. seed, run: the luck.
    as_it_is, what_if: levers by name, None where a level is as recorded; parameters: behaviour by name, the same in both worlds.
    follow_up: weeks after launch; week: the week of the run that is shown. pair: 1 when the second world is shown.
    story: step of the guided story from 1 on, 0 on the free page.
    """

    place: str = "plejecenter-2"
    unit: str = ""
    seed: int = 0
    run: int = 0
    follow_up: int = DEFAULT_FOLLOW_UP
    week: int = 0
    pair: int = 0
    story: int = 0
    as_it_is: Mapping[str, float] = field(default_factory=dict)
    what_if: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)

    def link(self) -> str:
        """The query string that restores this setting; what is as usual is left out.

        >>> Setting(week=6, what_if={"push_through": 1.0}, pair=1).link()
        '?place=plejecenter-2&week=6&pair=1&what_if.push_through=1'
        """
        usual = Setting()
        parts = [("place", self.place)]
        parts += [(name, str(getattr(self, name))) for name in ("unit", *NUMBERS) if getattr(self, name) != getattr(usual, name)]
        for prefix, values in ((AS_IT_IS, self.as_it_is), (WHAT_IF, self.what_if), (PARAMETER, self.parameters)):
            parts += [(prefix + name, f"{value:.6g}") for name, value in values.items()]
        return "?" + urlencode(parts)

    def link_of_runs(self) -> str:
        """The query string of all that many runs depend on: not on the run that is watched, nor on where one looks."""
        return replace(self, week=0, run=0, story=0).link()

    def with_value(self, kind: str, name: str, value: float | None) -> "Setting":
        """Change one lever or parameter; None takes it back to what is as recorded, or to its default."""
        values = {key: kept for key, kept in getattr(self, kind).items() if key != name}
        changes: dict[str, Any] = {kind: values if value is None else {**values, name: value}}
        return replace(self, **changes)


def from_link(query: str) -> Setting:
    """Read a query string, with or without its question mark.

    Raises InputError, one sentence, for a name that is unknown or given twice, or a value that cannot be used.
    """
    values: dict[str, Any] = {"as_it_is": {}, "what_if": {}, "parameters": {}}
    kinds = {AS_IT_IS: "as_it_is", WHAT_IF: "what_if", PARAMETER: "parameters"}
    seen: set[str] = set()
    for name, text in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
        prefix = next((prefix for prefix in kinds if name.startswith(prefix)), None)
        if name in seen:
            raise InputError(f"the link gives {name} twice")
        seen.add(name)
        if prefix:
            values[kinds[prefix]][name.removeprefix(prefix)] = float(number("the link:", name, text))
        elif name in NUMBERS:
            values[name] = whole_number(name, text)
        elif name in WORDS:
            values[name] = text
        else:
            raise InputError(f"the link: {no_such('setting', name, [*WORDS, *NUMBERS, *kinds.values()])}")
    return checked(Setting(**values))


def checked(setting: Setting) -> Setting:
    """The same setting, when all of it can be used; raises InputError otherwise."""
    inputs(setting)
    checked_follow_up(setting.follow_up)
    for name, most in (("week", LONGEST_RUN), ("pair", 1), ("story", 9)):
        if not 0 <= getattr(setting, name) <= most:
            raise InputError(f"{name} = {getattr(setting, name)} is outside what is allowed: 0 to {most}")
    return setting


def inputs(setting: Setting) -> tuple[Workplace, int, Parameters, list[Levers]]:
    """Workplace, place of the watched unit, parameters, and the levers of one world or two. Raises InputError."""
    place = load_workplace(TEMPLATE if setting.place == EXAMPLE else setting.place)
    names = [unit.name for unit in place.units]
    if setting.unit and setting.unit not in names:
        raise InputError(no_such("unit", setting.unit, names))
    chosen = [make_levers(setting.as_it_is), *([make_levers(setting.what_if)] if setting.pair else [])]
    return place, names.index(setting.unit) if setting.unit else 0, make_parameters(setting.parameters), chosen

