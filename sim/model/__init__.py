"""The model: states, people, the week and its meetings, draws, the record, measures; InterventionModel on Mesa.

    states.py         every state, declared once; state.py what a state is
    agents            the people: what each does in a stage or a meeting
    week.py           the stages of a week, in their order
    meetings.py       the meeting of the week, by the design; steering_group.py, employee_workshop.py, listening.py what happens in it
    staffing.py       the first day, newcomers, a new leader
    parting.py        a run that goes on in another context from a week on; still_open.py which levers can then still act
    practice.py       a practice, and the consultant; unit.py a unit; surroundings.py what people and practices see of it
    network.py        who turns to whom
    draws.py          every random number, by its address
    contexts.py       what a workplace may be like where not all of it is known
    service.py        what each engine gives in a way of its own
    record.py         what a run writes down; weekly_line.py how the line of a week is written, facts.py what is told at a follow-up
    outcome.py        what became of the practice, from the facts; measures.py what each measure is; intervals.py how sure it is,
                      components.py what its spread goes back to
    cast.py           whose people a run is lived by: the shipped classes, or classes of one's own
    people_file.py    people in a Python file of one's own; own_code.py what their code is made of, and its fingerprint
    model.py          InterventionModel; on_mesa.py people as Mesa's agents
    random_inputs.py  random workplaces, parameters and levers, within their ranges
"""
