"""Keeps what README.md shows equal to what the commands print now.

    python tests/readme.py           writes the outputs anew
    python tests/readme.py --check   exits 1 and names the first command whose output differs

A block after ``<!-- output: COMMAND -->`` is what the command prints: fenced text, or Markdown up to ``<!-- end -->``.
Blocks marked ``measured`` depend on the machine; they are written only when asked for with --measure.
"""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"<!-- (output|measured): (?P<command>[^\n]+) -->\n(?P<body>```\n.*?```\n|.*?<!-- end -->\n)", re.DOTALL)


def printed(command: str) -> str:
    """What a command prints, run with this Python's own takehold."""
    first, *rest = shlex.split(command)
    program = [sys.executable, "-m", "sim.cli"] if first == "takehold" else [sys.executable]
    done = subprocess.run([*program, *rest], capture_output=True, text=True, check=True, cwd=README.parent)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def renewed(text: str, measure: bool = False, only: str = "") -> str:
    """The text with every block written anew; studies start from nothing."""
    shutil.rmtree(README.parent / "results" / "readme", ignore_errors=True)
    def renew(match: re.Match[str]) -> str:
        kind, command, body = match[1], match["command"], match["body"]
        if (kind == "measured" and not measure) or only not in command:
            return match[0]
        output = printed(command)
        fenced = f"```\n{output}\n```\n" if body.startswith("```") else f"\n{output}\n\n<!-- end -->\n"
        return f"<!-- {kind}: {command} -->\n{fenced}"
    return BLOCK.sub(renew, text)


def stale(text: str, only: str = "") -> list[str]:
    """Commands whose output is no longer what the text shows."""
    new = renewed(text, only=only)
    return [old["command"] for old, now in zip(BLOCK.finditer(text), BLOCK.finditer(new), strict=True) if old[0] != now[0]]


if __name__ == "__main__":
    now = README.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        commands = stale(now)
        if commands:
            sys.exit(f"README.md no longer shows what this prints: {commands[0]}; run python tests/readme.py")
    else:
        README.write_text(renewed(now, "--measure" in sys.argv), encoding="utf-8")
