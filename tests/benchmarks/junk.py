"""What damaged inputs are made of, and the command in this process: shared by the kinds of hostile.py."""

import contextlib
import io
import random
import sys
import warnings
from pathlib import Path

import pandas as pd

from sim import InputError
from sim.cli import main

JUNK = ["", " ", "nan", "inf", "-inf", "1e400", "-1", "0", "1", "0.5", "2", "99999999999999999999", "0x10", "1_000", "true", "null", "None",
        "'", '"', "\\", "\x00", "\x1b[31m", "\u202e", "ÆØÅ", "😀", "a" * 5000, "--", "-", "=", "a=b=c", "{}", "[]", "../..", "/dev/zero",
        "/dev/null", "/", "*", "%s%n", "'; drop table runs; --", "1,5", "1;2", "NULL", "é" * 300, "\r\n", "\t", "ſ", "١"]
VALUES = [None, True, False, 0, 1, -1, 5, 10**30, 0.5, -0.5, float("nan"), float("inf"), 1j, b"0.5", bytearray(b"x"), "", "x", "1", [], [1],
          {}, {"a": 1}, {None: 1}, {1: None}, (), (1, 2), set(), object(), object, len, Path("x"), range(3), pd.DataFrame(), pd.Series([1]),
          pd.DataFrame({"a": [1]}), *JUNK[:20]]


def altered(text: str, rng: random.Random) -> str:
    """A text with some of its lines, words or characters replaced, moved, doubled or lost."""
    lines = text.splitlines()
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        at = rng.randrange(len(lines))
        name, equal, value = lines[at].partition("=")
        kind = rng.randrange(7)
        if kind == 0 and equal:
            lines[at] = f"{name}= {rng.choice([*JUNK, *map(repr, JUNK), '[1, 2]', '{ a = 1 }', '1979-05-27', '[[]]'])}"
        elif kind == 1 and equal:
            lines[at] = f"{rng.choice([*JUNK, name[:-2], name + 'x', name.upper()])} ={value}"
        elif kind == 2:
            lines.insert(at, rng.choice(lines))
        elif kind == 3 and len(lines) > 1:
            del lines[at]
        elif kind == 4 and lines[at]:
            place = rng.randrange(len(lines[at]))
            lines[at] = lines[at][:place] + rng.choice(JUNK) + lines[at][place + 1:]
        elif kind == 5:
            lines[at] = rng.choice(["[[units]]", "[units]", "[[units.practices]]", "[units.leader]", "[vary]", "[fixed]", "x"])
        elif equal:
            with contextlib.suppress(ValueError):
                lines[at] = f"{name}= {float(value.split('#')[0]) * rng.choice([-1, 0, 0.5, 2, 10, 1e9])}"
    return "\n".join(lines) + "\n"


def write(path: Path, text: str, rng: random.Random) -> Path:
    """A file of that text, at times with bytes that are no text, or cut off."""
    data = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        data = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    path.write_bytes(data[:rng.randrange(1, len(data) + 1)] if rng.random() < 0.05 else data)
    return path


def command(words: list[str]) -> None:
    """The command in this process; any ending but a result or one sentence is an error."""
    before, sys.argv = sys.argv, ["takehold", *words]
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
            warnings.simplefilter("always")
            main.main()
    except SystemExit as stop:
        status, told = stop.code or 0, err.getvalue().strip()
        if status != 0:
            if not all(line.startswith(("  ", "takehold: ")) for line in told.splitlines()) or "Traceback" in told:
                raise AssertionError(f"status {status} and {told[:300]!r}") from None
            raise InputError(told) from None
        unwritten = any("nan" in line.split() and line != "nan" for line in out.getvalue().splitlines())  # alone it is a study's question
        if unwritten or any(ord(sign) < 32 and sign not in "\n\t" for sign in out.getvalue()):
            raise AssertionError("control characters or nan on the screen") from None
    finally:
        sys.argv = before
