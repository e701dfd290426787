"""Many generated inputs of every kind: each gives a result or one sentence, within seconds and little memory; damage never goes unseen.

    python tests/benchmarks/hostile.py [COUNT] [SEED] [KIND ...]

Kinds: workplaces, studies, designs, commands, calls, folders, and those of hostile_own.py: surveys, people, observed, fits, ensembles;
without, all of them, those that take longest more seldom. Prints how many were taken and refused, and every other ending by kind
with the number that makes it again; ends with status 1 when there was one. Tests run a few hundred of each.
"""

import inspect
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import hostile_own
import pandas as pd
from junk import JUNK, VALUES, altered, command, write

import sim
from sim import InputError
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import MECHANISMS, PARAMETERS
from sim.inputs.reading import SHIPPED, load_workplace, read_workplace
from sim.model.measures import NUMBERS

SECONDS = 30  # of one input
MEMORY, MOST = 1_000_000_000, 12_000_000_000  # bytes of growth over all inputs, and of addresses that may be asked for
Case = Callable[[random.Random, Path], None]


def workplaces(rng: random.Random, folder: Path) -> None:
    """A damaged workplace file is read, and run once where it can be."""
    source = rng.choice(sorted(SHIPPED.glob("*.toml")))
    path = write(folder / "w.toml", altered(source.read_text(encoding="utf-8"), rng), rng)
    sim.simulate(read_workplace(path), runs=1, seed=rng.randrange(100))


STUDY = """question = "Does it hold?"
workplaces = ["hjemmeplejen"]
replications = 2
seed = 3
follow_ups = [17, 30]
[fixed]
"lever.involvement" = 0.4
"""
VARY = ('[vary.grid]\ntrust_in_leader = [0.2, 0.8]\n"leader.value" = [0.3, 0.7]\n',
        '[vary.latin_hypercube]\npoints = 4\nseed = 1\n[vary.latin_hypercube.ranges]\ntrust_in_leader = [0.2, 0.8]\n'
        '"lever.restart" = [0, 1]\n',
        '[[vary.points]]\ntrust_in_leader = 0.3\n[[vary.points]]\ntrust_in_leader = 0.4\n', "")


def studies(rng: random.Random, folder: Path) -> None:
    """A damaged study file is run where that is cheap, else looked at."""
    path = write(folder / "s.toml", altered(STUDY + rng.choice(VARY), rng), rng)
    command(["study", str(path), "--out", str(folder / "out"), "--workers", "1", *(["--dry-run"] if rng.random() < 0.8 else [])])


def designs(rng: random.Random, folder: Path) -> None:
    """A CSV of points, as spreadsheets of several countries write it, and damaged."""
    cell, point = rng.choice([(",", "."), (";", ","), ("\t", "."), (";", "."), (",", ",")])
    rows = [cell.join(["trust_in_leader", "lever.restart", "leader.value"])]
    for _ in range(rng.randint(0, 4)):
        yes = rng.choice(["TRUE", "FALSE", "1", "0", "1", "0", rng.choice(["yes", *JUNK[:8]])])
        rows.append(cell.join([f"{rng.random():.2f}".replace(".", point), yes, f"{rng.random():.1f}".replace(".", point)]))
    text = "\n".join(rows) + "\n"
    text = altered(text, rng) if rng.random() < 0.4 else text
    (folder / "points.csv").write_bytes(text.encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "latin-1"]), "replace"))
    path = write(folder / "s.toml", STUDY + '[vary]\npoints = "points.csv"\n', random.Random(0))
    command(["study", str(path), "--out", str(folder / "out"), "--workers", "1", "--dry-run"])


