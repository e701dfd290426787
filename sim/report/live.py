"""A live what-if inside a page: the laboratory, opened on the same workplace; on paper, the command that opens it."""

import shlex
from collections.abc import Mapping

from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.workplace import Workplace
from sim.lab.page import DRAWN, is_built, page, setting
from sim.pages.page import Live
from sim.priorities.wording import Priorities

SAID = "Move a lever and watch what follows in the model. It opens on {title}{levers}."
MISSING = "The live page is left out, since it is not built in this copy of Takehold."


def live(place: Workplace, source: str, parameters: Mapping[str, float], levers: Mapping[str, float], settings: Mapping[str, float],
         seed: int, follow_up: int, further: str = "") -> Live:
    """The laboratory in room play. source: what names the workplace in a command; settings: what was changed against its file.

    further: what else is to be said of it.
    """
    if not is_built():
        return Live(MISSING)
    given = [f"--{option} {name}={value:g}" for option, some in (("lever", levers), ("set", settings)) for name, value in some.items()]
    given += [f"--seed {seed}"] if seed else []
    given += [f"--follow-up {follow_up}"] if follow_up != DEFAULT_FOLLOW_UP else []
    html = page(setting(place, room="play", levers=levers or None, parameters=parameters or None, seed=seed, follow_up=follow_up))
    with_levers = " with the levers of this page moved" if levers else ""
    said = " ".join(filter(None, [SAID.format(title=place.title, levers=with_levers), DRAWN if place.known_people else "", further]))
    return Live(said, f"A live what-if: {place.title} in the model", html,
                " ".join(["takehold lab", shlex.quote(source), *given]))


def levers_of_first(found: Priorities | None, place: Workplace) -> dict[str, float]:
    """The first package of a workplace, where the model can say what comes first."""
    units = [] if found is None else [one for one in found.units if one.workplace == place.name and not one.cannot_say]
    return dict(units[0].best.package) if units else {}
