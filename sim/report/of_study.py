"""The page of a study that was run: its question, its answer, its picture and its rows."""

from pathlib import Path

import pandas as pd

from sim.complaints import Complaint
from sim.outcome import STOPPED
from sim.reading import load_workplace
from sim.report.assumed import what_was_assumed
from sim.report.of_workplace import STOPPING, percent
from sim.report.page import Page, Section, Table, picture
from sim.study import answers, finding
from sim.study.design import read_toml
from sim.study.store import STUDY, Job, load_job
from sim.study.summary import pooled, settings_of, summary, table
from sim.tables import LIMITS
from sim.workplace import Workplace

MOST_ROWS, FEW_ROWS = 120, 12


def study_page(folder: Path, again: str) -> Page:
    """The page of the study in a folder; raises Complaint where there is none, or no runs yet."""
    job, rows = load_job(folder), summary(folder)
    manifest = job.manifest
    said = answers.answer(job, rows)
    runs = int(rows.drop_duplicates("point")["runs"].sum())
    stopped = f"Over all settings, {percent(pooled(rows, STOPPED))} of the runs stopped before launch. {STOPPING}"
    sure = f"{runs:,} runs under {len(job.points):,} settings were made; numbers in brackets are 95 % intervals."
    drawn = picture(answers.figure(job, rows, again), f"Picture of the study. What it shows: {said}",
                    f"{manifest['question']} {runs:,} runs; bars and numbers in brackets are 95 % intervals.")
    cells, header = table(rows)
    shown = Table(f"What became of each setting{'' if len(cells) <= MOST_ROWS else f'; the first {MOST_ROWS} of {len(cells):,}'}",
                  tuple(in_words(name) for name in header), cells[:MOST_ROWS])
    sections = [Section("What was varied", [_varied(job, rows)]), Section("The answer in a picture", picture=drawn),
                Section("The same in numbers", tables=[shown], folded=len(cells) > FEW_ROWS), _how_sure(rows),
                what_was_assumed([with_sources(place, job) for place in job.points.places])]
    about = f"A study with the model Takehold. Workplace: {', '.join(place.title for place in job.points.places)}."
    return Page(manifest["question"], about, [said, stopped, sure], sections, [f"takehold study {manifest['study']}", again])


def in_words(name: str) -> str:
    """A setting by dotted name, or the head of a column, in words."""
    words = name.replace(".", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _varied(job: Job, rows: pd.DataFrame) -> str:
    """Settings with the values they took, and what stayed the same."""
    parts = [f"{in_words(name)} from {rows[name].min():g} to {rows[name].max():g} ({rows[name].nunique()} values)"
             for name in settings_of(rows) if rows[name].nunique() > 1]
    fixed = [f"{name} = {rows[name].iloc[0]:g}" for name in settings_of(rows) if rows[name].nunique(dropna=False) == 1]
    weeks = ", ".join(str(week) for week in job.manifest["follow_ups"])
    return (f"{'; '.join(parts) or 'Nothing was varied but the unit'}. {'Fixed: ' + ', '.join(fixed) + '. ' if fixed else ''}"
            f"Looked at {weeks} weeks after launch. Everything else is as recorded in the workplace file.")


def _how_sure(rows: pd.DataFrame) -> Section:
    least = int(rows["runs"].min())
    return Section("How sure this is, and what it cannot say", [
        f"Every setting was run at least {least:,} times. A 95 % interval says how far a share would move if the runs were drawn anew; it "
        "covers chance in the model, not whether the assumptions below are right. All settings share their chance events, so "
        "differences between them are surer than their own intervals suggest.",
        f"{LIMITS} {STOPPING} A study shows what follows from the assumptions; it does not measure any workplace."])


def with_sources(place: Workplace, job: Job) -> Workplace:
    """The workplace with the sources of its entries, which a study's folder does not hold, if its file is found unchanged."""
    names = read_toml(job.folder / STUDY)[1].get("workplaces", [])
    for candidate in [place.name, *names, *(folder / name for folder in finding.EXPERIMENTS for name in names if name.endswith(".toml"))]:
        try:
            found = load_workplace(candidate)
        except Complaint:
            continue
        if found.model_dump() == place.model_dump():
            return found
    return place
