"""The command takehold: every command, and all that knows of a terminal. Heavy libraries are loaded inside the commands.

    main.py              all commands together, and how each ends; options.py, terminal.py what they share
    run.py, explain.py, what_if.py, patterns.py, priorities.py, ask.py, sensitivity.py, report.py, lab.py, lessons.py,
    survey.py, calibration.py, ensemble.py (over_ensemble.py)   a command each, or two
    study.py             studies: dry_run.py before one is run, show_study.py after
    lists.py             what there is to choose from; workplace_files.py workplaces of one's own
    odd.py               the generated parts of docs/ODD.md: odd_rules.py the rule book, odd_tables.py the tables
"""
