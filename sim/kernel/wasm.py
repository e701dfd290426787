"""kernel.wasm in Python, by wasmtime: the same bits as the compiled engine, without a compiler and at once."""

import atexit
import ctypes
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.kernel.cache import SOURCES, digest
from sim.kernel.layout import Worlds
from sim.model.cast import SHIPPED, Cast

KERNEL = Path(__file__).parents[1] / "webassembly" / "kernel.wasm"  # made by make wasm
MADE_OF = (*SOURCES, "webassembly/entries.py", "webassembly/build.py")
SECTION = b"\0\x21\x08takehold"  # the head of a section of one's own with twice twelve characters in it
GIVEN = ("parameters", "run", "contexts", "plans", "known", "named")  # blocks of worlds that are handed in; where weeks are not asked for, nothing that stands in the others is
PAGE, LINE = 65536, 64  # bytes; every block begins at a multiple of a line


def source_fingerprint() -> str:
    """Twelve characters that change with the sources that kernel.wasm is made of, and not with machines or versions of libraries."""
    return digest(MADE_OF, ())


def signed(module: bytes, fingerprint: str) -> bytes:
    """A module that says what it was made of, and what it is."""
    return module + SECTION + fingerprint.encode() + _mark(module)


def _mark(module: bytes) -> bytes:
    """Twelve characters of the module itself, so that damage is seen."""
    return hashlib.sha256(module).hexdigest()[:12].encode()


def fingerprint_of(module: bytes) -> str:
    """What a module says it was made of; nothing where it does not say so, or is damaged."""
    head, name, mark = module[:-24], module[-24:-12], module[-12:]
    code = head.removesuffix(SECTION)
    return name.decode("ascii", "replace") if code != head and mark == _mark(code) else ""


class Memory:
    """An instance of the module with its memory, which is laid out from the bottom up."""

    def __init__(self, path: Path = KERNEL) -> None:
        import wasmtime
        engine, module = _module(path)
        self._store = wasmtime.Store(engine)
        self._entries = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory, self.top = self._entries["memory"], int(self._entries["__heap_base"].value(self._store))

    def reserve(self, size: int) -> int:
        """Room for so many bytes; returns its address."""
        at = -(-self.top // LINE) * LINE
        self.top = at + size
        missing = self.top - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, -(-missing // PAGE))
        return at

    def put(self, block: np.ndarray, at: int | None = None) -> int:
        """Copy an array to an address, or into new room; returns the address."""
        at = self.reserve(block.nbytes) if at is None else at
        ctypes.memmove(self._start + at, np.ascontiguousarray(block).ctypes.data, block.nbytes)
        return at

    def take(self, at: int, block: np.ndarray) -> np.ndarray:
        """Copy what lies at an address into an array, and return it."""
        ctypes.memmove(block.ctypes.data, self._start + at, block.nbytes)
        return block

    def call(self, entry: str, *numbers: int) -> int:
        """Call an entry; raises RuntimeError where it fails."""
        told = self._entries[entry](self._store, *numbers)
        if told < 0:
            raise RuntimeError(f"kernel.wasm: {entry} failed")
        return int(told)

    @property
    def _start(self) -> int:
        return ctypes.addressof(self._memory.data_ptr(self._store).contents)


@cache
def _module(path: Path) -> tuple[Any, Any]:
    import wasmtime
    atexit.register(_module.cache_clear)  # wasmtime takes its things apart itself, and complains when Python is gone by then
    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, path.read_bytes())


def runs(worlds: Worlds, count: int, weeks: np.ndarray, every_week: bool, cast: Cast = SHIPPED, path: Path = KERNEL) -> int:
    """As sim.kernel.run.runs, of worlds of the shipped people in Python's memory: they are copied in, lived, and what is told is copied back."""
    assert cast == SHIPPED
    memory, states = Memory(path), worlds.blocks["states"]
    places = {name: memory.reserve(block.nbytes) for name, block in worlds.blocks.items()}
    moved = {name: places[name] - block.ctypes.data for name, block in worlds.blocks.items()}
    for name in worlds.blocks if every_week else GIVEN:
        memory.put(worlds.blocks[name], places[name])
    memory.put(_shifted(states, moved, 1), places["states"])
    if "then" in places:
        memory.put(_moved(worlds.blocks["then"], moved), places["then"])
    lived = memory.call("run", memory.put(_moved(worlds.records, moved)), len(worlds.records), count, memory.put(np.asarray(weeks, np.int64)), len(weeks), every_week)
    for name in worlds.blocks.keys() - {"then"} if every_week else ("facts",):
        memory.take(places[name], worlds.blocks[name])
    if every_week:
        states[:] = _shifted(states, moved, -1)
    return lived


def _moved(records: np.ndarray, moved: dict[str, int]) -> np.ndarray:
    """Records of worlds with the addresses of their blocks moved."""
    records = records.copy()
    for name, by in moved.items():
        records[name] += by
    return records


def _shifted(states: np.ndarray, moved: dict[str, int], times: int) -> np.ndarray:
    """The states of units with the addresses of their people moved."""
    shifted = states.copy()
    for name in ("people", "counts"):
        shifted[name] += times * moved[name]
    return shifted
