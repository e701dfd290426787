"""What pydantic says of an entry, in plain words: the end of a sentence that begins with the entry and its value."""

from collections.abc import Mapping
from typing import Any

WHOLE, NUMBER, TABLE, LIST = "is no whole number", "is no number", "is no table", "is no list"
SAID = {"int_type": WHOLE, "int_from_float": WHOLE, "int_parsing_size": WHOLE, "float_type": NUMBER,
        "finite_number": "is no number that can be counted with", "bool_type": "is neither true nor false",
        "string_type": "is no text; text stands between quotation marks", "dict_type": TABLE,
        "model_type": TABLE, "model_attributes_type": TABLE, "list_type": LIST}
HOLDERS = {"Workplace": "a workplace may have", "Unit": "a unit may have"}  # of lists


def in_words(kind: str, context: Mapping[str, Any], holder: str) -> str:
    """The words for one kind of pydantic's errors; nothing where there are none here.

    context: what pydantic tells besides. holder: the name of the model that the entry is of.
    """
    most, least, there = (context.get(name) for name in ("max_length", "min_length", "actual_length"))
    if kind == "string_too_long" or (kind == "too_long" and context.get("field_type") != "List"):
        return f" is longer than the {most} letters that are allowed"
    if kind == "too_long":
        return f": {there} are more than the {most} {HOLDERS.get(holder, 'there may be')}"
    if kind == "too_short":
        return f": {there} are fewer than the {least} there must be at least"
    if kind == "literal_error":
        return f" is none of {context['expected']}"
    return f" {SAID[kind]}" if kind in SAID else ""
