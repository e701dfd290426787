"""Keeps what README.md and the pages in docs/ show equal to what the commands print now.

    python tests/pages.py             writes the outputs anew
    python tests/pages.py --check     exits 1 and names the first command whose output differs, and its page
    python tests/pages.py --measure [WORD]
                                      writes the measured ones too; with a WORD, only the commands that hold it
    PYTHON tests/pages.py --in DIR [WORD ...]
                                      checks with the takehold that is installed for PYTHON, in an empty folder; only commands with a WORD

A block after ``<!-- output: COMMAND -->`` is what the command prints: fenced text, or Markdown up to ``<!-- end -->``.
Blocks marked ``measured`` depend on the machine or take long, so only --measure writes them.
What a page shows without its output is run by --in: first the files after ``<!-- file: NAME -->`` are written,
then the commands run in their order, then the Python.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"<!-- (output|measured): (?P<command>[^\n]+) -->\n(?P<body>```\n.*?```\n|.*?<!-- end -->\n)", re.DOTALL)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_HERE = re.compile(r"takehold lab(?!.* --out)|.* --on dask")  # opens a browser, or serves until Ctrl-C; needs an extra


def printed(command: str, folder: Path = ROOT) -> str:
    """What a command prints in a folder, run with this Python's own takehold."""
    first, *rest = shlex.split(command, comments=True)
    program = [sys.executable, "-m", "sim.cli"] if first == "takehold" else [sys.executable]
    plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # as on no terminal; Readline sets one, unseen
    done = subprocess.run([*program, *rest], capture_output=True, text=True, check=False, cwd=folder, env=plain)
    if done.returncode:
        raise SystemExit(f"{command}\n{done.stderr.strip()}")
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def renewed(text: str, measure: bool = False, only: str = "", folder: Path = ROOT) -> str:
    """The text with every block written anew; studies start from nothing."""
    shutil.rmtree(folder / "results" / "pages", ignore_errors=True)
    def renew(match: re.Match[str]) -> str:
        kind, command, body = match[1], match["command"], match["body"]
        if (kind == "measured" and not measure) or only not in command:
            return match[0]
        output = printed(command, folder)
        fenced = f"```\n{output}\n```\n" if body.startswith("```") else f"\n{output}\n\n<!-- end -->\n"
        return f"<!-- {kind}: {command} -->\n{fenced}"
    return BLOCK.sub(renew, text)


def stale(text: str, only: str = "", folder: Path = ROOT) -> list[str]:
    """Commands whose output is no longer what the text shows."""
    new = renewed(text, only=only, folder=folder)
    return [old["command"] for old, now in zip(BLOCK.finditer(text), BLOCK.finditer(new), strict=True) if old[0] != now[0]]


def others(text: str) -> tuple[dict[str, str], list[str], str]:
    """What is shown without its output: files by name, the commands in their order, and the Python (no doctests: pytest runs those)."""
    blocks = FENCED.findall(BLOCK.sub("", text))
    commands = [line for kind, block in blocks if not kind for line in block.splitlines() if line.startswith("takehold ")]
    code = "".join(block for kind, block in blocks if kind == "python" and ">>>" not in block)
    return dict(FILE.findall(text)), [command for command in commands if not NOT_HERE.match(command)], code


def check_installed(page: str, text: str, folder: Path, words: list[str]) -> None:
    """Run what a page shows in a folder, as somebody does who installed a wheel; exits 1 with the first that fails or differs.

    words: only marked commands that hold one of them; without any, all that is shown.
    """
    for block in BLOCK.finditer(text):
        if block[1] == "output" and (not words or any(word in block["command"] for word in words)):
            if stale(block[0], folder=folder):
                raise SystemExit(f"{page} shows something else than this prints when it is installed: {block['command']}")
            print(f"as {page} shows it: {block['command']}", flush=True)
    if not words:
        files, commands, code = others(text)
        if code:
            files, commands = {**files, "shown.py": code}, [*commands, "python shown.py"]
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        for command in commands:
            printed(command, folder)
            print(f"runs, as in {page}: {command}", flush=True)


def main(arguments: list[str]) -> None:
    """Write or check every page."""
    if "--in" in arguments:
        folder, *words = arguments[arguments.index("--in") + 1:]
        printed("takehold lessons --copy all --to notebooks", Path(folder))
    only = arguments[1] if arguments[:1] == ["--measure"] and len(arguments) > 1 else ""
    for path in PAGES:
        page, now = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        if "--in" in arguments:
            check_installed(page, now, Path(folder), words)
        elif "--check" in arguments:
            for command in stale(now):
                sys.exit(f"{page} no longer shows what this prints: {command}; run python tests/pages.py")
        else:
            path.write_text(renewed(now, "--measure" in arguments, only), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
