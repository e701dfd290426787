"""People in a Python file of one's own, such as ``--people cautious.py`` names."""

import hashlib
import importlib.util
import sys
from pathlib import Path

from sim.errors import InputError
from sim.model.agents import Employee, Manager, SteeringMember
from sim.model.cast import FROM_A_FILE, SHIPPED, Cast
from sim.model.own_code import fault_in


def load_people(path: str | Path) -> Cast:
    """The people that a file defines: of each kind the subclass that nothing else in the file builds on.

    The file is run, as any program of one's own. Raises InputError for one that cannot be read or run, that defines nobody, or two of
    a kind.
    """
    file = Path(path)
    if not file.is_file() or file.suffix != ".py":
        raise InputError(f"{path} is no Python file; --people takes one in which subclasses of sim.Employee and others are defined")
    name = FROM_A_FILE + hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]
    spec = importlib.util.spec_from_file_location(name, file.resolve())
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(file.resolve().parent))
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        told = fault_in(error, {str(file.resolve())}) or f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise InputError(f"{path} cannot be run: {told}") from error
    finally:
        sys.path.remove(str(file.resolve().parent))
    classes = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == name]
    employees = [one for one in classes if issubclass(one, Employee) and not issubclass(one, SteeringMember)]
    members = [one for one in classes if issubclass(one, SteeringMember)]
    managers = [one for one in classes if issubclass(one, Manager)]
    found = Cast(_one(path, employees, SHIPPED.employee), _one(path, members, SHIPPED.member), _one(path, managers, SHIPPED.manager))
    if found == SHIPPED:
        raise InputError(f"{path} defines nobody; people are subclasses of sim.Employee, sim.SteeringMember or sim.Manager")
    return found


def _one[Kind](path: str | Path, classes: list[type[Kind]], usual: type[Kind]) -> type[Kind]:
    """The one of these that no other builds on; the shipped class where there is none."""
    last = [one for one in classes if not any(one is not other and issubclass(other, one) for other in classes)]
    if len(last) > 1:
        raise InputError(f"{path} defines two kinds of {usual.__name__}: {last[0].__name__} and {last[1].__name__}; leave one of them")
    return last[0] if last else usual
