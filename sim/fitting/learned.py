"""The page of a fit: what we expected, what we saw, and what the model learned."""

from sim.calibration.members import RANGES
from sim.fitting.figure import figure
from sim.fitting.result import FitResult
from sim.fitting.wording import HEADER, MOVED, MUST_BE_TRUE, NO_FORECAST, learned, moved_row, opening, row, told
from sim.pages.page import Page, Section, Table, picture
from sim.text.tables import LIMITS

EXPECTED = ("Expected is what would have been seen in runs of all members before anything was observed, with the error of "
            "observing. Seen is what was observed. Learned is what would be seen in the runs as they are weighted by all observations "
            "together. All three differ by chance, so expected and learned are told as spans in which 90 % lie.")
TAIL = ("'As far off' says how often the model, before, would have shown something as far from its middle as what was seen, or "
        "farther. A few per cent, once among many observations, are nothing special. Far less says that the model, the "
        "description of the workplace or the observation is wrong there.")


def page(found: FitResult) -> Page:
    """The page, which needs nothing else to be opened."""
    return Page(f"{found.ground.place.title}: what was learned", "Observations held against the model Takehold.",
                [opening(found), learned(found), NO_FORECAST], sections(found), again(found))


def sections(found: FitResult) -> list[Section]:
    """What was expected, seen and learned; what moved; how sure it is; and what would have to be true."""
    table, moved = found.table, told(found.moved)
    rows = [row(one) for _, one in table.iterrows()]
    sources = sorted({str(one) for one in table["source"] if one})
    changes = [Table("What the observations tell something about, the most first", MOVED, [moved_row(one) for _, one in moved.iterrows()])]
    return [
        Section("What we expected, what we saw, what the model learned", [EXPECTED],
                picture(figure(found), f"For each observation what was expected, learned and seen. {opening(found)}",
                        "Grey: expected before. Blue: learned. The diamond: seen."),
                [Table("Each observation", (HEADER[1], HEADER[0], *HEADER[2:]), [[one[1], one[0], *one[2:]] for one in rows])]),
        Section("What moved", [learned(found)], tables=changes if len(moved) else []),
        Section("How sure this is", [
            f"Every one of {found.members} members, sets of assumptions that all fit the study, was run {found.ground.runs} times. Each "
            "run was weighted by how likely it is that just this would have been seen in it. Runs of one member have much in common, so "
            f"members are counted and not runs, and the least of several counts is told: {found.effective:.0f}.", TAIL,
            *([f"Where the observations come from: {'; '.join(sources)}."] if sources else [])]),
        Section("What would have to be true", [MUST_BE_TRUE, f"{NO_FORECAST} {LIMITS}"])]


def again(found: FitResult) -> list[str]:
    """The command that makes the fit again."""
    ground = found.ground
    pulled = "".join(f" --lever {name}={value:g}" for name, value in ground.levers.model_dump(exclude_defaults=True).items())
    held = "".join(f" --set {name}={value:g}" for name, value in {**ground.parameters, **ground.context}.items())
    held += " --from ENSEMBLE" if ground.source else ""
    held += f" --contexts {ground.contexts}" if ground.contexts != RANGES else ""
    counts = f"--members {found.members} --runs {ground.runs} --seed {ground.seed}"
    return [f"takehold fit WORKPLACE.toml OBSERVED.toml {counts}{pulled}{held} --out fit"]