def commands(rng: random.Random, folder: Path) -> None:
    """A command line of valid and senseless words; what is valid is kept small."""
    places = ["plejecenter-1", "plejecenter-2", "hjemmeplejen", "all", str(folder / "w.toml"), *JUNK]
    some = {"run": ["--runs", "2", "--sets", "0"], "what-if": ["--runs", "2", "--sets", "2"], "check": [], "new": [],
            "explain": ["--runs", "1", "--sets", "0"], "levers": [], "results": [],
            "parameters": [], "mechanisms": [], "studies": [], "study": ["--dry-run"], "workplaces": [], "survey": [], "lessons": [],
            "lab": ["--out", str(folder / "lab.html"), "--no-open"], "report": ["--runs", "2", "--first-runs", "0", "--sets", "0"],
            "priorities": ["--runs", "8"], "map": ["--runs", "8", "--steps", "2"], "ask": ["--members", "16", "--runs", "2"],
            "fit": ["--members", "20", "--runs", "2"], "patterns": ["--runs", "2"], "evidence": ["--list"], "ensemble": [],
            "sensitivity": ["--points", "4", "--replications", "1"]}
    name = rng.choice([*some, rng.choice(JUNK)])
    words = [name, *([rng.choice(places[:4] if rng.random() < 0.7 else places)] if rng.random() < 0.9 else [])]
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        option = rng.choice(["--lever", "--set", "--without", "--seed", "--follow-up", "--measure", "--unit", "--json", "--csv", "--plot",
                             "--runs", "--workers", "--sql", "--out", "--shard", "--on", "--engine", "--given", "--from", "--people",
                             "--sets", "--contexts", "--roster", "--codebook", "--copy", "--to", "--x", "--question", "--room",
                             rng.choice(JUNK)])
        right = {"--lever": rng.choice(["involvement=0.4", "restart=1"]), "--set": rng.choice(["trust_rate=0.05", "leader.value=0.3"]),
                 "--without": rng.choice(list(MECHANISMS)), "--seed": "0", "--follow-up": rng.choice(["17", "17,30"]),
                 "--measure": rng.choice(list(NUMBERS)), "--csv": str(folder / "a.csv"), "--engine": "fast"}
        wrong = [f"{rng.choice([*LEVERS, *PARAMETERS, *JUNK])}={rng.choice(JUNK)}", rng.choice([*MECHANISMS, *NUMBERS]),
                 rng.choice(JUNK), str(folder / rng.choice(["a.csv", "a.png", "a.xlsx", "no/a.csv", "."]))]
        value = right[option] if option in right and rng.random() < 0.7 else rng.choice(wrong)
        words += [option] if option == "--json" else [option, "2" if option in ("--runs", "--workers") else value]
    command([*words, *some.get(name, [])])


