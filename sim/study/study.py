"""A study from its file to its answer, as one object: read it, see what it takes, run it, ask what it says.

    study = sim.Study.read("dose")          or a path; nothing is run yet
    print(study.forecast())                 how many runs, how long, how large
    study.run(resume=True)                  what is missing of it
    print(study.answer()); study.figure()   also of a folder: sim.Study.open("results/dose")
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.errors import InputError, check_text, names_of
from sim.machine.cores import CORES
from sim.machine.files import RESULTS
from sim.model.cast import Cast, People, cast_of
from sim.runs.simulate import engine_for
from sim.study.answers import answers
from sim.study.answers.finding import find_results, find_study
from sim.study.answers.paired import Told
from sim.study.design import Design, read_design
from sim.study.measures import check_measure
from sim.study.points import chosen_units
from sim.study.running.forecast import Forecast, forecast
from sim.study.running.runner import run_study
from sim.study.store.results import read_study, study_sql
from sim.study.store.state import state_of
from sim.study.store.study_folder import Job, load_job
from sim.study.store.summary import DEFAULT, Layout, estimates, layout_of, summary, table


@dataclass(frozen=True)
class Study:
    """A study: what is asked, and the folder in which it is or will be.

    given: what its file asks, None for a folder that was opened. unit: the one that is looked at, all without. measures: names
    of measures or outcome classes that it is asked about, the study's own without.
    """

    folder: Path
    given: Design | None = None
    unit: str = ""
    measures: tuple[str, ...] = ()

    @classmethod
    def read(cls, file: str | Path, out: str | Path | None = None) -> "Study":
        """The study of a file, or of a name (takehold studies). out: its folder, results/NAME by default.

        Raises InputError for a file that is no study, or an unknown name.
        """
        design = read_design(find_study(file))
        return cls(RESULTS / design.study.name if out is None else Path(out), design)

    @classmethod
    def open(cls, folder: str | Path, unit: str = "", measures: Iterable[str] = ()) -> "Study":
        """A study that was run, by its folder or its name in results/.

        Raises InputError for a folder that holds none, an unknown unit or an unknown measure.
        """
        names = tuple(dict.fromkeys(check_measure(name) for name in names_of("measures", measures)))
        return cls(find_results(folder), None, unit, names)

    # ----- before and while it is run
    def forecast(self, workers: int = CORES, engine: str | None = None, people: People | Cast | None = None) -> Forecast:
        """How many runs it takes, how long and how large; a few runs are timed in a folder that is thrown away.

        Raises InputError as the study would.
        """
        design, cast = self.design, cast_of(people)
        design = replace(design, points=replace(design.points, cast=cast))
        return forecast(design, engine_for(engine or design.study.engine, cast), workers)

    def run(self, **options: Any) -> "Study":
        """Run it, or what is missing of it; options are those of run_study. Returns the study, to be asked.

        Raises InputError for what cannot be used, before the first run, and Stopped after Ctrl-C, with nothing half-written.
        """
        return replace(self, folder=run_study(self.design.path, self.folder, **options))

    @property
    def design(self) -> Design:
        """What its file asks. Raises InputError for a study that was opened as a folder."""
        if self.given is None:
            raise InputError(f"{self.folder} was opened as a folder; to run its study, read the study's file: Study.read(FILE)")
        return self.given

    # ----- what it says
    @cached_property
    def job(self) -> Job:
        """What the folder tells of it. Raises InputError for one that holds no study."""
        job = load_job(self.folder)
        chosen_units(job.points.places, self.unit)
        return job

    @cached_property
    def rows(self) -> pd.DataFrame:
        """A row for each point, unit and follow-up that has runs: settings, runs, shares of outcome classes, means. See summary."""
        return summary(self.folder, self.unit)

    @property
    def layout(self) -> Layout:
        """Which settings vary, which are fixed, and whether the points are a sample."""
        return layout_of(self.job, self.rows)

    def runs(self) -> pd.DataFrame:
        """A row for each run, unit and follow-up, as read_study gives them."""
        return read_study(self.folder)

    def sql(self, query: str) -> pd.DataFrame:
        """The answer to a query over the tables runs, points, failures, facts and weeks; see study_sql."""
        return study_sql(self.folder, query)

    def state(self) -> dict[str, Any]:
        """How far it is: runs there, missing and failed."""
        return state_of(self.job)

    def answer(self) -> str:
        """What it says, in a paragraph."""
        return answers.answer(self.job, self.rows, self.measures)

    @cached_property
    def sections(self) -> list[answers.Section]:
        """The same, a section for each measure and unit."""
        return answers.sections(self.job, self.rows, self.measures)

    def beside(self) -> list[str]:
        """What has to be said beside the answer."""
        return answers.beside(self.job, self.rows, self.sections)

    def table(self, measures: Sequence[str] = (), most: int | None = None) -> tuple[list[list[str]], list[str]]:
        """What became of each point, as cells and a header. most: of so many rows."""
        return table(self.job, self.rows, measures, most)

    def explained(self, measures: Sequence[str] = ()) -> list[tuple[str, list[list[str]], list[str]]]:
        """Of a sample of points what each input explains: heading, cells and header of each table."""
        return list(answers.explained_tables(self.job, self.rows, measures))

    def estimates(self) -> list[dict[str, Told]]:
        """For each row the measures asked for, with intervals, and their changes against the first point."""
        return estimates(self.job, self.rows, self.measures or [*DEFAULT, "retention"], self.layout)

    def figure(self, command: str | None = None) -> Figure:
        """Its picture; command: printed below it, as the way to make it again."""
        check_text("command", command)
        again = command or f"takehold results {self.folder} --plot {self.job.manifest['study']}.png"
        return answers.figure(self.job, self.rows, again, self.measures)
