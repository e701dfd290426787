"""Where a search keeps what is done: small files that are whole or not there, or memory for a search that nobody resumes."""

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from sim.errors import InputError
from sim.machine.received import check_regular, read_json_object
from sim.study.store.parts import put, write_json

Arrays = dict[str, np.ndarray]
SEARCH, SEAL = "search.json", "seal"


class Kept:
    """Arrays by name. folder: where they are kept; without one, in memory."""

    def __init__(self, folder: Path | None = None):
        self.folder = folder
        self._here: dict[str, Arrays] = {}

    def get(self, name: str) -> Arrays | None:
        """Arrays that were kept, or nothing. Raises InputError when the file is not as it was written."""
        if self.folder is None:
            return self._here.get(name)
        file = self.folder / "parts" / f"{name}.npz"
        if not file.exists():
            return None
        try:
            check_regular(file, "part of a search")
            with file.open("rb") as opened, np.load(opened) as kept:
                arrays = {key: kept[key] for key in kept.files}
            sealed = arrays.pop(SEAL, None)  # older parts have none
            if sealed is not None and not np.array_equal(sealed, _seal(name, arrays)):
                raise ValueError("it is not as it was written, or is that of another part")
            return arrays
        except (OSError, ValueError, KeyError, EOFError, MemoryError, BadZipFile) as error:
            raise InputError(f"{file} cannot be read: {' '.join(str(error).split())[:120]}; remove it and it is made again") from None

    def put(self, name: str, arrays: Arrays) -> Arrays:
        """Keep arrays; returns them."""
        if self.folder is None:
            self._here[name] = arrays
        else:
            content = BytesIO()
            np.savez_compressed(content, allow_pickle=False, **arrays, **{SEAL: _seal(name, arrays)})
            (self.folder / "parts").mkdir(exist_ok=True)
            put(self.folder / "parts" / f"{name}.npz", content.getvalue())
        return arrays

    def begun(self, identity: Any) -> None:
        """Note what the folder belongs to; raises InputError when it belongs to another search."""
        if self.folder is None:
            return
        file, told = self.folder / SEARCH, json.loads(json.dumps(identity))
        if not file.exists():
            write_json(file, told)
        elif read_json_object(file, "record of a search") != told:
            raise InputError(f"{file} was begun with other settings or other code; choose another --out")


def _seal(name: str, arrays: Arrays) -> np.ndarray:
    """The digest of a part: of its name and of every array, as bytes."""
    digest = hashlib.sha256(name.encode())
    for key in sorted(arrays):
        array = np.asarray(arrays[key])
        digest.update(f"\0{key} {array.dtype.str} {array.shape} ".encode() + array.tobytes())
    return np.frombuffer(digest.digest(), np.uint8)
