"""The folder of a fit: fit.json says what was observed and where it comes from, particles.npz what the runs show; both are sealed.

Nothing of a workplace's people stands in it: the workplace itself is named by its digest. It is read with the workplace beside it.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Annotated, Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.calibration.members import CONTEXTS, Ensemble
from sim.errors import InputError, check_path
from sim.fitting.observed import observations
from sim.fitting.particles import Ground, Particles, live
from sim.fitting.same import AGAIN, digest_of_ensemble, digest_of_place, from_folder, same_ensemble, same_place
from sim.fitting.wording import Fit
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Shown, Workplace
from sim.machine.files import put_whole
from sim.machine.plain import digest_of, plain
from sim.machine.received import read_json_object, read_small_file
from sim.version import VERSION

TOLD, NUMBERS, PICTURE, PAGE = "fit.json", "particles.npz", "learned.png", "learned.html"
MOST_BYTES = 200_000_000  # of particles.npz when it is unpacked
RUN_AGAIN = 5  # of the heaviest runs, to see whether this is the model that made them
Count = Annotated[int, Field(ge=0, lt=2**32)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Told(BaseModel):
    """What stands in fit.json, as far as it is read again."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)

    takehold: Shown
    workplace: Shown
    workplace_digest: Digest
    ensemble_digest: Digest
    ensemble: Annotated[Shown, Field(max_length=4000)] = ""
    seed: Count
    runs: Annotated[int, Field(ge=2, le=100_000)]
    contexts: Shown
    levers: dict[str, float | None]
    parameters: dict[str, float]
    context: dict[str, float | bool] = {}
    observed: list[dict[str, Any]]
    particles: Digest
    seal: Digest


