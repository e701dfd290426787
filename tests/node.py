"""Scripts for Node, which runs the modules of a page as browsers do."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs Node, which .ci/node installs")


def answers(script, cases=()):
    """What a script beside this file tells of cases on its standard input: a value of JSON on each line."""
    done = subprocess.run([str(NODE), str(Path(__file__).with_name(script))], input=json.dumps(list(cases)), capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
