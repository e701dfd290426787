"""Reading and writing an ensemble: ensemble.npz, or ensemble.csv as it was before, with ensemble.json beside it."""

import hashlib
import io
import zlib
from pathlib import Path
from typing import Annotated, Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.calibration.cube import BETWEEN, Cube, rounded
from sim.calibration.members import Ensemble
from sim.calibration.older import held_since, say, told
from sim.errors import InputError, check_path, check_printable
from sim.inputs.validation import sentence
from sim.machine.plain import digest_of
from sim.machine.received import MOST, read_json_object, read_small_file

__all__ = ["OLDER", "SHIPPED", "TABLE", "Ensemble", "load_ensemble", "write_ensemble"]

TABLE, OLDER = "ensemble.npz", "ensemble.csv"
DIGEST, SEAL = "digest", "seal"  # of the archive, and of all that stands in ensemble.json beside the seal; older ensembles have neither
SHIPPED = next(file for file in map(Path(__file__).with_name, (TABLE, OLDER)) if file.exists())
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Wave(BaseModel):
    """What is told of a wave of the search from set to set that was used before."""

    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    steps_taken: Share


class Audited(BaseModel):
    """What the audit of the emulator found."""

    audited: Count
    found: Count
    left_out: Share
    at_most: Share


class Stopped(BaseModel):
    """What stopping early loses."""

    looked_at: Count
    share: Share
    at_most: Share


class RuledOut(BaseModel):
    """Which share of plain draws a finding rules out."""

    finding: str
    share: Share


class RulesOut(BaseModel):
    """The same of each finding alone, and of all together."""

    draws: Count
    alone: list[RuledOut]
    together: Share


class Ends(BaseModel):
    """The range over which an entry of a workplace varied, and what is recorded."""

    low: Annotated[float, Field(allow_inf_nan=False)]
    high: Annotated[float, Field(allow_inf_nan=False)]
    recorded: Annotated[float, Field(allow_inf_nan=False)]


class Provenance(BaseModel):
    """Where an ensemble comes from, as far as it is told again."""

    model_config = ConfigDict(strict=True)

    members: Annotated[int, Field(ge=1)]
    seed: int
    runs: Annotated[list[int], Field(min_length=2, max_length=2)]
    tried: int
    code: str
    answers: str


class OlderProvenance(Provenance):
    """The same of one that came by a search from set to set."""

    waves: Annotated[list[Wave], Field(min_length=1)]
    effective_ancestors: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class NewProvenance(Provenance):
    """The same of one whose members were accepted one by one."""

    entries: dict[str, Ends] = Field(default_factory=dict)
    simulated: Count
    share_simulated: Share
    audit: Audited
    stopped_early: Stopped
    rules_out: RulesOut


def write_ensemble(folder: Path, cube: Cube, values: np.ndarray, provenance: dict[str, Any]) -> None:
    """Write ensemble.npz and ensemble.json, sealed. values: a row per member, six significant digits, which float32 keeps."""
    from sim.study.store.parts import put, write_json  # which load DuckDB, and every command that asks an ensemble would wait for it
    content = io.BytesIO()
    names = np.frombuffer("\n".join(cube.names).encode(), np.uint8)
    np.savez_compressed(content, allow_pickle=False, names=names, values=values.astype(np.float32))
    told = {DIGEST: hashlib.sha256(content.getvalue()).hexdigest(), **provenance}
    put(folder / TABLE, content.getvalue())
    write_json(folder / "ensemble.json", {**told, SEAL: digest_of(told)})


def load_ensemble(path: str | Path | None = None) -> Ensemble:
    """Read an ensemble: the one that comes with Takehold, or a folder or file that takehold calibrate wrote.

    One made before the model had some parameter holds it where it does nothing, and says so in a warning.
    Raises InputError for a file that is missing, is not as it was written, names parameters that the model does not have, or lacks one
    that always acts.
    """
    if path is not None:
        check_path("ensemble", path)
    file = SHIPPED if path is None else Path(path)
    if file.is_dir():
        file = file / (TABLE if (file / TABLE).exists() or not (file / OLDER).exists() else OLDER)
    kind = OlderProvenance if file.suffix == ".csv" else NewProvenance
    try:
        content = read_small_file(file, "ensemble")
        provenance = _unsealed(read_json_object(file.with_suffix(".json")), content)
        table = _read_csv(content) if file.suffix == ".csv" else _read_npz(content)
        kind(**provenance)
    except ValidationError as error:
        raise InputError(f"{file.with_suffix('.json')} does not say where the ensemble comes from: "
                         f"{sentence(error, provenance, kind)}; takehold calibrate --out DIR makes a new one") from None
    except ValueError as error:  # a InputError is one
        raise InputError(f"{file} is not an ensemble that can be read: {' '.join(str(error).split())[:200]}; "
                         "takehold calibrate --out DIR makes one") from None
    of_places = [name for name in table if BETWEEN in str(name)]
    if set(of_places) != set(provenance.get("entries", ())):
        raise InputError(f"{file.with_suffix('.json')} does not name the same entries of workplaces as {file.name}; "
                         "takehold calibrate --out DIR makes a new one")
    values = table.drop(columns=of_places)
    held = held_since(file, [str(name) for name in values])
    if len(values) != provenance["members"]:
        raise InputError(f"{file} does not hold {provenance['members']} rows: it was cut short; takehold calibrate --out DIR makes "
                         "a new one")
    made = Ensemble(values, provenance, held, table[of_places])
    try:
        made.members  # noqa: B018 - every value is checked here, once
    except InputError as complaint:
        raise InputError(f"{file}: {complaint}") from None
    if held:
        say(told(held))
    return made


def _unsealed(told: dict[str, Any], content: bytes) -> dict[str, Any]:
    """What ensemble.json tells, without digest and seal; raises ValueError where one of the two files is not as it was written."""
    rest = {name: value for name, value in told.items() if name not in (DIGEST, SEAL)}
    if len(rest) < len(told) and told.get(SEAL) != digest_of({name: value for name, value in told.items() if name != SEAL}):
        raise ValueError("ensemble.json was changed since it was written")
    if told.get(DIGEST, hashlib.sha256(content).hexdigest()) != hashlib.sha256(content).hexdigest():
        raise ValueError("it is damaged, or belongs to another ensemble.json")
    return rest


def _read_csv(content: bytes) -> pd.DataFrame:
    text = content.decode("utf-8-sig")
    return pd.read_csv(io.StringIO(text), dtype=str).astype(float)  # whose float() is exact to the last bit


def _read_npz(content: bytes) -> pd.DataFrame:
    """The table of an archive that holds just what was written; raises ValueError."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST:
                raise ValueError("it holds more than an ensemble does")
        with np.load(io.BytesIO(content)) as kept:
            words, values = kept["names"], kept["values"]
    # All that zipfile, zlib and NumPy raise on an archive that was cut short, changed, encrypted, or made of something else.
    except (BadZipFile, KeyError, EOFError, OSError, MemoryError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ValueError(str(error) or type(error).__name__) from None
    names = words.tobytes().decode().split("\n")
    if words.dtype != np.uint8 or values.dtype != np.float32 or values.shape[1:] != (len(names),):
        raise ValueError("names and values do not belong together")
    if not np.isfinite(values).all() or len(set(names)) < len(names):
        raise ValueError("a value is not a number, or a name appears twice")
    return pd.DataFrame(rounded(values), columns=[check_printable(name) for name in names])