def write(found: Fit, folder: Path) -> None:
    """Write a fit's folder, fit.json last; raises InputError where that cannot be, or where the folder holds something else."""
    from sim.fitting.figure import figure
    from sim.fitting.learned import page
    check_folder(folder)
    ground, numbers = found.ground, _packed(found)
    told = plain({"takehold": VERSION, "workplace": ground.place.name, "workplace_digest": digest_of_place(ground.place),
                  "ensemble_digest": digest_of_ensemble(ground.ensemble), "ensemble": from_folder(ground.source, folder),
                  "seed": ground.seed, "runs": ground.runs, "context": dict(ground.context),
                  "contexts": ground.contexts, "levers": ground.levers.model_dump(exclude_defaults=True), "parameters": ground.parameters,
                  "observed": [one.model_dump(exclude_defaults=True) for one in found.observed], "effective": found.effective,
                  "particles": hashlib.sha256(numbers).hexdigest()})
    picture = figure(found)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / TOLD).unlink(missing_ok=True)  # until all is there, this is no fit
        put_whole(folder / NUMBERS, numbers)
        put_whole(folder / PICTURE, lambda path: picture.savefig(path, format="png", dpi=160, metadata={"Software": None}))
        put_whole(folder / PAGE, page(found).html())
        put_whole(folder / TOLD, json.dumps({**told, "seal": digest_of(told)}, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from None


def check_folder(folder: Path) -> None:
    """Raises InputError where a fit cannot be written to a folder, or would be mixed with something else."""
    check_path("--out", folder)
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is a file, not a folder")
        if folder.is_dir() and any(folder.iterdir()) and not any((folder / name).exists() for name in (TOLD, NUMBERS)):
            raise InputError(f"{folder} holds something else than a fit; name an empty folder, or one that is not there yet")
        above = next(one for one in folder.absolute().parents if one.exists())
        if not above.is_dir():
            raise InputError(f"{folder} cannot be made: {above} is a file, not a folder")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from None


def read(folder: str | Path, place: Workplace, ensemble: str | Path | None = None) -> Fit:
    """The fit in a folder, of this workplace: as it is given, or with the entries that the fit was given.

    ensemble: where the one stands that the fit was made with; where it stood then, by default.
    Raises InputError for a folder that is none, is damaged, or comes of another workplace, ensemble or model.
    """
    check_path("--given", folder)
    folder = Path(folder)
    if not (folder / TOLD).exists():
        raise InputError(f"{folder} is no folder of a fit: it has no {TOLD}; takehold fit WORKPLACE OBSERVED --out DIR makes one")
    entries = read_json_object(folder / TOLD, "fit", follow=False)
    try:
        told = Told(**entries)
    except ValidationError:
        raise InputError(f"{folder / TOLD} is not as takehold fit writes it; {AGAIN}") from None
    numbers = read_small_file(folder / NUMBERS, "fit", follow=False)
    if told.seal != digest_of({name: value for name, value in entries.items() if name != "seal"}):
        raise InputError(f"{folder / TOLD} is damaged: it is not as it was written; {AGAIN}")
    if told.particles != hashlib.sha256(numbers).hexdigest():
        raise InputError(f"{folder / NUMBERS} is damaged: it is not as it was written; {AGAIN}")
    whole = same_place(str(folder), told.workplace, told.workplace_digest, place, told.context)
    return _unpacked(folder, told, numbers, whole, *same_ensemble(folder, told.ensemble_digest, told.ensemble, ensemble))


def _unpacked(folder: Path, told: Told, numbers: bytes, place: Workplace, ensemble: Ensemble, source: Path | None) -> Fit:
    """The fit from its parts; raises InputError where they are not of one piece, or another model made them."""
    wrong = InputError(f"{folder} is not as takehold fit writes it; {AGAIN}")
    try:
        observed = observations(told.observed, place)
        parameters, levers = dict(told.parameters), make_levers({name: value for name, value in told.levers.items() if value is not None})
        make_parameters(parameters)
        with ZipFile(io.BytesIO(numbers)) as parts:
            if sum(one.file_size for one in parts.infolist()) > MOST_BYTES:
                raise wrong
        with np.load(io.BytesIO(numbers), allow_pickle=False) as arrays:
            which, true, spread, until = (arrays[name] for name in ("numbers", "true", "spread", "until"))
    except (ValueError, KeyError, BadZipFile, OSError, EOFError, MemoryError):  # an InputError is a ValueError
        raise wrong from None
    shape = (len(which) if which.ndim == 1 else 0, told.runs, len(observed))
    fits = true.shape == spread.shape == shape and until.shape == shape[:2] and true.dtype == spread.dtype == np.float64
    whole = which.dtype.kind == until.dtype.kind == "i"
    if not fits or not whole or told.contexts not in CONTEXTS or not np.isfinite(true).all() or not shape[0]:
        raise wrong
    if len(set(which.tolist())) < len(which) or which.min() < 0 or which.max() >= len(ensemble):
        raise wrong
    ground = Ground(place, ensemble, tuple(map(int, which)), told.runs, told.seed, levers, parameters, told.contexts,
                    told.context, source)
    found = Fit(ground, observed, Particles(true, spread, until))
    _check_model(folder, found)
    found.check()
    return found


def _check_model(folder: Path, found: Fit) -> None:
    """Run the heaviest runs again; raises InputError where they do not show just what they did."""
    heaviest = np.argsort(-found.run_weights, axis=None, kind="stable")[:RUN_AGAIN]
    some = [(int(at) // found.ground.runs, int(at) % found.ground.runs) for at in heaviest]
    again = live(found.ground, [one.where(found.ground.place) for one in found.observed], only=some)
    kept = np.array([found.particles.true[at] for at in some])
    if not np.array_equal(kept, again.true) or [int(found.particles.until[at]) for at in some] != again.until.tolist():
        raise InputError(f"{folder} was made by another model than this one: its runs come out otherwise; {AGAIN}")


def _packed(found: Fit) -> bytes:
    content, particles = io.BytesIO(), found.particles
    np.savez_compressed(content, allow_pickle=False, numbers=np.array(found.ground.numbers, np.int64), true=particles.true,
                        spread=particles.spread, until=particles.until.astype(np.int64))
    return content.getvalue()
