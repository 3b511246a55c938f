"""What the signs on a map mean; only those that can stand on it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from processes.bpmn import Facts
from processes.enums import VALUE_SIGNS, ValueClass
from processes.layout.shapes import Box
from processes.lettering import width
from processes.svg.activities import BADGE, diamond, fate_sign, triangle, value_sign
from processes.svg.looks import FATES, TINTS, Marks
from processes.svg.pen import MUTED, PAPER, rect, words


def is_needed(facts: Iterable[Facts], marks: Marks, *, ours: bool) -> bool:
    """A drawing of another tool without our facts needs none."""
    said = any(f.value_class or f.touch is not None or f.waiting is not None for f in facts)
    return ours or said or bool(marks.findings or marks.controls or marks.fates)


def draw(root: Any, marks: Marks, x: float, y: float) -> None:
    for value in ValueClass:
        value_sign(root, VALUE_SIGNS[value], Box(x, y - 9, 18, 18), TINTS[value][1])
        x = _word(root, str(value.label), x + 24, y)
    wide = width("10+30", 11) + 12
    rect(root, Box(x, y - 9, wide, 18), "bpmn__badge", fill=BADGE, rx="9")
    words(root, ["10+30"], x + wide / 2, y, size=11, fill=PAPER, css="bpmn__badgetext")
    x = _word(root, _("touch + waiting minutes"), x + wide + 6, y)
    if any(marks.findings.values()):
        triangle(root, x + 9, y + 1)
        x = _word(root, _("findings"), x + 24, y)
    if marks.controls:
        diamond(root, x + 9, y)
        x = _word(root, _("key control point"), x + 24, y)
    labels = {"added": _("added"), "removed": _("falls away"), "changed": _("changed")}
    for fate, (colour, _dashes, sign) in FATES.items():
        if fate in marks.fates.values():
            fate_sign(root, colour, sign, Box(x, y - 9, 18, 18))
            x = _word(root, labels[fate], x + 24, y)


def _word(root: Any, word: str, x: float, y: float) -> float:
    words(root, [word], x, y, size=12, anchor="start", css="bpmn__small", fill=MUTED)
    return x + width(word, 12) + 22
