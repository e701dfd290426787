"""The same week compiled, for many runs at once.

The rules are the very functions of ``sim.rules``, registered with Numba; no equation stands here a second time.
What stands here is the order of the week over columns, one short loop per rule. It mirrors, stage by stage:

    layout.py    people, units and practices as columns and records (sim.workplace, sim.levers)
    philox.py    the draws (sim.draws)
    staffing.py  who is in a unit (sim.staffing, sim.network)
    meetings.py  the phase events (sim.meetings)
    week.py      the stages of a week (sim.week) and the line written down (sim.record)
    run.py       whole runs, and the facts of a unit at follow-up (sim.model, sim.outcome.unit_facts)
    engine.py    chunks of runs from Python; loads the rest only when Numba is there
"""
