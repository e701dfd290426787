"""takehold workplaces, parameters, mechanisms, levers: what there is."""

from sim.cli.options import Json
from sim.cli.terminal import show


def workplaces(as_json: Json = False) -> None:
    """The workplaces of the study that come with Takehold."""
    from sim.inputs.reading import load_workplace
    from sim.inputs.reading import workplaces as names
    from sim.text import tables
    places = [load_workplace(name) for name in names()]
    records = [{"workplace": p.name, "unit": u.name, "title": u.title, "employees": u.employees, "reported": tables.reported(u.reported)}
               for p in places for u in p.units]
    show(records, as_json)


def parameters(as_json: Json = False) -> None:
    """The behavioural parameters: defaults, ranges, meaning, source and evidence grade."""
    from sim.inputs.parameters import PARAMETERS
    show([dict(p._asdict()) for p in PARAMETERS.values()], as_json,
         ("name", "default", "low", "high", "unit", "meaning", "grade", "mechanism"))


def mechanisms(as_json: Json = False) -> None:
    """The mechanisms, which --without switches off, and what each does."""
    from sim.inputs.parameters import MECHANISMS
    from sim.text.mechanisms import in_words
    show([{"mechanism": name, "in words": in_words(name).called, "what it does": in_words(name).does} for name in MECHANISMS], as_json,
         widest=100)


def levers(as_json: Json = False) -> None:
    """The levers: what one can do about it, and what it costs in person-hours."""
    from sim.inputs.levers import LEVERS
    show([lever.as_told() for lever in LEVERS.values()], as_json, ("name", "default", "low", "high", "unit", "meaning", "cost_in_words"))
