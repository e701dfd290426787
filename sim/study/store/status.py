"""status.jsonl: when a study was begun, stopped, finished, and what was made again; nothing is worked out from it."""

import json
import os
import time
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.machine.received import check_regular, read_small_text

STATUS = "status.jsonl"
EVENTS = ("begun", "finished", "stopped", "broken", "set aside", "made again")


def note(folder: Path, entry: dict[str, Any]) -> None:
    """Add a line to status.jsonl; raises InputError when there is no room, or it is no regular file."""
    line = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **entry}, ensure_ascii=False) + "\n"
    path = folder / STATUS
    try:
        if os.path.lexists(path):
            check_regular(path, "record of what happened", follow=False)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)
    except OSError as error:
        raise InputError(f"{STATUS} cannot be written to {folder}: {error.strerror or error}") from None


def notes(folder: Path) -> list[dict[str, Any]]:
    """The lines of status.jsonl that tell of an event; one torn by a kill is left out. Raises InputError for what is no such file."""
    if not os.path.lexists(folder / STATUS):
        return []
    found = []
    try:
        text = read_small_text(folder / STATUS, "record of what happened", follow=False)
    except InputError as complaint:
        raise InputError(f"{complaint}; remove it, no result depends on it") from None
    for line in text.splitlines():
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and told.get("event") in EVENTS:
            found.append(told)
    return found
