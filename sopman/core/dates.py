"""Days as people and spreadsheets write them."""

import re
from datetime import date

_WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def written_day(text: str) -> date:
    """2026-03-01, 2026/3/1 (what Excel makes of it), 2026.3.1, 2026年3月1日; else ValueError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day = map(int, found.groups())
    return date(year, month, day)
