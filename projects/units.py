"""Units as people write them into an objective, and as a reader is shown them. Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.enums import MetricKind

MINUTES: dict[str, int] = {
    "分钟": 1, "分": 1, "min": 1, "min.": 1, "mins": 1, "minute": 1, "minutes": 1,
    "小时": 60, "时": 60, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
    "天": 1440, "日": 1440, "d": 1440, "day": 1440, "days": 1440,
}  # fmt: skip
SHARES: dict[str, int] = {"%": 1, "％": 1, "percent": 1, "per cent": 1, "百分比": 1}
MINUTE: Any = pgettext_lazy("unit", "min")
SHARE = "%"

_TIMES = {1: MINUTE, 60: pgettext_lazy("unit", "h"), 1440: pgettext_lazy("unit", "days")}
_COUNTED: dict[Any, tuple[str, ...]] = {
    _("points"): ("points", "point", "pts", "分"),
    _("cases"): ("cases", "case", "件", "单", "起"),
    pgettext_lazy("unit", "times"): ("times", "次"),
    pgettext_lazy("unit", "people"): ("people", "persons", "person", "人"),
}


def shown(unit: str, metric: str = "") -> str:
    """The unit in the reader's language where it is one of ours, else as it was written.

    “分” is a minute of a duration and a point of everything else.
    """
    written = unit.strip().lower()
    if written in MINUTES and (written != "分" or metric == MetricKind.CYCLE_TIME):
        return str(_TIMES[MINUTES[written]])
    if written in SHARES:
        return SHARE
    ours = next((words for words, known in _COUNTED.items() if written in known), None)
    return str(ours) if ours is not None else unit
