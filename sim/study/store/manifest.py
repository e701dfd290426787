"""manifest.json: what a study asks and which code ran it, sealed so that an edit shows, and checked so that none can do harm."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from sim.errors import InputError
from sim.inputs.parameters import make_parameters
from sim.inputs.uncertain import told
from sim.inputs.validation import sentence
from sim.inputs.workplace import Shown, Workplace
from sim.machine.plain import digest_of
from sim.machine.received import read_json_object
from sim.model.cast import SHIPPED
from sim.model.contexts import RECORDED
from sim.model.own_code import fingerprint
from sim.study.design import Contexts, Design, EngineName, FollowUps, Part, Question, Seed, Series, StudyName
from sim.study.people_files import PeopleFile
from sim.study.replications import Replications
from sim.study.store.parts import write_json
from sim.study.store.versions import code_fingerprint, library_versions
from sim.study.vary import MAX_POINTS

MANIFEST = "manifest.json"
DIGEST, POINTS_DIGEST, PEOPLE, PEOPLE_FILES, CONTEXTS, UNSURE = "digest", "points_digest", "people", "people_files", "contexts", "unsure"
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Part):
    """The entries of a manifest; digest is that of all the others, points_digest that of the table of points."""

    study: StudyName
    question: Question
    engine: EngineName
    seed: Seed
    follow_ups: FollowUps
    keep: Series
    replications: Replications
    points: Annotated[int, Field(ge=1, le=MAX_POINTS)]
    points_digest: Digest
    vary: Annotated[str, Field(max_length=20)]  # how points vary: one of the entries of vary in the study file, or nothing
    notes: list[Shown]  # how points were made or read, in sentences
    code: Annotated[list[Fingerprint], Field(min_length=1)]
    versions: dict[Shown, Shown]
    parameters: dict[str, Any]
    workplaces: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=100)]
    sources: list[dict[Shown, Shown]]  # of the entries of each workplace
    contexts: Contexts = RECORDED
    unsure: list[dict[str, Any]] = []  # of each workplace, where contexts are drawn: ranges and correlations
    people: Shown = ""  # classes of one's own and a fingerprint of their code, where it is not the shipped people
    people_files: list[PeopleFile | None] = []  # of each workplace, where any has one: never a row of it
    digest: Digest


def manifest_of(design: Design) -> dict[str, Any]:
    """What is asked, by which code; the same for everybody who asks the same."""
    study, places, cast = design.study, design.points.places, design.points.cast
    return {
        "study": study.name, "question": study.question, "engine": study.engine, "seed": study.seed, "follow_ups": study.follow_ups,
        "keep": study.keep, "replications": study.replications.model_dump(), "points": len(design.points),
        POINTS_DIGEST: design.points.digest(), "notes": list(design.notes), "vary": study.vary.kind,
        "code": [code_fingerprint()], "versions": library_versions(), "parameters": make_parameters().model_dump(),
        "workplaces": [place.model_dump() for place in places], "sources": [place.provenance for place in places],
        **({} if study.contexts == RECORDED else {CONTEXTS: study.contexts, UNSURE: [told(place) for place in places]}),
        **({PEOPLE_FILES: [one and one.model_dump() for one in design.points.people]} if any(design.points.people) else {}),
        **({} if cast == SHIPPED else {PEOPLE: f"{cast.in_words} ({fingerprint(cast)})"}),
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Seal and write a manifest, whole or not at all."""
    write_json(folder / MANIFEST, {**manifest, DIGEST: digest_of(manifest)})


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study, without its digest; raises InputError when the folder holds none that is as it was written."""
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        raise InputError(f"{folder} holds no study: there is no {MANIFEST} in it")
    held = read_json_object(path, "manifest of a study", follow=False)
    lacking = [name for name, field in Manifest.model_fields.items() if field.is_required() and name not in held]
    if lacking:
        raise InputError(f"{path} is no manifest of a study of this version: it lacks {', '.join(lacking[:3])}; "
                        "run the study anew, with another --out")
    try:
        if held.pop(DIGEST) != digest_of(held):
            raise InputError(f"{path} was changed since Takehold wrote it; put it back, or run the study anew, with another --out")
        Manifest(**held, digest="0" * 64)
    except ValidationError as error:
        raise InputError(f"{path} is no manifest of a study: {sentence(error, held, Manifest)}") from None
    except TypeError as error:
        raise InputError(f"{path} is no manifest of a study: {error}") from None
    return held


def places_of(folder: Path, manifest: dict[str, Any]) -> tuple[Workplace, ...]:
    """The workplaces of a study, with the sources of their entries, and what is not known where that is drawn; raises InputError."""
    places: list[Workplace] = []
    try:
        unsure = manifest.get(UNSURE) or [{}] * len(manifest["workplaces"])
        for entries, sources, more in zip(manifest["workplaces"], manifest["sources"], unsure, strict=True):
            places.append(Workplace(**{**entries, **more, "provenance": sources}))
    except (TypeError, ValueError) as error:
        why = sentence(error, entries, Workplace) if isinstance(error, ValidationError) else error
        raise InputError(f"{folder / MANIFEST} holds a workplace that cannot be: {why}") from None
    if len({place.name for place in places}) < len(places):
        raise InputError(f"{folder / MANIFEST} names a workplace twice")
    return tuple(places)


def people_files_of(folder: Path, manifest: dict[str, Any]) -> tuple[PeopleFile | None, ...]:
    """What a study keeps of the people file of each of its workplaces; nothing where none has one. Raises InputError."""
    kept = manifest.get(PEOPLE_FILES, [])
    if kept and len(kept) != len(manifest["workplaces"]):
        raise InputError(f"{folder / MANIFEST} is no manifest of a study: it has not one of its {PEOPLE_FILES} for each workplace")
    return tuple(PeopleFile(**one) if one else None for one in kept)
