"""What an engine gives to the text of the week, compiled; each stands under the name of the ``@service`` that it is the other form of."""

from functools import partial
from typing import Any

from numba.extending import overload_attribute, overload_method

from sim.kernel import layout as at
from sim.kernel.access import fixed
from sim.kernel.columns import chances_of, column_of, context_of, history_of, known_numbers_of, known_of, people_of, run_of
from sim.kernel.network import alone
from sim.kernel.network import weave as woven
from sim.kernel.philox import block, eight_blocks, fill_blocks, fill_firsts, normal
from sim.kernel.registered import OPTIONS, inner
from sim.kernel.several import number, several, to, unit_number, world_of
from sim.kernel.views import KINDS, classes_of
from sim.model import draws as d
from sim.model.cast import SHIPPED
from sim.model.state import Row, states_of
from sim.model.states import START_DRAWS, ConsultantStates, PracticeStates, UnitStates
from sim.rules.numbers import standard_normal

EXIT, MOOD, MEETING = 0, 1, 0  # blocks of draws
EXIT_DRAW, MOOD_DRAW, FIRST_DRAW = (at.COLUMNS[name].first for name in ("exit_draw", "mood_draw", "start_draws"))
session_block = inner(d.session_block)
ROUND = -(-START_DRAWS // at.LANES)  # calls that draw a newcomer's numbers
GIVEN = set()  # (kind, name) of all services


def gives(kind, name=None, method=None):
    """The decorated function serves views of this kind as a method, of its own name or another, or as an attribute of the given name."""
    def serve(function):
        arguments = function.__code__.co_varnames[:function.__code__.co_argcount]
        space = {"function": function}
        exec(f"def overload({', '.join(arguments)}):\n    return function", space)
        how = partial(overload_method, KINDS[kind], method or function.__name__) if name is None else partial(overload_attribute, KINDS[kind], name)
        how(jit_options=OPTIONS, strict=False)(space["overload"])
        GIVEN.add((kind, name or method or function.__name__))
        return function
    return serve


# ----- who and what there is
employees_from, members_from, practices_from = several("employee"), several("employee", "member"), several("practice")
ties_from, by_ties, unit_at, line_at = several("employee", named="tie"), several("employee", named="by_ties"), to("unit"), to("line")
first_practice, last_practice = fixed("first_practice"), fixed("last_practice")


@gives("unit", "employees")
def _employees(self):
    return employees_from(self, 0, self.context.employees)


@partial(overload_attribute, KINDS["unit"], "in_any_order", jit_options=OPTIONS, strict=False)()
def _in_any_order(self):
    if self.cast == SHIPPED:  # rows of ties of one length after another are gone through faster
        return lambda self: by_ties(self, 0, self.context.employees)
    return lambda self: self.employees  # who says so of people of one's own?


@gives("unit", "members")
def _members(self):
    return members_from(self, 0, self.context.members)


@gives("unit", "practices")
def _practices(self):
    return practices_from(self, first_practice(self), last_practice(self))


@gives("practice", "number")
def _number(self):
    return number(self) - first_practice(self)


@gives("employee", "place")
def _place(self):
    return number(self)


@gives("employee", "team")
def _team(self):
    world, u = world_of(self), unit_number(self)
    if context_of(world, u).known != 0:
        return known_of(world, u)[number(self)].team
    return number(self) % self.unit.context.teams


@gives("employee")
def known(self, which):
    return known_numbers_of(world_of(self), unit_number(self))[number(self), which]


@gives("unit", "has_people")
def _has_people(self):
    return context_of(world_of(self), unit_number(self)).known != 0


@gives("employee", "colleagues")
def _colleagues(self):
    return ties_from(self, self.first_tie, self.first_tie + self.ties)


@gives("unit")
def best_seen(self):
    context, best, k = context_of(world_of(self), unit_number(self)), 0.0, 0
    while context.sees[k] >= 0:  # the places of others, and then -1
        best = max(best, unit_at(self, context.sees[k]).mean_benefit)
        k += 1
    return best


@gives("unit", "event_count")
def _event_count(self):
    return context_of(world_of(self), unit_number(self)).event_count


@gives("unit")
def event(self, number):
    told = context_of(world_of(self), unit_number(self)).events[number]
    return told[0], told[1], told[2], told[3], told[4]


@gives("unit")
def lever_hours(self, phase):
    hours = context_of(world_of(self), unit_number(self)).lever_hours[phase]
    return hours[0], hours[1], hours[2], hours[3]


@gives("unit", method="late_hours")
def _late_hours(self, before, phase):
    hours = context_of(world_of(self), unit_number(self)).late_hours[phase]
    return hours[0], hours[1], hours[2], hours[3]


@partial(overload_method, KINDS["unit"], "mean", jit_options=OPTIONS, strict=False, prefer_literal=True)()
def _mean(self, state):
    space: dict[str, Any] = {}
    exec(f"def mean(self, state):\n    total = 0.0\n    for employee in self.employees:\n        total += employee.{state.literal_value}\n"
         "    return total / len(self.employees)", space)
    return space["mean"]


def _starting(declared):
    """A service that sets every state of a kind to its start."""
    def overload(self):
        starts = {name: state.start for name, state in declared(self).items() if not isinstance(state, Row)}
        space: dict[str, Any] = {}
        exec("def start_states(self):\n    pass\n" + "".join(f"    self.{name} = {start!r}\n" for name, start in starts.items()), space)
        return space["start_states"]
    return overload


def _of_classes(self):
    return {name: state for kind in classes_of(self) for name, state in states_of(kind).items()}


for _kind, _declared in {"employee": _of_classes, "manager": _of_classes, "unit": lambda self: states_of(UnitStates),
                         "practice": lambda self: states_of(PracticeStates), "consultant": lambda self: states_of(ConsultantStates)}.items():
    overload_method(KINDS[_kind], "start_states", jit_options=OPTIONS, strict=False)(_starting(_declared))
GIVEN |= {("unit", "mean"), ("unit", "in_any_order"), ("unit", "weave"), *((kind, "start_states") for kind in KINDS)}


# ----- random numbers
@gives("unit")
def level_draws(self):
    u, run = unit_number(self), run_of(world_of(self))
    return normal(u, 0, 1, d.UNIT, run), normal(u, 0, 2, d.UNIT, run)


@inner
def fill_normals(world, u, week, number, stream, row):
    """A normal number for each of the unit's people, into a column."""
    n, a = context_of(world, u).employees, people_of(world, u)
    uniforms, z = chances_of(world), a[row]  # room that all units share, which stays at hand
    fill_blocks(world.chances, 8 * world.edge_room, u * d.UNIT_STRIDE + 1, week, number, stream, run_of(world), n)
    u1, u2, u3, u4 = uniforms[0], uniforms[1], uniforms[2], uniforms[3]
    for i in range(n):
        z[i] = standard_normal(u1[i], u2[i], u3[i], u4[i])


@gives("unit")
def draw_people(self):
    world, u = world_of(self), unit_number(self)
    for purpose in range(START_DRAWS):
        fill_normals(world, u, 0, purpose, d.PEOPLE, FIRST_DRAW + purpose)


@gives("employee")
def draw_start(self, week):
    world, u, i = world_of(self), unit_number(self), number(self)
    a, spare, key = people_of(world, u), chances_of(world)[0], run_of(world)
    row = ROUND * at.LANES  # the uniforms of all purposes side by side, in room that is free once the network is woven
    for purpose in range(0, START_DRAWS, at.LANES):
        eight_blocks(world.chances + 8 * purpose, 8 * row, u * d.UNIT_STRIDE + 1 + i, 0, week, 0, purpose, 1, d.PEOPLE, key.seed, key.replication)
    for purpose in range(START_DRAWS):
        a[FIRST_DRAW + purpose, i] = standard_normal(spare[purpose], spare[row + purpose], spare[2 * row + purpose], spare[3 * row + purpose])


@gives("unit")
def draw_week(self):
    world, u = world_of(self), unit_number(self)
    fill_normals(world, u, self.week, MOOD, d.PERSON, MOOD_DRAW)
    fill_firsts(column_of(world, u, EXIT_DRAW), u * d.UNIT_STRIDE + 1, self.week, EXIT, d.PERSON, run_of(world), self.context.employees)


@gives("unit")
def leader_exit_draw(self):
    return block(unit_number(self), self.week, 0, d.UNIT, run_of(world_of(self)))[0]


@gives("unit")
def change_draw(self):
    return block(unit_number(self), self.week, 0, d.UNIT, run_of(world_of(self)))[1]


@gives("unit", method="meeting_draws")
def _of_unit(self):
    return block(unit_number(self) * d.UNIT_STRIDE, self.cycle_week, MEETING, d.MEETING, run_of(world_of(self)))


@gives("employee", method="meeting_draws")
def _of_employee(self):
    person = unit_number(self) * d.UNIT_STRIDE + 1 + number(self)
    return block(person, self.unit.cycle_week, MEETING, d.MEETING, run_of(world_of(self)))


@gives("unit")
def draw_practices(self):
    world, u, week = world_of(self), unit_number(self), self.cycle_week
    for practice in self.practices:
        for b in range((practice.plan.sessions_per_week + 3) // 4 if practice.active else 0):  # nothing reads those of others
            drawn = block(u * d.UNIT_STRIDE + practice.number, week, session_block(b), d.PRACTICE, run_of(world))
            for j in range(4):
                practice.session_draws[4 * b + j] = drawn[j]


@gives("practice")
def adaptation_draw(self):
    person = unit_number(self) * d.UNIT_STRIDE + self.number
    return block(person, self.unit.cycle_week, d.REVIEW_BLOCK, d.PRACTICE, run_of(world_of(self)))[0]


@gives("practice")
def theme_draw(self):
    person = unit_number(self) * d.UNIT_STRIDE + self.number
    return block(person, self.unit.cycle_week, d.REVIEW_BLOCK, d.PRACTICE, run_of(world_of(self)))[1]


@gives("practice")
def workability_draw(self):
    person = unit_number(self) * d.UNIT_STRIDE + self.number
    return normal(person, self.unit.cycle_week, d.WORKABILITY_BLOCK, d.PRACTICE, run_of(world_of(self)))


# ----- the network and the record
@partial(overload_method, KINDS["unit"], "weave", jit_options=OPTIONS, strict=False)()
def _weave(self):
    if self.cast == SHIPPED:  # who ask colleagues for nothing but ownership, and where that weighs nothing need none
        def weave(self):
            if self.p.peer_weight > 0.0 or world_of(self).from_week > 0:
                woven(world_of(self), unit_number(self))
            else:
                alone(world_of(self), unit_number(self))
        return weave
    return lambda self: woven(world_of(self), unit_number(self))


@gives("unit")
def note_departure(self, employee):
    pass


@gives("practice")
def note_sessions(self):
    history_of(world_of(self))[number(self), self.unit.weeks_since_launch] = self.held


@gives("practice")
def sessions_held(self, week):
    return history_of(world_of(self))[number(self), week]


@gives("unit")
def line_of(self, week):
    world = world_of(self)
    return line_at(self, unit_number(self) * (world.weeks + 1) + week + 1)
