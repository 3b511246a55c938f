"""Small pieces of WordprocessingML."""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def el(name: str, *children: Any, **attributes: Any) -> Any:
    """`el("w:shd", val="clear", fill="EEF2F5")`: attributes are of the namespace w."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def text_of(words: str) -> Any:
    made = el("w:t")
    made.text = FORBIDDEN.sub("", words)
    made.set(qn("xml:space"), "preserve")
    return made


def paragraph(style: str = "", *, align: str = "", number: tuple[int, int] | None = None) -> Any:
    """An empty paragraph; `number` is the list and the depth in it."""
    properties = el("w:pPr")
    if style:
        properties.append(el("w:pStyle", val=style))
    if number:
        listed, depth = number
        properties.append(el("w:numPr", el("w:ilvl", val=depth), el("w:numId", val=listed)))
    if align:
        properties.append(el("w:jc", val=align))
    return el("w:p", properties)


def twips(centimetres: float) -> int:
    return round(centimetres / 2.54 * 1440)


def field(code: str) -> list[Any]:
    """Runs that Word fills: PAGE, NUMPAGES."""
    instruction = el("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    parts = [
        el("w:fldChar", fldCharType="begin"),
        instruction,
        el("w:fldChar", fldCharType="separate"),
        text_of("1"),
        el("w:fldChar", fldCharType="end"),
    ]
    return [el("w:r", part) for part in parts]
