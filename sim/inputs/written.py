"""How an entry is written in a workplace file.

It is a plain value, ``{ value = ..., source = "..." }``, or one that is not known for sure: anywhere in a range,
``{ value = ..., low = ..., high = ..., reason = "..." }``, or about a mean, ``{ mean = ..., sd = ..., reason = "..." }``, each with or
without a source. A table may have one source, and one reason for what is not known of its entries.
"""

from typing import Any

UNSURE = ("low", "high", "sd")
VALUES = ("value", "mean")  # a mean is the value that is recorded
BESIDE = {"source", "reason", *UNSURE}  # what may stand beside a value


class Written:
    """Takes entries apart: plain values are returned, what stands beside them is kept under their dotted paths."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.ranges: dict[str, Any] = {}  # as written; the workplace checks them

    def plain(self, entry: Any, path: str = "", reason: Any = None) -> Any:
        """The plain value of an entry, or of everything in a table or list; reason: that of the table around it."""
        if isinstance(entry, list):
            return [self.plain(one, f"{path}.{k}") for k, one in enumerate(entry)]
        if not isinstance(entry, dict):
            return entry
        if "source" in entry:
            self.sources[path] = str(entry["source"])
        if path and len(entry) > ("value" in entry) and set(entry) <= {*VALUES, *BESIDE}:
            return self._value(entry, path, reason)
        apart = {"source"}
        if "reason" in entry and any(isinstance(one, dict) and one.keys() & set(UNSURE) for one in entry.values()):
            apart, reason = {"source", "reason"}, entry["reason"]
        return {name: self.plain(one, f"{path}.{name}" if path else name, reason) for name, one in entry.items() if name not in apart}

    def _value(self, entry: dict[str, Any], path: str, reason: Any) -> Any:
        told = (*UNSURE, "reason") if "value" in entry else (*UNSURE, "reason", "mean")  # beside a value an sd is refused
        given = {name: entry[name] for name in told if name in entry}
        if set(VALUES) <= entry.keys():
            given.setdefault("sd", 0.0)
        if given:
            self.ranges[path] = {**({} if reason is None else {"reason": reason}), **given}
        return entry.get("value", entry.get("mean"))
