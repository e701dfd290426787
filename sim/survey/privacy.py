"""Columns that hold persons rather than answers: they are named, left out, and never written."""

import re
from collections.abc import Sequence

from sim.machine.csv_text import LONGEST

NAMES, ADDRESSES, NUMBERS, IDS, TEXT = "names of persons", "e-mail addresses", "numbers of persons", "ids", "free text"
HEADERS = {  # words in the name of a column, in English and Danish
    NAMES: ("name", "names", "navn", "fornavn", "efternavn", "firstname", "lastname", "surname", "initialer", "initials"),
    ADDRESSES: ("mail", "email", "e-mail", "epost", "ip", "adresse", "address"),
    NUMBERS: ("cpr", "cprnr", "cprnummer", "ssn", "telefon", "tlf", "mobil", "phone", "født", "fødselsdato", "birthdate", "birthday"),
    IDS: ("id", "respondent", "respondentid", "løbenr", "medarbejdernr", "medarbejdernummer", "employee_id", "token", "guid"),
    TEXT: ("comment", "comments", "kommentar", "kommentarer", "bemærkning", "bemærkninger", "fritekst", "uddyb")}
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
PHONE = re.compile(r"(\+\d{2} ?)?(\d{2} ?){4}")
NAME_LIKE = re.compile(r"[^\W\d_][\w'’.-]*( [^\W\d_][\w'’.-]*){1,3}")
FEW = 5  # cells from which on a column without repeats says something


def shown(cell: str) -> str:
    """A cell as a complaint may show it: what could be a name, an address or a number of a person is only called a text."""
    may_be_personal = "@" in cell or len(cell.split()) > 1 or len(re.sub(r"\D", "", cell)) > 5
    return "a text" if may_be_personal else repr(cell[:LONGEST])


def personal(header: str, cells: Sequence[str]) -> str:
    """What a column seems to hold of persons: one of the kinds above, or nothing."""
    words = [*re.findall(r"[\w-]+", header.lower().replace("_", " ")), header.lower()]
    by_name = next((kind for kind, known in HEADERS.items() if any(word in known for word in words)), "")
    return by_contents(cells) or by_name


def by_contents(cells: Sequence[str]) -> str:
    """The same by the cells alone: what cannot be mistaken, and texts of which hardly any is there twice."""
    full = [cell for cell in cells if cell]
    if any(MAIL.search(cell) for cell in full):
        return ADDRESSES
    of_persons = len(set(full)) > 0.6 * len(full)  # a number that many rows have is that of a place
    if any(CPR.search(cell) and (of_persons or not cell.isdigit()) for cell in full):
        return NUMBERS
    if of_persons and all(PHONE.fullmatch(cell) for cell in full):
        return NUMBERS
    texts = [cell for cell in full if not re.fullmatch(r"[\d.,:/ -]+", cell)]
    if len(texts) < max(FEW, len(full) / 2) or len(set(texts)) <= 0.6 * len(texts):
        return ""
    if sum(len(text.split()) for text in texts) > 4 * len(texts):
        return TEXT
    return NAMES if sum(NAME_LIKE.fullmatch(text) is not None for text in texts) > len(texts) / 2 else IDS
