"""The page of the laboratory with a setting inside, as text or as a file.

A setting holds what a person can choose on the page, in plain JSON; every entry is optional. The page reports its own setting in the same
form, so what it reports can be handed back unchanged.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, known, named_values, names_of, no_such, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.reading import load_workplace, shipped_names
from sim.inputs.settings import checked_follow_up
from sim.inputs.validation import sentence
from sim.inputs.workplace import Workplace
from sim.machine.files import check_places, write_file

Setting = dict[str, Any]

BUILT = Path(__file__).with_name("lab.html")
MARKER = '<script type="application/json" id="opened-with">null</script>'
ROOMS = ("story", "play", "mine", "first", "fit")
LANGUAGES = ("en", "da")
DRAWN = "The page draws its people; those of the people file are left out, so that nothing of theirs gets into it."
FIRST = "plejecenter-2"  # the workplace that the page begins with


def setting(workplace: Workplace | str | Path | Mapping[str, Any] | None = None, *, room: str | None = None,
            levers: Mapping[str, Any] | None = None, parameters: Mapping[str, Any] | None = None, without: Iterable[str] | None = None,
            seed: int | None = None, run: int | None = None, follow_up: int | None = None, language: str | None = None) -> Setting:
    """A setting of what is not None. Raises InputError for what the page could not use.

    workplace: a shipped name, the path of a file, or a workplace. room: where the page opens, one of ROOMS; with anything to play with,
    in "play". levers, parameters: numbers by name; without: mechanisms that are switched off; all are the page's what if.
    seed, run: the luck. follow_up: weeks after launch. language: one of LANGUAGES; by default what the browser prefers.
    """
    given = {"room": room, "workplace": workplace, "levers": levers, "parameters": parameters, "without": without, "seed": seed, "run": run,
             "follow_up": follow_up, "language": language}
    return checked({name: value for name, value in given.items() if value is not None})


def checked(given: Any) -> Setting:
    """The same setting in plain JSON, once all of it can be used; raises InputError otherwise."""
    plain = {name: _entry(name, value) for name, value in named_values("setting", given).items()}
    if "parameters" in plain or "without" in plain:
        make_parameters(plain.get("parameters"), plain.get("without", ()))
    if plain.get("unit"):
        known("unit", plain["unit"], _units(plain.get("workplace", FIRST)))
    if not plain.keys() <= {"room", "step", "language", "answers"}:  # the story is one of its own, at a workplace of its own
        plain.setdefault("room", "play")
    return plain


def _entry(name: str, value: Any) -> Any:
    if name in _ENTRIES:
        return _ENTRIES[name](value)
    raise InputError(no_such("setting of the page", name, _ENTRIES))


def _workplace(given: Any) -> str | dict[str, Any]:
    """A shipped workplace by its name, any other whole."""
    if isinstance(given, Mapping):
        try:
            Workplace(**given)
        except (ValidationError, TypeError) as error:
            told = sentence(error, given, Workplace) if isinstance(error, ValidationError) else "its entries have no names"
            raise InputError(f"workplace: {told}") from None
        return dict(given)
    place = given if isinstance(given, Workplace) else load_workplace(given)
    shipped = next((name for name in shipped_names() if load_workplace(name) == place), None)
    return shipped or place.model_dump(mode="json")


def _units(place: str | dict[str, Any]) -> list[str]:
    return [unit.name for unit in (load_workplace(place) if isinstance(place, str) else Workplace(**place)).units]


def _numbers(kind: str, given: Any, full: Levers | Parameters) -> dict[str, float | None]:
    """Those values of a full set that were given."""
    return {name: getattr(full, name) for name in named_values(kind, given)}


def _answers(given: Any) -> dict[str, Any]:
    """What was said in My workplace, as the page says it."""
    try:
        return dict(json.loads(json.dumps(named_values("answers", given), allow_nan=False)))
    except (TypeError, ValueError):
        raise InputError("answers are not plain values by name, as the page gives them") from None


_ENTRIES: dict[str, Callable[[Any], Any]] = {
    "room": lambda value: known("room", value, ROOMS),
    "step": lambda value: whole_number("step", value, least=1),
    "workplace": _workplace,
    "unit": str,
    "answers": _answers,
    "levers": lambda value: _numbers("levers", value, make_levers(value)),
    "parameters": lambda value: _numbers("parameters", value, make_parameters(value)),
    "without": lambda value: names_of("without", value),
    "seed": lambda value: whole_number("seed", value),
    "run": lambda value: whole_number("run", value),
    "follow_up": checked_follow_up,
    "language": lambda value: "" if isinstance(value, str) and not value else known("language", value, LANGUAGES),
}


def is_built() -> bool:
    """Whether the page is here, and not only what stands in its place until it is built, which holds no program."""
    return BUILT.is_file() and BUILT.read_text(encoding="utf-8").count("<script") > 1


def page(opened_with: Mapping[str, Any] | None = None) -> str:
    """The whole page, which opens with a setting; without one, as it is built. Raises InputError for what cannot be used."""
    inside = json.dumps(checked(opened_with) or None, ensure_ascii=False).replace("<", "\\u003c")  # so that nothing in it ends the script
    return BUILT.read_text(encoding="utf-8").replace(MARKER, MARKER.replace("null", inside))


def write(path: Path, opened_with: Mapping[str, Any] | None = None, read: str = "") -> None:
    """Write the page to a file, whole or not at all. read: the file that the workplace comes from, which is not overwritten."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path}: the page is written as .html")
    check_places(path, read=read)
    write_file(path, page(opened_with))
