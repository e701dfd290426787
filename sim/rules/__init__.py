"""The rule book: one behavioural rule stands once, as a small pure function of plain numbers.

A rule knows nothing of Mesa, NumPy, files or random generators: a random number is an argument.
Only ``+ - * /``, comparisons, conditional expressions, ``sqrt`` and ``int`` are used, because those give
the same bits in every engine and on every machine. Each docstring follows one order: a plain
sentence, Equation, Symbols, Source, Grade (measured, theory or assumed), a worked example.
"""