def calls(rng: random.Random, folder: Path) -> None:
    """A public function with senseless arguments."""
    called = rng.choice([sim.simulate, sim.load_workplace, sim.run_study, sim.read_study, sim.study_sql, sim.trajectories, sim.with_context,
                         sim.check_patterns, sim.drop_out, sim.InterventionModel, sim.plot.outcomes, sim.plot.distribution,
                         sim.plot.paired])
    known = inspect.signature(called).parameters
    needed = [name for name, one in known.items()
              if one.default is one.empty and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    named = [name for name in known if name not in ("workers", "progress", "axes", "figure", "command", "kwargs")]
    odd = needed if rng.random() < 0.3 else []
    given = {name: rng.choice(VALUES) for name in (*odd, *rng.sample(named, rng.randint(0, min(2, len(named)))))}
    given = {name: right_argument(name, called) for name in needed if name not in given} | given
    if "workplace" in given and rng.random() < 0.7:
        given["workplace"] = "plejecenter-2"
    if called is sim.check_patterns:
        given["runs"] = rng.choice(["x", None, -1])  # a valid number would run them all
    elif isinstance(given.get("runs"), int) and given["runs"] > 5:
        given["runs"] = 2
    called(**given)


def right_argument(name: str, called: object) -> object:
    """An argument that a function can use."""
    if name in ("runs", "weeks", "first", "second") and called is not sim.simulate:
        if "rows" not in _STORED_ROWS:
            _STORED_ROWS.update(rows=sim.simulate("plejecenter-2", runs=2), weeks=sim.trajectories("plejecenter-2", runs=2))
        return _STORED_ROWS["weeks" if name == "weeks" else "rows"]
    return {"name_or_path": "bostedet", "values": {"leader.value": 0.4}, "sql": "select 1", "file": "none.toml", "folder": "none",
            "workplace": "plejecenter-2"}.get(name, 2)


_STORED_ROWS: dict[str, pd.DataFrame] = {}
_STORED: dict[str, object] = {}


def folders(rng: random.Random, folder: Path) -> None:
    """A stored study with one file damaged: read as it was, or refused."""
    if not _STORED:
        base = folder.parent / "stored"  # beside the folders of the single inputs, which are removed
        base.mkdir()
        (base / "s.toml").write_text(STUDY.replace("[fixed]", 'keep = ["trust_leader"]\n[fixed]') + VARY[0], encoding="utf-8")
        _STORED.update(base=base / "out", rows=sim.read_study(sim.run_study(base / "s.toml", base / "out", workers=1)))
    place = shutil.copytree(_STORED["base"], folder / "out")  # type: ignore[call-overload]
    path = rng.choice([one for one in sorted(place.rglob("*")) if one.is_file()])
    data = bytearray(path.read_bytes())
    kind = rng.randrange(6)
    if kind <= 2 and data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif kind == 3:
        data = data[:rng.randrange(len(data) + 1)]
    elif kind == 4:
        other = rng.choice([one for one in sorted(place.rglob("*")) if one.is_file()])
        data = bytearray(other.read_bytes())
    else:
        text = data.decode("utf-8", "replace").splitlines() or [""]
        at = rng.randrange(len(text))
        text[at] = rng.choice([*JUNK, '{"a": 1}', "[]", text[at].replace("1", "2"), text[at].replace("0", "9")])
        data = bytearray("\n".join(text).encode("utf-8", "surrogatepass")) if path.suffix != ".parquet" else data + b"x"
    path.write_bytes(bytes(data))
    pd.testing.assert_frame_equal(sim.read_study(place), _STORED["rows"], check_exact=True)  # type: ignore[arg-type]
    command(["results", str(place)])


KINDS: dict[str, Case] = {one.__name__: one for one in (workplaces, studies, designs, commands, calls, folders)} | hostile_own.KINDS
MIXED = [*["workplaces", "commands", "calls", "surveys", "people", "observed"] * 3, "studies", "designs", "folders", "fits", "ensembles"]


def ending(kind: str, number: int, seed: int, folder: Path) -> str:
    """What became of one input: taken, refused, or what went wrong."""
    rng, place = random.Random(f"{seed} {kind} {number}"), Path(tempfile.mkdtemp(dir=folder))
    here = Path.cwd()
    os.chdir(place)
    signal.alarm(SECONDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            KINDS[kind](rng, place)
        return "taken"
    except InputError as told:
        lines = [told.sentence, *told.each]
        return "refused" if all(len(one.splitlines()) == 1 and len(one) < 500 for one in lines) else f"no one sentence: {str(told)[:200]!r}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if f"{os.sep}sim{os.sep}" in frame.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "tests"
        return f"{type(error).__name__} at {where}: {' '.join(str(error).split())[:160]}"
    finally:
        signal.alarm(0)
        os.chdir(here)
        shutil.rmtree(place, ignore_errors=True)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"took more than {SECONDS} s")


def run(count: int, seed: int, kinds: list[str]) -> Counter[str]:
    """Try so many inputs of these kinds; returns how often each ending came, by kind."""
    signal.signal(signal.SIGALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))  # what would fill the machine ends as an error
    sim.simulate(load_workplace("plejecenter-2"))  # compiled before the clock runs
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="takehold-hostile-") as folder:
        for kind in set(kinds) & set(hostile_own.MADE_BEFORE):
            hostile_own.MADE_BEFORE[kind](Path(folder))
        start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(count):
            kind = kinds[number % len(kinds)]
            end = ending(kind, number, seed, Path(folder))
            if f"{kind}: {end}" not in found and end not in ("taken", "refused"):
                print(f"{kind} {number}: {end}", flush=True)
            found[f"{kind}: {end}"] += 1
            if (number + 1) % 10_000 == 0:
                print(f"{number + 1:,} of {count:,}", file=sys.stderr, flush=True)
        grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
    if grown > MEMORY:
        found[f"memory: grew by {grown:,} bytes"] += 1
    return found


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    endings = run(asked[0] if asked else 6_000, asked[1] if len(asked) > 1 else 0, [w for w in sys.argv[1:] if w in KINDS] or MIXED)
    print("\n".join(f"{count:7,}  {end}" for end, count in sorted(endings.items())))
    sys.exit(any(not end.endswith((": taken", ": refused")) for end in endings))
