"""Values as JSON knows them, and a digest by which an edit of them shows."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON knows it: a named tuple by its names, what is missing or no finite number null, a date its text."""
    value = value._asdict() if hasattr(value, "_asdict") else value.tolist() if hasattr(value, "tolist") else value  # NumPy's, too
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    value = float(value) if isinstance(value, Decimal) else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    import pandas as pd
    return None if pd.isna(value) else str(value)


def digest_of(entries: Mapping[str, Any]) -> str:
    """64 characters that change with any entry of a JSON object, in whatever order they stand. It guards against damage, not forgers."""
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()
