"""The week compiled, for many runs at once. No rule and no order stands here: the text of sim.model is compiled as it is.

    layout.py     where everything of a run lies in memory, made from what is declared
    views.py      people, practices and units as that text sees them, and where each name of them lies
    access.py     loads and stores of a name
    several.py    loops over people and practices, and from one view to another
    methods.py    methods and functions of the text, compiled as they stand; registered.py the rules
    services.py   what an engine gives: random numbers, colleagues, the record (sim.model.service)
    network.py    who turns to whom, the one thing written by hand a second time; philox.py the draws; columns.py what both look through
    stages.py     the stages in the order of sim.model.week; run.py whole runs
    dialect.py    what the text may use
    worlds.py     what is handed in, as a form of the kernel takes it; seen.py one run each of many settings, at chosen weeks
    native.py     compiled here; wasm.py compiled before and shipped
    engine.py     chunks of runs from Python; at_once.py says which form pays
    cache.py, guard.py   where compiled code is kept, and that it follows Mesa
"""
