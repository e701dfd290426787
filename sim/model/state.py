"""What a state is: something about a person, unit or practice that changes while a run lasts, declared once with all that is known of it.

The model's own are declared in sim.model.states. A class of one's own declares more in its body: ``fatigue = State(0.2, "how tired")``.
Agents, the compiled engine's memory, the weekly series, ``people()`` and the tables of ODD.md are made from these declarations.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self, overload

from sim.errors import InputError

SHARE, HOURS, WEEK, COUNT = "0-1", "h", "week", "count"


class State[Value]:
    """A state of everything of the class that declares it.

    start: its value on the first day, and that of a newcomer; what kind it is follows from it: a float, a whole number, True or False,
    None (a whole number from 0, or None), or three floats. meaning: in a few words. unit, low, high: of its values.
    by: names of the methods and stages that write it, apart from the start. Raises InputError for another start.
    """

    name = ""

    def __init__(self, start: Value, meaning: str, unit: str = SHARE, low: float = 0.0, high: float = 1.0, by: str = ""):
        numbers = start if isinstance(start, tuple) and len(start) == 3 else (start,)
        if not (start is None or isinstance(self, Row) or all(isinstance(number, (int, float)) for number in numbers)):
            raise InputError(f"State({start!r}, {meaning!r}) starts as what no state can be: a number, True, False, None or three numbers")
        self.start, self.meaning, self.unit, self.low, self.high, self.by = start, meaning, unit, low, high, by

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    if TYPE_CHECKING:  # to a type checker a state of a thing is its value
        @overload
        def __get__(self, thing: None, owner: type) -> Self: ...
        @overload
        def __get__(self, thing: object, owner: type) -> Value: ...
        def __get__(self, thing: object | None, owner: type) -> Any: ...


class Row(State[list[float]]):
    """A row of numbers of one thing, such as its hours by phase; it belongs to the place, so a newcomer finds it as it is."""

    def __init__(self, length: int, meaning: str, unit: str = SHARE, low: float = 0.0, high: float = 1.0, by: str = ""):
        super().__init__([0.0] * length, meaning, unit, low, high, by)

    @property
    def length(self) -> int:
        """How many numbers it holds."""
        return len(self.start)


def states_of(kind: type) -> dict[str, State[Any]]:
    """The states that a class and those above it declare, by name, the highest class first."""
    return {name: state for parent in reversed(kind.__mro__) for name, state in vars(parent).get("declared", {}).items()}


class HasStates:
    """Whatever has states; each begins at its start.

    ``declared`` are those of the body of a class. They are taken out of it, since a name that stands in the class as well makes
    reading and writing it in a thing three times as slow.
    """

    declared: ClassVar[dict[str, State[Any]]] = {}
    starts: ClassVar[tuple[tuple[str, Any], ...]] = ()  # of all that a newcomer starts with

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.declared = {name: value for name, value in vars(cls).items() if isinstance(value, State)}
        for name in cls.declared:
            delattr(cls, name)
        cls.starts = tuple((name, state.start) for name, state in states_of(cls).items() if not isinstance(state, Row))

    def __init__(self) -> None:
        for name, state in states_of(type(self)).items():
            setattr(self, name, list(state.start) if isinstance(state, Row) else state.start)

    def start_states(self) -> None:
        """Set every state to its start, apart from rows."""
        for name, start in self.starts:
            setattr(self, name, start)
