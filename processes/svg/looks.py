"""What marks a map besides its own facts, and the colours that everything is drawn in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from processes.svg.pen import EDGE, INK, PAPER

FONT = (
    'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", '
    '"Source Han Sans SC", sans-serif'
)
TINTS = {
    "va": ("#e3f4ea", "#17693f"),
    "nnva": ("#fff1dc", "#8a4b00"),
    "nva": ("#fdeae8", "#a8201a"),
    "": ("#ffffff", "#4a5873"),
}
MARGIN = 12
LEGEND = 34
START, END = "#17693f", "#a8201a"
# Around an activity in a comparison: colour and line, and a sign.
FATES = {
    "added": ("#17693f", "", "＋"),
    "removed": ("#a8201a", "6 4", "✕"),
    "changed": ("#8a4b00", "2 3", "△"),
}


@dataclass(frozen=True)
class Marks:
    """What stands on the map besides its own facts."""

    pool: str = ""  # name of the pool in the language in force
    lanes: Mapping[str, str] = field(default_factory=dict)  # names of lanes, likewise
    findings: Mapping[str, int] = field(default_factory=dict)  # by element id
    controls: frozenset[str] = frozenset()  # element ids of key control points
    fates: Mapping[str, str] = field(default_factory=dict)  # added, removed or changed, by element


def clean_id(name: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in name) or "map"


def ink_on(fill: str) -> str:
    """Dark or light words, whichever reads better on a colour that somebody chose."""
    if not fill:
        return INK
    red, green, blue = (int(fill[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if light > 0.22 else PAPER


def line_colour(stroke: str) -> str:
    return stroke or EDGE
