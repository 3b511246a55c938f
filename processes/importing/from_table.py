"""A step table out of XLSX or CSV: one row an activity, where it goes on in a column of its own."""

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from processes import layout
from processes.bpmn import END, Branch, Facts, Row, Unreadable, items
from processes.bpmn.building import build
from processes.bpmn.model import MOST_ACTIVITIES
from processes.bpmn.sources import number
from processes.enums import WasteType
from processes.importing.result import Imported, Tally
from sopman.people import sheets

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "步骤号", "No.", "No", "Number", "#"),
    "name": ("流程环节", "环节", "环节名称", "步骤", "步骤名称", "活动", "活动名称", "任务", "Activity",
             "Step", "Task", "Name"),
    "position": ("岗位", "责任岗位", "负责岗位", "角色", "Position", "Role", "Responsible"),
    "system": ("系统", "使用系统", "System"),
    "touch": ("处理时间（分钟）", "处理时间(分钟)", "处理时间", "作业时间", "Touch time (minutes)",
              "Touch time", "Minutes"),
    "waiting": ("等待时间（分钟）", "等待时间(分钟)", "等待时间", "Waiting time (minutes)", "Waiting time"),
    "value": ("增值分类", "增值类型", "Value class"),
    "waste": ("浪费类型", "Type of waste", "Waste"),
    "entered": ("在此录入的数据", "录入数据", "Data typed in here", "Data entered"),
    "output": ("输出", "产出", "Output"),
    "notes": ("备注", "说明", "描述", "Notes", "Description"),
    "question": ("判断", "判断条件", "Decision", "Question"),
    "next": ("下一步", "流向", "后续环节", "Next", "Next step", "Goes on with"),
}  # fmt: skip
VALUES = {
    "va": "va", "增值": "va", "value-adding": "va",
    "nnva": "nnva", "必要非增值": "nnva", "necessary non-value-adding": "nnva",
    "nva": "nva", "非增值": "nva", "non-value-adding": "nva",
}  # fmt: skip
ENDS = ("结束", "end", "完成")
SHARE = re.compile(r"\s*[(（]\s*(?P<share>\d{1,3}(?:\.\d+)?)\s*[%％]\s*[)）]$")
WAYS = re.compile(r"[;；\n]+")
WAY = re.compile(r"^(?:(?P<condition>.*?)\s*(?:→|->|=>|：|:)\s*)?(?P<target>[^→：:]+)$")


def read(data: bytes, kind: str) -> Imported:
    try:
        lines = sheets.read_table(io.BytesIO(data), COLUMNS)
    except sheets.Unreadable as error:
        raise Unreadable(str(error)) from error
    lines = [line for line in lines if line.get("name")]
    if not lines:
        raise Unreadable(_("No row names an activity."))
    if len(lines) > MOST_ACTIVITIES:
        raise Unreadable(_("A map holds %(n)d activities at most.") % {"n": MOST_ACTIVITIES})
    return _Table(lines).imported(kind)


class _Table:
    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.lines = lines
        self.ids = [f"Activity_{place}" for place in range(1, len(lines) + 1)]
        self.known = dict.fromkeys(ENDS, END)
        for key in ("name", "number"):
            for name, line in zip(reversed(self.ids), reversed(lines), strict=True):
                if line.get(key):
                    self.known[str(line[key]).casefold()] = name
        self.unread: list[str] = []
        self.lost_ways: list[str] = []

    def imported(self, kind: str) -> Imported:
        rows = [self._row(*pair) for pair in zip(self.ids, self.lines, strict=True)]
        document = build(_("Imported process"), rows)
        layout.draw(document)
        branches = sum(len(row.branches) for row in rows)
        told = Imported(kind, document)
        told.tallies = [
            Tally(_("Activities"), len(rows), len(rows), len(rows)),
            Tally(_("Branches and jumps"), branches + len(self.lost_ways), branches),
        ]
        told.simplified = [_("A start and an end were added.")]
        if self.lost_ways:
            told.warnings.append(
                _("These entries of “%(column)s” name no row: %(what)s.")
                % {"column": COLUMNS["next"][0], "what": _listed(self.lost_ways)}
            )
        if self.unread:
            told.warnings.append(
                _("These entries were not understood and left out: %(what)s.")
                % {"what": _listed(self.unread)}
            )
        return told

    def _row(self, name: str, line: dict[str, Any]) -> Row:
        facts = Facts(
            name=line["name"][:200],
            position_name=line.get("position", "")[:80],
            system=line.get("system", "")[:80],
            touch=self._minutes(line, "touch"),
            waiting=self._minutes(line, "waiting"),
            value_class=self._value(line),
            waste=self._waste(line),
            entered=items(line.get("entered")),
            output=line.get("output", "")[:200],
            notes=line.get("notes", ""),
        )
        branches = self._branches(line)
        return Row(name, facts, branches, line.get("question", "") if len(branches) > 1 else "")

    def _minutes(self, line: dict[str, Any], key: str):
        text = line.get(key, "")
        figure = re.sub(r"\s*(分钟|分|minutes|min)\.?$", "", text, flags=re.IGNORECASE)
        value = number(figure)
        if text and value is None:
            self.unread.append(text)
        return value

    def _value(self, line: dict[str, Any]) -> str:
        text = line.get("value", "")
        found = VALUES.get(text.casefold(), "")
        if text and not found:
            self.unread.append(text)
        return found

    def _waste(self, line: dict[str, Any]) -> str:
        text = line.get("waste", "")
        found = _wastes().get(text.casefold(), "")
        if text and not found:
            self.unread.append(text)
        return found

    def _branches(self, line: dict[str, Any]) -> tuple[Branch, ...]:
        found: dict[tuple[str, str], Branch] = {}
        for text in WAYS.split(line.get("next", "")):
            if not text.strip():
                continue
            way = WAY.match(text.strip())
            target = self.known.get(way["target"].strip().casefold()) if way else None
            if target is None:
                self.lost_ways.append(text.strip())
                continue
            condition, share = _with_share((way["condition"] or "").strip())
            found[(condition, target)] = Branch(condition, target, share)
        branches = tuple(found.values())
        if len(branches) == 1:  # a condition alone decides nothing
            return (Branch("", branches[0].target),)
        return branches


def _with_share(text: str) -> tuple[str, Decimal | None]:
    """“major (20%)” is a condition and how many of a hundred cases meet it."""
    said = SHARE.search(text)
    share = Decimal(said["share"]) if said and Decimal(said["share"]) <= 100 else None
    return (text[: said.start()] if said and share is not None else text)[:200], share


def _wastes() -> dict[str, str]:
    """By code, and by label in both languages."""
    found = {one.value: one.value for one in WasteType}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(one.label).casefold(): one.value for one in WasteType}
    return found


def _listed(texts: list[str]) -> str:
    told = _(", ").join(text[:40] for text in dict.fromkeys(texts[:8]))
    return told if len(texts) <= 8 else f"{told} …"
