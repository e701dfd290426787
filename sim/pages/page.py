"""What a page of a report holds, and how it becomes one self-contained HTML file."""

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path

from matplotlib.figure import Figure

from sim.version import VERSION

DPI = 150


@dataclass(frozen=True)
class Table:
    """A table; the first cell of every row is its head."""

    caption: str
    header: tuple[str, ...]
    rows: list[list[str]]


@dataclass(frozen=True)
class Picture:
    """A picture inside the page; alt says in words what it shows."""

    data: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Section:
    """A part of a page: paragraphs, then a picture, tables and smaller parts, where there are any; folded tables open by a click."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    picture: Picture | None = None
    tables: list[Table] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)
    folded: bool = False


@dataclass(frozen=True)
class Card:
    """One of the cards on top of a page: its title, what it says first, and sentences."""

    title: str
    lead: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cards:
    """The cards of a unit; before: a sentence before them."""

    unit: str
    cards: tuple[Card, ...]
    before: str = ""


@dataclass(frozen=True)
class Live:
    """A live page inside the page, and the command that opens it, which stands there on paper; without either, only what is said."""

    said: str
    title: str = ""
    html: str = ""
    command: str = ""


@dataclass(frozen=True)
class Page:
    """A whole report; answer holds plain sentences, again the commands that make it.

    With cards, these, a note on them and what is live come first, and all else is an appendix.
    """

    title: str
    about: str
    answer: list[str]
    sections: list[Section]
    again: list[str]
    cards: list[Cards] = field(default_factory=list)
    note: str = ""
    live: Live | None = None

    def html(self) -> str:
        """The page as text; everything in it is escaped and nothing is fetched when it is opened."""
        from jinja2 import Environment, StrictUndefined
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        template = environment.from_string((Path(__file__).parent / "template.html").read_text(encoding="utf-8"))
        return template.render(page=self, version=VERSION) + "\n"


def picture(figure: Figure, alt: str, caption: str) -> Picture:
    """A figure as a PNG inside the page; the same figure gives the same text."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return Picture("data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii"), alt, caption)
