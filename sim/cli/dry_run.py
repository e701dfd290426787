"""What a study would take: how many runs, how long, how large, and what of it is there; nothing is run."""

from dataclasses import replace
from pathlib import Path

from sim.cli.terminal import people_from, print_json
from sim.machine.files import RESULTS
from sim.machine.streams import fitted
from sim.study.answers.finding import find_study
from sim.study.design import Design, read_design
from sim.study.levels import in_a_sentence
from sim.study.running.chunks import WHOLE, Done, Shard, chunk_runs
from sim.study.running.cluster import check_place, job_array
from sim.study.running.forecast import forecast
from sim.study.running.preparing import refuse_a_folder_in_use
from sim.study.running.schedule import FixedPlan
from sim.study.store import parts, study_folder
from sim.study.store.going_on import agreed
from sim.study.store.lock import check_system
from sim.study.store.state import beyond, more


def say_what_it_takes(file: str, out: Path | None, workers: int, on: str, scheduler: str | None, engine: str | None, part: Shard,
                       resume: bool, extend: bool, mix_versions: bool, as_json: bool,
                       people: Path | None) -> None:
    """What the run would do, or the complaint that it would make."""
    check_system()
    design = read_design(find_study(file))
    design = replace(design, points=replace(design.points, cast=people_from(people)))
    folder = out or RESULTS / design.study.name
    begun, goes_on = study_folder.is_study(folder), resume or extend or part != WHOLE or on == "slurm"
    if begun and goes_on:
        design, _ = agreed(folder, design, extend, mix_versions)
    elif not begun:
        refuse_a_folder_in_use(folder, goes_on)
    if on == "slurm":
        script = job_array(file, folder, workers, people)
        print_json({"job_array": script}) if as_json else print(script)
        return
    if on == "dask":
        check_place(on, scheduler)
    chunks = parts.present(folder)
    told, done, too_many = forecast(design, engine or design.study.engine, workers), Done(chunks), beyond(
        chunks, design.study.replications.at_most)
    missing = missing_runs(design, done, part)
    if as_json:
        print_json({**told._asdict(), "there": done.runs, "missing": missing, "more_than_asked": too_many, "notes": design.notes})
        return
    way_on = "" if goes_on else ": go on with --resume, or with --extend where the file asks for more"
    there = f" {done.runs:,} runs are in {folder} already{f'; {more(too_many)}' if too_many else ''}{way_on}." if begun else ""
    left = f" {missing:,} runs are missing, about {told.time_for(missing)}." if begun and goes_on and missing is not None else ""
    notes = "".join(f" {in_a_sentence(note)}" for note in design.notes)
    print(f"{fitted(design.study.question)}\n{fitted(f'{told}.{notes}{there}{left} Nothing was run.')}")


def missing_runs(design: Design, done: Done, part: Shard) -> int | None:
    """How many runs a share of a study has still to run; not known where points decide for themselves."""
    if not design.study.replications.fixed:
        return None
    plan = FixedPlan(len(design.points), design.study.replications.at_most, chunk_runs(design), done, part)
    return plan.total - plan.done
