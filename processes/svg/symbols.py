"""The signs of BPMN as strokes: of events, gateways, tasks, markers and data. 24 units wide and high.

A sign is a list of (path, how): `line` is stroked, `solid` is filled, `thin` stroked finely.
"""

from typing import Any

from processes.layout.shapes import Box
from processes.svg.pen import PAPER, child, figure

Stroke = tuple[str, str]
Sign = tuple[Stroke, ...]

ENVELOPE = "M4 7 H20 V17 H4 Z"
FLAP = "M4 7 L12 13 L20 7"
PENTAGON = "M12 4 L20 10 L17 19 H7 L4 10 Z"
BOLT = "M5 18 L9 7 L14 13 L19 5 L15 17 L10 12 Z"
EVENTS: dict[str, Sign] = {
    "message": ((ENVELOPE, "line"), (FLAP, "line")),
    "timer": (
        ("M12 4 A8 8 0 1 0 12 20 A8 8 0 1 0 12 4 Z", "line"),
        ("M12 7 V12 L16 14 M12 4 V6 M12 18 V20 M4 12 H6 M18 12 H20", "line"),
    ),
    "error": ((BOLT, "line"),),
    "escalation": (("M12 4 L18 19 L12 13 L6 19 Z", "line"),),
    "cancel": (
        ("M6 8 L8 6 L12 10 L16 6 L18 8 L14 12 L18 16 L16 18 L12 14 L8 18 L6 16 L10 12 Z", "line"),
    ),
    "compensate": (("M12 7 V17 L4 12 Z M20 7 V17 L12 12 Z", "line"),),
    "conditional": (("M6 4 H18 V20 H6 Z", "line"), ("M8 8 H16 M8 12 H16 M8 16 H16", "line")),
    "link": (("M4 9 H13 V5 L20 12 L13 19 V15 H4 Z", "line"),),
    "signal": (("M12 4 L20 18 H4 Z", "line"),),
    "terminate": (("M12 4 A8 8 0 1 0 12 20 A8 8 0 1 0 12 4 Z", "solid"),),
    "multiple": ((PENTAGON, "line"),),
    "parallel": (("M10 4 H14 V10 H20 V14 H14 V20 H10 V14 H4 V10 H10 Z", "line"),),
}
GATEWAYS: dict[str, Sign] = {
    "exclusive": (("M8 8 L16 16 M16 8 L8 16", "thick"),),
    "parallel": (("M12 5 V19 M5 12 H19", "thick"),),
    "inclusive": (("M12 6 A6 6 0 1 0 12 18 A6 6 0 1 0 12 6 Z", "thick"),),
    "complex": (("M12 5 V19 M5 12 H19 M7 7 L17 17 M17 7 L7 17", "thick"),),
    "event": (
        ("M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 Z", "thin"),
        ("M12 5 A7 7 0 1 0 12 19 A7 7 0 1 0 12 5 Z", "thin"),
        ("M12 8 L16 11 L14.5 15.5 H9.5 L8 11 Z", "thin"),
    ),
    "starts": (
        ("M12 4 A8 8 0 1 0 12 20 A8 8 0 1 0 12 4 Z", "thin"),
        ("M12 8 L16 11 L14.5 15.5 H9.5 L8 11 Z", "thin"),
    ),
    "starts_all": (
        ("M12 4 A8 8 0 1 0 12 20 A8 8 0 1 0 12 4 Z", "thin"),
        ("M12 8 V16 M8 12 H16", "thick"),
    ),
}
TASKS: dict[str, Sign] = {
    "user": (
        ("M12 4 A4 4 0 1 0 12 12 A4 4 0 1 0 12 4 Z", "thin"),
        ("M4 21 C4 15 8 13 12 13 C16 13 20 15 20 21 Z", "thin"),
    ),
    "manual": (
        ("M3 9 L10 4 H12 L10 8 H20 V11 H21 V14 H20 V17 H19 V20 H8 L3 17 Z", "thin"),
        ("M13 11 H20 M13 14 H20 M13 17 H19", "thin"),
    ),
    "service": (
        (
            (
                "M10 3 H14 L14.5 6 L17 7 L19.5 5.5 L21 9 L19 11 V13 L21 15 L19.5 18.5 L17 17 L14.5 18"
                " L14 21 H10 L9.5 18 L7 17 L4.5 18.5 L3 15 L5 13 V11 L3 9 L4.5 5.5 L7 7 L9.5 6 Z"
            ),
            "thin",
        ),
        ("M12 9 A3 3 0 1 0 12 15 A3 3 0 1 0 12 9 Z", "thin"),
    ),
    "script": (
        ("M7 4 H20 C16 8 20 12 17 20 H4 C8 14 4 9 7 4 Z", "thin"),
        ("M8 8 H15 M8 12 H15 M8 16 H15", "thin"),
    ),
    "rule": (
        ("M4 6 H20 V19 H4 Z", "thin"),
        ("M4 6 H20 V10 H4 Z", "solid"),
        ("M4 14.5 H20 M9 10 V19", "thin"),
    ),
    "send": ((ENVELOPE, "solid"), (FLAP, "paper")),
    "receive": ((ENVELOPE, "thin"), (FLAP, "thin")),
}
MARKS: dict[str, Sign] = {
    "loop": (("M8 19 A8 8 0 1 1 15 19.5", "line"), ("M4 19 H9 V14", "line")),
    "parallel": (("M7 5 V19 M12 5 V19 M17 5 V19", "thick"),),
    "sequential": (("M5 7 H19 M5 12 H19 M5 17 H19", "thick"),),
    "compensation": (("M12 7 V17 L4 12 Z M20 7 V17 L12 12 Z", "line"),),
    "adhoc": (("M4 14 C7 7 10 8 12 12 C14 16 17 17 20 10", "thick"),),
    "plus": (("M4 4 H20 V20 H4 Z", "thin"), ("M12 7 V17 M7 12 H17", "line")),
    "collection": (("M7 5 V19 M12 5 V19 M17 5 V19", "thick"),),
}
DATA: dict[str, Sign] = {
    "dataInput": (("M4 10 H13 V6 L20 12 L13 18 V14 H4 Z", "line"),),
    "dataOutput": (("M4 10 H13 V6 L20 12 L13 18 V14 H4 Z", "solid"),),
}
WIDTHS = {"line": "1.6", "thin": "1.1", "thick": "2.6", "paper": "1.6", "solid": "1.2"}


def draw(parent: Any, sign: Sign, box: Box, ink: str, *, filled: bool = False) -> None:
    """Into a box; `filled`: as symbols of throwing events are."""
    scale = min(box.width, box.height) / 24
    x, y = box.centre - 12 * scale, box.middle - 12 * scale
    group = child(
        parent, "g", transform=f"translate({figure(x)} {figure(y)}) scale({round(scale, 3):g})"
    )
    for place, (path, how) in enumerate(sign):
        solid = how == "solid" or (filled and how == "line" and place == 0)
        over = filled and how == "line" and place > 0
        stroke = PAPER if how == "paper" or over else ink
        css = (
            "bpmn__signover" if stroke == PAPER else "bpmn__sign" + ("--solid" if solid else "line")
        )
        child(
            group,
            "path",
            d=path,
            **{
                "class": css,
                "fill": ink if solid else "none",
                "stroke": stroke,
                "stroke-width": WIDTHS[how],
                "stroke-linejoin": "round",
                "stroke-linecap": "round",
            },
        )
