"""The page of a study that was run: its question, its answer, its picture and its rows."""

from pathlib import Path

import numpy as np
import pandas as pd

from sim.model.measures import STOPPED
from sim.pages.page import Page, Section, Table, picture
from sim.report.assumed import what_was_assumed
from sim.report.became import STOPPING
from sim.study.levels import in_a_sentence
from sim.study.store.summary import fixed_in_words, pooled
from sim.study.study import Study
from sim.text.sentences import listed
from sim.text.tables import LIMITS

MOST_ROWS, FEW_ROWS = 120, 12


def study_page(folder: Path, again: str) -> Page:
    """The page of the study in a folder; raises InputError where there is none, or no runs yet."""
    study = Study.open(folder)
    job, rows, said = study.job, study.rows, study.answer()
    manifest = job.manifest
    runs = int(rows.drop_duplicates("point")["runs"].sum())
    stopped = f"Stopped before launch, over all settings: {_stopped(rows)}. {STOPPING}"
    brackets = "numbers in brackets are 95 % intervals" if rows["runs"].max() > 1 else "one run of each has no interval"
    sure = f"{runs:,} runs under {rows['point'].nunique():,} of {len(job.points):,} settings were made; {brackets}."
    drawn = picture(study.figure(again), f"Picture of the study. What it shows: {said}",
                    f"{manifest['question']} {runs:,} runs; bars and {brackets}.")
    tables = _tables(study)
    sections = [Section("What was varied", [_varied(study), *map(in_a_sentence, job.notes)]),
                Section("The answer in a picture", picture=drawn),
                Section("The same in numbers", tables=tables, folded=sum(len(one.rows) for one in tables) > FEW_ROWS), _how_sure(rows),
                what_was_assumed(list(job.points.places))]
    about = f"A study with the model Takehold. Workplace: {', '.join(place.title for place in job.points.places)}."
    return Page(manifest["question"], about, [said, stopped, sure], sections, [f"takehold study {manifest['study']}", again])


def _stopped(rows: pd.DataFrame) -> str:
    """How often each unit stopped, at the latest follow-up."""
    latest = rows[rows["follow_up"] == rows["follow_up"].max()]
    parts = [f"{unit} in {pooled(mine, STOPPED).in_per_cent()} of the runs" for unit, mine in latest.groupby("unit", sort=False)]
    return listed(parts)


def _tables(study: Study) -> list[Table]:
    """What became of each setting; of a sample of settings, what each input explains."""
    if study.layout.sampled:
        explained = [Table(f"What each input explains: {heading}", tuple(in_words(name) for name in header), cells)
                     for heading, cells, header in study.explained()]
        if explained:
            return explained
    cells, header = study.table(most=MOST_ROWS)
    first = f"; the first {MOST_ROWS} of {len(study.rows):,}" if len(study.rows) > MOST_ROWS else ""
    return [Table(f"What became of each setting{first}", tuple(in_words(name) for name in header), cells)]


def in_words(name: str) -> str:
    """A setting by dotted name, or the head of a column, in words."""
    words = name.replace(".", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _varied(study: Study) -> str:
    """Settings with the values they took, and what stayed the same."""
    layout, job = study.layout, study.job
    values = dict(zip(job.points.names, job.points.values.T, strict=True))
    parts = [f"{in_words(name)} from {np.nanmin(values[name]):g} to {np.nanmax(values[name]):g} "
             f"({len(np.unique(values[name][~np.isnan(values[name])]))} values)" for name in layout.varied]
    weeks = ", ".join(str(week) for week in job.manifest["follow_ups"])
    fixed = f"{fixed_in_words(layout)} " if layout.fixed else ""
    return (f"{'; '.join(parts) or 'Nothing was varied but the unit'}. {fixed}"
            f"Looked at {weeks} weeks after launch. Everything else is as recorded in the workplace file.")


def _how_sure(rows: pd.DataFrame) -> Section:
    least = int(rows["runs"].min())
    return Section("How sure this is, and what it cannot say", [
        f"Every setting that has runs was run at least {least:,} time{'' if least == 1 else 's'}. A 95 % interval says how far a share "
        "would move if the runs were drawn anew. It covers chance in the model, not whether the assumptions below are right.",
        "All settings share their chance events. So they are compared by the differences between runs of the same number, which are surer "
        "than their own intervals suggest.",
        f"{LIMITS} {STOPPING} A study shows what follows from the assumptions; it does not measure any workplace."])
