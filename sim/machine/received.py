"""Files that are handed over, read with care: regular files of a few megabytes, text in UTF-8, JSON that is shown as it stands."""

import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

from sim.errors import InputError, check_printable

MOST = 16_000_000  # bytes; what Takehold reads as a whole is written by hand or as small as that
DEEPEST = 30  # levels of JSON


def read_small_file(path: str | Path, what: str = "file", most: int = MOST, follow: bool = True) -> bytes:
    """The content of a regular file; raises InputError for a device, a pipe, a folder, or more than ``most`` bytes.

    what: the kind of file, for the complaint. follow: whether a link may lead to it.
    """
    try:
        check_regular(path, what, follow)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
        with os.fdopen(descriptor, "rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > most:
        raise InputError(f"{path} is too large for a {what}: more than {most / 1e6:g} MB")
    return content


def check_regular(path: str | Path, what: str = "file", follow: bool = True) -> None:
    """Raises InputError for what is no regular file, OSError where nothing can be found out."""
    mode = Path(path).stat(follow_symlinks=follow).st_mode
    if stat.S_ISDIR(mode):
        raise InputError(f"{path} is a folder, not a {what}")
    if stat.S_ISLNK(mode):
        raise InputError(f"{path} is a link; links are not followed out of a study's folder")
    if not stat.S_ISREG(mode):
        raise InputError(f"{path} is not a regular file, so it is no {what}")


def read_small_text(path: str | Path, what: str = "file", most: int = MOST, follow: bool = True) -> str:
    """The text of a regular file in UTF-8, with or without a byte order mark; raises InputError."""
    try:
        return read_small_file(path, what, most, follow).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start})") from None


def read_toml(path: str | Path, what: str = "file") -> tuple[str, dict[str, Any]]:
    """Text and entries of a TOML file; raises InputError when it cannot be read."""
    text = read_small_text(path, what)
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number too long to read
        raise InputError(f"{path} is not valid TOML: {str(error)[:150]}") from None


def read_json_object(path: str | Path, what: str = "file", follow: bool = True) -> dict[str, Any]:
    """The entries of a JSON file that holds an object.

    Raises InputError for anything else, for NaN and infinities, for control characters and for deep nesting.
    """
    text = read_small_text(path, what, follow=follow)
    try:
        told = json.loads(text, parse_constant=_no_number)
        _check_texts(told, DEEPEST)
    except RecursionError:
        raise InputError(f"{path} is nested too deeply for a {what}") from None
    except ValueError as error:
        raise InputError(f"{path} cannot be read as JSON: {error}") from None
    if not isinstance(told, dict):
        raise InputError(f"{path} cannot be read as a {what}: it holds no object")
    return told


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is not a number")


def _check_texts(value: Any, deepest: int) -> None:
    """Raises ValueError for a text that cannot be shown, RecursionError below the deepest level."""
    if isinstance(value, str):
        check_printable(value)
    elif isinstance(value, (dict, list)):
        if not deepest:
            raise RecursionError
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            _check_texts(part, deepest - 1)
