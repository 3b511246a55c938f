"""The step table as a grid: what was typed, cell by cell, and what is wrong with it.

Read by hand and not by a formset: hundreds of rows of fields would cost more than the save itself.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from processes import source_words
from processes.actions import TableRow
from processes.bpmn import Row
from processes.bpmn.sources import plain
from processes.enums import ValueClass, WasteType
from processes.importing.from_table import VALUES
from processes.tabling import Unclear, durations, notation
from processes.tabling.matching import Place, Register
from processes.tabling.notation import NO_WORDS
from sopman.people.models import Position

CELLS = ("name", "position", "system", "touch", "waiting", "value", "waste", "next", "notes")
HIDDEN = ("step", "keep", "gone")
LONGEST = {"name": 200, "position": 80, "system": 80, "notes": 2000, "next": 400}
MOST_ROWS = 1_000
BLANK_ROWS = 3


@dataclass
class Cell:
    name: str
    value: str = ""
    error: str = ""
    suggestions: list[str] = field(default_factory=list)


@dataclass
class TypedRow:
    """One row as it stands on the page, and what it means once it was read."""

    number: int
    step: str = ""
    keep: str = ""  # a name of a position that is to stay a name only
    gone: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)  # where a time comes from, in words

    @property
    def is_blank(self) -> bool:
        return not self.step and not any(cell.value for cell in self.cells.values())

    @property
    def has_errors(self) -> bool:
        return any(cell.error for cell in self.cells.values())

    def said(self, name: str) -> str:
        return self.cells[name].value

    def mark(self, name: str, error: str, suggestions: Iterable[str] = ()) -> None:
        self.cells[name].error, self.cells[name].suggestions = error, list(suggestions)


class Positions:
    """The positions that a table may name, with the labels they are shown by."""

    def __init__(self, positions: Iterable[Position], label: Any) -> None:
        self.by_pk = {one.pk: one for one in positions}
        labels = {pk: label(one) for pk, one in self.by_pk.items()}
        often = Counter(labels.values())
        self.labels = {
            pk: f"{text} · {self.by_pk[pk].code}" if often[text] > 1 else text
            for pk, text in labels.items()
        }
        self.register = Register.of(
            Place(pk, self.labels[pk], one.code, (one.name_zh, one.name_en))
            for pk, one in self.by_pk.items()
        )

    def label_of(self, pk: int | None, otherwise: str) -> str:
        return self.labels.get(pk, otherwise) if pk is not None else otherwise


def shown(rows: Sequence[Row], positions: Positions) -> list[TypedRow]:
    """The rows of a map as the grid shows them."""
    numbers = {row.element_id: n for n, row in enumerate(rows, start=1)}
    joins = notation.joins_of(list(rows))
    found = []
    for row in rows:
        facts, join = row.facts, numbers.get(joins.get(row.element_id, ""))
        values = {
            "name": facts.name,
            "position": positions.label_of(facts.position, facts.position_name),
            "system": facts.system,
            "touch": plain(facts.touch),
            "waiting": plain(facts.waiting),
            "value": facts.value_class,
            "waste": facts.waste,
            "next": notation.say(row, numbers, join),
            "notes": facts.notes,
        }
        keep = "" if facts.position in positions.by_pk else values["position"]
        found.append(_typed(len(found) + 1, {**values, "step": facts.step, "keep": keep}))
    return found


def with_sources(typed: Sequence[TypedRow], rows: Sequence[Row]) -> Sequence[TypedRow]:
    """Says beside each time where it comes from, as long as it is still that time."""
    by_step = {row.facts.step: row.facts for row in rows}
    for line in typed:
        if facts := by_step.get(line.step):
            for name, value, source in (
                ("touch", facts.touch, facts.touch_source),
                ("waiting", facts.waiting, facts.waiting_source),
            ):
                if source is not None and line.said(name) == plain(value):
                    line.sources[name] = source_words.short(source)
    return typed


def blank_rows(behind: Sequence[TypedRow], count: int = BLANK_ROWS) -> list[TypedRow]:
    return [_typed(len(behind) + n, {}) for n in range(1, count + 1)]


def _typed(number: int, raw: Mapping[str, Any]) -> TypedRow:
    def text(name: str) -> str:
        value = raw.get(name)
        return value.replace("\x00", "").strip() if isinstance(value, str) else ""

    cells = {name: Cell(name, text(name)) for name in CELLS}
    for name, cell in cells.items():
        if name != "notes":
            cell.value = " ".join(cell.value.split())
    return TypedRow(number, text("step"), text("keep"), bool(text("gone")), cells)


class TableForm:
    """A POST of the grid: `table` as JSON, or the fields `row-N-…` where no script ran."""

    def __init__(self, data: Mapping[str, Any], positions: Positions) -> None:
        self.positions = positions
        self.refused = ""
        self.typed = [_typed(n, raw) for n, raw in enumerate(self._raw(data), start=1)]
        self.rows: list[TableRow] = []
        if not self.refused:
            self._read()

    def is_valid(self) -> bool:
        return not self.refused and not self.errors

    def _raw(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        if "table" in data:
            try:
                raw = json.loads(data["table"])
            except (ValueError, RecursionError):
                raw = None
            if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
                self.refused = _("The table did not arrive whole. Please send it again.")
                return []
        else:
            raw = list(_fields(data))
        if len(raw) > MOST_ROWS + BLANK_ROWS:
            self.refused = _("A map holds %(n)d activities at most.") % {"n": MOST_ROWS}
            return raw[: MOST_ROWS + BLANK_ROWS]
        return raw

    def _read(self) -> None:
        kept = [row for row in self.typed if not row.gone and not row.is_blank]
        place_of = {row.number: n for n, row in enumerate(kept, start=1)}
        read = [self._row(row, place_of) for row in kept]
        if not self.errors:
            self.rows = read

    @property
    def errors(self) -> list[tuple[TypedRow, Cell]]:
        """Row and cell of everything that is wrong, in the order of reading."""
        return [(row, cell) for row in self.typed for cell in row.cells.values() if cell.error]

    def _row(self, row: TypedRow, place_of: Mapping[int, int]) -> TableRow:
        if not row.said("name"):
            row.mark("name", _("Name the activity."))
        for name, longest in LONGEST.items():
            if len(row.said(name)) > longest:
                row.mark(name, _("At most %(n)d characters.") % {"n": longest})
        position, name = self._position(row)
        return TableRow(
            step=row.step,
            name=row.said("name"),
            position=position,
            position_name=name,
            system=row.said("system"),
            touch_minutes=_minutes(row, "touch"),
            waiting_minutes=_minutes(row, "waiting"),
            value_class=_choice(row, "value", ValueClass, VALUES),
            waste=_choice(row, "waste", WasteType, {}),
            notes=row.said("notes"),
            ways=self._ways(row, place_of),
        )

    def _position(self, row: TypedRow) -> tuple[Position | None, str]:
        said = row.said("position")
        if not said:
            return None, ""
        pk = self.positions.register.find(said)
        if pk is not None:
            return self.positions.by_pk[pk], ""
        if row.keep == said:
            return None, said
        near = [place.label for place in self.positions.register.suggest(said)]
        row.mark("position", unknown_position(said, near), near)
        return None, said

    def _ways(self, row: TypedRow, place_of: Mapping[int, int]) -> notation.Ways | None:
        said = row.said("next")
        if said == NO_WORDS and row.step:
            return None
        try:
            ways = notation.read(said, len(self.typed))
            return _placed(ways, row, place_of)
        except Unclear as unclear:
            row.mark("next", str(unclear))
            return None


def unknown_position(said: str, near: Sequence[str]) -> str:
    if near:
        return _("The organization has no position “%(said)s”. Is it %(near)s?") % {
            "said": said,
            "near": _(" or ").join(near),
        }
    return _("The organization has no position “%(said)s”.") % {"said": said}


def _fields(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    number = 0
    names = (*CELLS, *HIDDEN)
    while number <= MOST_ROWS + BLANK_ROWS and any(
        f"row-{number}-{name}" in data for name in names
    ):
        yield {name: data.get(f"row-{number}-{name}", "") for name in names}
        number += 1


def _minutes(row: TypedRow, name: str) -> Any:
    try:
        duration = durations.read(row.said(name))
    except Unclear as unclear:
        row.mark(name, str(unclear))
        return None
    return duration.minutes if duration is not None else None


def _choice(row: TypedRow, name: str, choices: Any, words: Mapping[str, str]) -> str:
    said = row.said(name)
    if not said or said in choices.values:
        return said
    by_label = {str(label).casefold(): value for value, label in choices.choices} | dict(words)
    if found := by_label.get(said.casefold()):
        return found
    labels = ", ".join(str(label) for label in choices.labels)
    row.mark(name, _("Choose one of: %(labels)s.") % {"labels": labels})
    return ""


def _placed(ways: notation.Ways, row: TypedRow, place_of: Mapping[int, int]) -> notation.Ways:
    """Numbers of the page become numbers of the table that is saved."""
    numbers = [target for _c, target, _s in ways.branches if isinstance(target, int)]
    for number in [*numbers, *([ways.join] if ways.join else [])]:
        if number not in place_of:
            raise Unclear(_("Row %(number)s is empty or to be removed.") % {"number": number})
    here = place_of[row.number]
    if len(ways.branches) == 1 and ways.branches[0][1] == row.number:
        raise Unclear(_("An activity can't lead to itself without a condition."))
    if ways.join is not None and place_of[ways.join] <= here:
        raise Unclear(_("Parallel parts meet again further down, not in row %(number)s.")
                      % {"number": ways.join})  # fmt: skip
    branches = tuple(
        (condition, place_of[target] if isinstance(target, int) else target, share)
        for condition, target, share in ways.branches
    )
    join = place_of[ways.join] if ways.join is not None else None
    return notation.Ways(branches, ways.question, ways.is_fork, join)
