"""Numbering: every ordered list begins at one."""

from typing import Any

from sopman.documents.word.xml import el, twips

DEPTHS = 5
FORMATS = ["decimal", "lowerLetter", "lowerRoman", "decimal", "lowerLetter"]
SIGNS = ["•", "–", "▪", "•", "–"]


class Numbering:
    """The lists of one document. Two kinds, described once; each ordered list is started anew."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        taken = [int(one.get(_ID)) for one in self._root.findall(_ABSTRACT)]
        self._next = max([int(one.numId) for one in self._root.num_lst], default=0) + 1
        free = max(taken, default=0) + 1
        first = self._root.find(_NUM)
        for number, ordered in ((free, False), (free + 1, True)):
            described = _description(number, ordered=ordered)
            if first is None:
                self._root.append(described)
            else:
                first.addprevious(described)
        self._kinds = {False: free, True: free + 1}
        self._bullets: int | None = None

    def list(self, *, ordered: bool) -> int:
        """The number of a list that begins here."""
        if not ordered:
            if self._bullets is None:
                self._bullets = self._new(False)
            return self._bullets
        return self._new(True)

    def _new(self, ordered: bool) -> int:
        number, self._next = self._next, self._next + 1
        made = el("w:num", el("w:abstractNumId", val=self._kinds[ordered]), numId=number)
        if ordered:
            for depth in range(DEPTHS):
                made.append(el("w:lvlOverride", el("w:startOverride", val=1), ilvl=depth))
        self._root.append(made)
        return number


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ABSTRACT, _NUM, _ID = f"{_W}abstractNum", f"{_W}num", f"{_W}abstractNumId"


def _description(number: int, *, ordered: bool) -> Any:
    made = el("w:abstractNum", el("w:multiLevelType", val="multilevel"), abstractNumId=number)
    for depth in range(DEPTHS):
        indent = el("w:ind", left=twips(0.7 * (depth + 1)), hanging=twips(0.6))
        made.append(
            el(
                "w:lvl",
                el("w:start", val=1),
                el("w:numFmt", val=FORMATS[depth] if ordered else "bullet"),
                el("w:lvlText", val=f"%{depth + 1}." if ordered else SIGNS[depth]),
                el("w:lvlJc", val="left"),
                el("w:pPr", indent),
                ilvl=depth,
            )
        )
    return made
