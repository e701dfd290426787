"""How a study is run: chunks, schedule, executors, progress, forecast.

    runner.py      run_study: check, lock, plan, run; preparing.py the folder and the plan before the first run
    chunks.py      which chunks of runs there are, and which are missing; schedule.py which comes next
    work.py        a chunk from its description to its file, in any thread, process or machine
    executors.py   threads, processes; cluster.py the same on Dask and Slurm
    progress.py    runs done, rate, time left; forecast.py how many runs, how long, how large
"""
