"""What a command line asks to be run: workplaces, each with its parameters and levers, checked before the first run."""

from typing import Any

from sim.errors import InputError

Cases = list[tuple[Any, dict[str, Any], dict[str, Any]]]  # workplace, parameters, levers


def prepare(name: str, settings: list[str], levers: list[str]) -> Cases:
    """Workplaces with settings and levers; everything is checked before the first run."""
    from sim.inputs.levers import make_levers
    from sim.inputs.parameters import make_parameters
    from sim.inputs.reading import load_workplace
    from sim.inputs.reading import workplaces as names
    from sim.inputs.settings import parse_assignments, sort_settings, with_context
    values, more, context = sort_settings(parse_assignments(settings, "--set"))
    chosen = parse_assignments(levers, "--lever")
    for lever, value in more.items():
        if lever in chosen:
            raise InputError(f"lever {lever} is given twice")
        chosen[lever] = value
    make_parameters(values), make_levers(chosen)
    places = [load_workplace(n) for n in (names() if name == "all" else [name])]
    return [(with_context(place, context), values, chosen) for place in places]
