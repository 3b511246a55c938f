"""Where an activity goes on, in one line: "", "→ 5", "同意→4 70%; 退回→2 30%", "并行 3, 4 汇合 6"."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from processes.bpmn import ELSEWHERE, END, Branch, Row
from processes.bpmn.model import onward
from processes.tabling import Unclear
from sopman.core.wording import is_chinese

MOST_BRANCHES = 8
LONGEST_CONDITION = 60
ENDS = ("end", "结束", "完成", "终")
_ARROWS = r"(?:→|->|=>|⇒|—>)"
_TARGET = rf"(?P<target>\d{{1,4}}|{'|'.join(ENDS)})"
_JUMP = re.compile(rf"{_ARROWS}?\s*{_TARGET}", re.IGNORECASE)
_SHARE = r"(?:\(?\s*(?P<share>\d{1,3}(?:\.\d{1,2})?)\s*%\s*\)?)?"
_WAY = re.compile(rf"(?P<condition>.*?)\s*{_ARROWS}\s*{_TARGET}\s*{_SHARE}", re.IGNORECASE)
_QUESTION = re.compile(r"(?P<question>[^;→]*?[?])\s*(?P<rest>.+)", re.DOTALL)
_FORK = re.compile(
    r"(?:并行|同时|parallel)\s*:?\s*(?P<parts>.+?)(?:\s*(?:汇合|join|joins at)\s*:?\s*(?P<join>\d{1,4}))?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[,、+&和]\s*|\s+")
_OR = re.compile(r"\s*[;\n]+\s*")


@dataclass(frozen=True)
class Ways:
    """Targets are numbers of rows from 1, or END. `join`: the row that waits for all parts."""

    branches: tuple[tuple[str, int | str, Decimal | None], ...] = ()
    question: str = ""
    is_fork: bool = False
    join: int | None = None


def read(text: str, count: int) -> Ways:
    """What one line says about `count` rows. Raises Unclear with a sentence."""
    said = unicodedata.normalize("NFKC", text.replace("→", "->")).strip().rstrip(";")
    if not said:
        return Ways()
    if jump := _JUMP.fullmatch(said):
        return Ways((("", _target(jump["target"], count), None),))
    if fork := _FORK.fullmatch(said):
        return _fork(fork, count)
    question = ""
    if asked := _QUESTION.fullmatch(said):
        question, said = asked["question"].strip(), asked["rest"]
    return _decision(said, question, count, text)


def _target(said: str, count: int) -> int | str:
    if not said.isdecimal():
        return END
    number = int(said)
    if not 1 <= number <= count:
        raise Unclear(_("There is no row %(number)s.") % {"number": said})
    return number


def _fork(fork: re.Match[str], count: int) -> Ways:
    parts = [part for part in _AND.split(fork["parts"].strip()) if part]
    if not all(part.isdecimal() for part in parts):
        raise Unclear(
            _("Write the numbers of the rows that run in parallel, such as: parallel 3, 4.")
        )
    targets = [_target(part, count) for part in parts]
    if len(set(targets)) < 2 or len(set(targets)) < len(targets):
        raise Unclear(_("Parallel parts are at least two different rows."))
    if len(targets) > MOST_BRANCHES:
        raise Unclear(_("At most %(n)d branches.") % {"n": MOST_BRANCHES})
    join = _target(fork["join"], count) if fork["join"] else None
    return Ways(tuple(("", target, None) for target in targets), is_fork=True,
                join=join if isinstance(join, int) else None)  # fmt: skip


def _decision(said: str, question: str, count: int, text: str) -> Ways:
    found = []
    for one in _OR.split(said):
        if not one:
            continue
        way = _WAY.fullmatch(one)
        if way is None:
            raise Unclear(
                _("“%(text)s” is not understood. Write: yes → 3; no → 5, or → 4 for another row.")
                % {"text": one[:60]}
            )
        share = Decimal(way["share"]) if way["share"] else None
        found.append((way["condition"].strip(), _target(way["target"], count), share))
    _check(found)
    return Ways(tuple(found), question[:LONGEST_CONDITION])


def _check(found: list[tuple[str, int | str, Decimal | None]]) -> None:
    conditions = [condition for condition, _target, _share in found]
    if len(found) < 2:
        raise Unclear(_("A decision has at least two branches; say what happens otherwise."))
    if len(found) > MOST_BRANCHES:
        raise Unclear(_("At most %(n)d branches.") % {"n": MOST_BRANCHES})
    if not all(conditions):
        raise Unclear(_("Give every branch its condition."))
    if any(len(condition) > LONGEST_CONDITION for condition in conditions):
        raise Unclear(_("A condition has %(n)d characters at most.") % {"n": LONGEST_CONDITION})
    if len(set(conditions)) < len(conditions):
        raise Unclear(_("Two branches have the same condition."))
    if against := shares_against([share for _condition, _target, share in found]):
        raise Unclear(against)


def shares_against(shares: list[Decimal | None]) -> str:
    """Why these shares of cases can't be; nothing when they can."""
    said = [share for share in shares if share is not None]
    total = f"{sum(said, Decimal(0)).normalize():f}"
    if any(share > 100 for share in said) or sum(said) > 100:
        return _("The shares add up to %(total)s %%; a hundred is all there is.") % {"total": total}
    if said and len(said) == len(shares) and sum(said) != 100:
        return _("The shares add up to %(total)s %%, not to 100 %%.") % {"total": total}
    return ""


