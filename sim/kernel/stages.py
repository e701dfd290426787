"""The stages of a week, the first day, the weekly line and the facts, compiled from the text as it stands."""

from sim.inputs.workplace import Practice as Plan
from sim.inputs.workplace import Scope, Themes, Unit
from sim.kernel import services
from sim.kernel.methods import PARTS, plain, register_class, register_function
from sim.kernel.registered import inner
from sim.kernel.views import NESTED
from sim.model import employee_workshop, facts, listening, meetings, parting, staffing, steering_group, week, weekly_line
from sim.model.cast import Cast
from sim.model.practice import Consultant, Practice
from sim.model.service import is_service
from sim.model.unit import UnitRun

TEXT = (week, meetings, steering_group, employee_workshop, listening, staffing, weekly_line, facts, parting)  # whose functions are compiled

PARTS.update(unit=UnitRun, practice=Practice, consultant=Consultant, context=Unit, plan=Plan)
PARTS.update({kind: Scope if kind.endswith("scope") else Themes for kind in NESTED if kind.split(".")[-1] in ("needs", "themes", "scope")})


def register_cast(cast):
    """Let compiled code call the methods of a cast."""
    for kind, cls in (("employee", cast.employee), ("employee", cast.member), ("manager", cast.manager)):
        register_class(kind, cls)


def _check_services(kind, cls):
    """Raises TypeError for a service without a compiled form."""
    for parent in cls.__mro__:
        for name, written in vars(parent).items():
            if is_service(written) and (kind, name) not in services.GIVEN:
                raise TypeError(f"{cls.__name__}.{name} is a service, and sim.kernel.services has no form of it")


register_cast(Cast())
for _kind, _cls in (*PARTS.items(), ("employee", Cast().member)):
    _check_services(_kind, _cls)
for _kind, _cls in PARTS.items():
    register_class(_kind, _cls)
for _module in TEXT:
    for _function in vars(_module).values():
        if getattr(_function, "__module__", None) == _module.__name__ and callable(_function) and not isinstance(_function, type):
            register_function(_function)


def one_after_another(stages):
    """Stages as one function of a unit, in their order."""
    space = {f"stage{k}": inner(plain(stage)) for k, stage in enumerate(stages)}
    exec("def live(unit):\n" + "".join(f"    {name}(unit)\n" for name in space), space)
    return inner(space["live"])


_cut = week.STAGES.index(week.LOOKING_ACROSS)
before_others, after_others = one_after_another(week.STAGES[:_cut]), one_after_another(week.STAGES[_cut:])
first_day, write_line, write_facts, part = (inner(plain(function)) for function in (
    staffing.first_day, weekly_line.write_line, facts.write_facts, parting.part))
