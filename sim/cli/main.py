"""The command takehold. Heavy libraries are loaded inside the commands, so that --help answers at once."""

import sys
import warnings
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sim.cli.ask import ask
from sim.cli.calibration import calibrate
from sim.cli.ensemble import ensemble
from sim.cli.explain import explain
from sim.cli.fit import fit
from sim.cli.lab import lab
from sim.cli.lessons import lessons
from sim.cli.lists import levers, mechanisms, parameters, workplaces
from sim.cli.patterns import evidence, patterns
from sim.cli.priorities import priorities, priority_map
from sim.cli.report import report
from sim.cli.run import run
from sim.cli.sensitivity import sensitivity
from sim.cli.study import results, studies, study
from sim.cli.survey import survey
from sim.cli.what_if import what_if
from sim.cli.workplace_files import check, new
from sim.errors import InputError, check_printable
from sim.machine import streams
from sim.version import VERSION

app = typer.Typer(name="takehold", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Why do new practices at work take hold, or not? An agent-based laboratory: it illustrates and explores, "
                       "and never forecasts one workplace.")
COMMANDS: tuple[Callable[..., None], ...] = (  # as --help tells them
    run, workplaces, parameters, mechanisms, levers, check, new, survey, explain, patterns, evidence, priority_map, what_if, study, studies,
    results, sensitivity, calibrate, ensemble, priorities, ask, fit, report, lab, lessons)
INTERRUPTED = 130  # exit status after Ctrl-C

for command in COMMANDS:
    app.command("map" if command is priority_map else None)(command)


def _version(asked: bool) -> None:
    if asked:
        print(f"takehold {VERSION}")
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                   help="print the version")] = False) -> None:
    pass


def main() -> None:
    """Entry point: complaints become one sentence on standard error and exit status 2, and warnings a sentence, too."""
    warnings.formatwarning = lambda message, *_, **__: f"takehold: {message}\n"
    try:
        streams.make_ready()
        code = _answered()
        sys.stdout.flush()
        if code == INTERRUPTED:
            _stop("stopped; nothing is half-written", INTERRUPTED)
    except InputError as complaint:
        _stop(str(complaint), 2)
    except typer.Abort:
        _stop("stopped; nothing is half-written", INTERRUPTED)
    except KeyboardInterrupt:
        _stop("stopped; nothing is half-written", INTERRUPTED)
    except BrokenPipeError:
        streams.give_up(1)
        sys.exit(1)
    except OSError as error:
        streams.give_up(1)
        _stop(streams.in_words(error), 1)
    except MemoryError:
        _stop("there is not enough memory for this", 1)
    except Exception as error:
        from sim.runs.own_people import fault_in_a_file
        message = getattr(error, "format_message", None)
        if fault := fault_in_a_file(error):
            _stop(fault, 2)
        if message is None:
            raise
        _stop(" ".join(message().split()) or "see takehold --help", 2)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _answered() -> Any:
    """Do what the command line asks; without a command, say what there is."""
    _check(sys.argv[1:])
    try:
        return app(standalone_mode=False)
    except Exception as error:
        if not type(error).__name__.startswith("NoArgsIsHelp"):
            raise
        print(error.format_message())  # type: ignore[attr-defined]
        return 0


def _check(words: list[str]) -> None:
    """Raises InputError for a word that is empty, which is easily taken for one that is left out, or cannot be shown."""
    for word in words:
        name, equal, value = word.partition("=") if word.startswith("--") else ("an argument", "=", word)
        if equal and not value.strip():
            raise InputError(f"{name} is empty; leave it out, or say what it is to be")
        try:
            check_printable(word)
        except ValueError as error:
            raise InputError(f"{word}: an argument {error}") from None


def _stop(text: str, status: int) -> None:
    streams.say(f"takehold: {text}")
    sys.exit(status)


if __name__ == "__main__":
    main()