NO_WORDS = "…"


def say(row: Row, numbers: Mapping[str, int], join: int | None = None) -> str:
    """The line that says where a row goes on; empty for the next row, NO_WORDS where it has none."""
    said = _said(row, numbers, join)
    try:
        return said if _means(read(said, len(numbers)), row, numbers, join) else NO_WORDS
    except Unclear:
        return NO_WORDS


def _means(ways: Ways, row: Row, numbers: Mapping[str, int], join: int | None) -> bool:
    meant = tuple((b.condition, numbers.get(b.target, b.target), b.share) for b in row.branches)
    asked = ways.question.rstrip("?？") == row.question.rstrip("?？")
    return ways.branches == meant and asked and (ways.is_fork, ways.join) == (row.is_fork, join)


def _said(row: Row, numbers: Mapping[str, int], join: int | None) -> str:
    if not row.branches:
        return ""
    if any(b.target == ELSEWHERE or b.target not in {**numbers, END: 0} for b in row.branches):
        return NO_WORDS
    if row.is_fork:
        parts = ", ".join(_named(b.target, numbers) for b in row.branches)
        words = f"{pgettext('parts of a process', 'parallel')} {parts}"
        return f"{words} {pgettext('parts of a process', 'join')} {join}" if join else words
    if len(row.branches) == 1:
        return f"→ {_named(row.branches[0].target, numbers)}"
    ways = "; ".join(_way(branch, numbers) for branch in row.branches)
    question = row.question and (row.question if row.question[-1] in "?？" else f"{row.question}？")
    return f"{question} {ways}".strip()


def _way(branch: Branch, numbers: Mapping[str, int]) -> str:
    share = f" {branch.share.normalize():f}%" if branch.share is not None else ""
    return f"{branch.condition} → {_named(branch.target, numbers)}{share}"


def _named(target: str, numbers: Mapping[str, int]) -> str:
    if target == END:
        return "结束" if is_chinese() else "end"
    return str(numbers[target])


def joins_of(rows: list[Row]) -> dict[str, str]:
    """For each fork the row where its parts meet: the first that waits on the way of each part."""
    next_of = onward([row.element_id for row in rows])
    known = {row.element_id: row for row in rows}
    found = {}
    for row in rows:
        if row.is_fork:
            met = {_first_wait(branch.target, known, next_of) for branch in row.branches}
            if len(met) == 1 and (join := met.pop()):
                found[row.element_id] = join
    return found


def _first_wait(start: str, known: Mapping[str, Row], next_of: Mapping[str, str]) -> str:
    seen, todo = {start}, [start]
    while todo:
        row = known.get(todo.pop(0))
        if row is None:
            continue
        if row.waits:
            return row.element_id
        for target in [b.target for b in row.branches] or [next_of[row.element_id]]:
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return ""
