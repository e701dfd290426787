"""Parts put together to a sentence, and sentences to a paragraph of the terminal's width."""

import textwrap
from collections.abc import Sequence

from sim.machine.streams import fitting


def listed(parts: Sequence[str]) -> str:
    """Parts with commas, and 'and' before the last one."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def filled(text: str, width: int = 100) -> str:
    """A paragraph in lines that fit the terminal, all but the first indented."""
    held = text.replace(" %", "\0%")  # no line begins with a per cent sign
    return textwrap.fill(held, fitting(width), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False).replace("\0", " ")
