"""Where the studies and the lessons lie that come with Takehold."""

from pathlib import Path


def _folder(name: str) -> Path:
    """A folder inside the package, where it is installed, or beside it, in a copy of the sources."""
    package = Path(__file__).parents[1]
    return next((place for place in (package / name, package.parent / name) if place.is_dir()), package / name)


EXPERIMENTS, LESSONS = _folder("experiments"), _folder("notebooks")
