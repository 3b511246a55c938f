"""What an import would do: every row read, judged and compared, nothing written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sopman.core.dates import written_day
from sopman.people.models import Department, Position, User
from sopman.people.numbers import plain_mobile

_LANGUAGES = {"": "", "中文": "zh-hans", "zh": "zh-hans", "zh-hans": "zh-hans"} | {
    "英文": "en", "english": "en", "en": "en", "chinese": "zh-hans"
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    name: str
    headings: tuple[str, ...]  # the first is written into the template file
    most: int = 80
    required: bool = False


@dataclass
class Row:
    """One line of the file: what it says, what would become of it, what is wrong with it."""

    number: int
    values: dict[str, Any]
    outcome: str = "add"  # add, change, same
    errors: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """The whole file, judged."""

    kind: str
    rows: list[Row]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows if not row.errors)

    @property
    def added(self) -> int:
        return self.count("add")

    @property
    def changed(self) -> int:
        return self.count("change")

    @property
    def same(self) -> int:
        return self.count("same")


@dataclass(frozen=True)
class Kind:
    """Something that can be imported."""

    key: str
    label: str | Promise
    columns: tuple[Column, ...]
    judge: Callable[[list[Row]], None]
    examples: tuple[tuple[str, ...], ...]

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        return {column.name: column.headings for column in self.columns}


def plan(kind: Kind, table: Iterable[dict[str, Any]]) -> Plan:
    """Judge every row; the table comes from `sheets.read_table` with `kind.headings`."""
    rows = []
    for line in table:
        row = Row(number=line["row"], values={})
        for column in kind.columns:
            row.values[column.name] = text = str(line.get(column.name) or "").strip()
            heading = column.headings[0]
            if column.required and not text:
                row.errors.append(_("“%(column)s” is empty.") % {"column": heading})
            if len(text) > column.most:
                row.errors.append(
                    _("“%(column)s” is longer than %(most)d characters.")
                    % {"column": heading, "most": column.most}
                )
        rows.append(row)
    _same_key_twice(rows, kind.columns[0])
    kind.judge(rows)
    return Plan(kind=kind.key, rows=rows)


def _same_key_twice(rows: list[Row], column: Column) -> None:
    first: dict[str, int] = {}
    for row in rows:
        key = row.values[column.name].casefold()
        if not key:
            continue
        if key in first:
            row.errors.append(
                _("“%(column)s” stands in row %(row)d already.")
                % {"column": column.headings[0], "row": first[key]}
            )
        first.setdefault(key, row.number)


def _judge_departments(rows: list[Row]) -> None:
    there = {d.code.casefold(): d for d in Department.objects.select_related("parent", "head")}
    coming = {row.values["code"].casefold() for row in rows}
    people = {u.employee_number.casefold(): u for u in User.objects.active()}
    for row in rows:
        values = row.values
        parent, head = values["parent_code"].casefold(), values["head_number"].casefold()
        if parent and parent not in there and parent not in coming:
            row.errors.append(
                _("There is no department %(code)s.") % {"code": values["parent_code"]}
            )
        if head and head not in people:
            row.errors.append(
                _("Nobody here has the employee number %(number)s.")
                % {"number": values["head_number"]}
            )
        if old := there.get(values["code"].casefold()):
            now = {
                "name_zh": old.name_zh,
                "name_en": old.name_en,
                "parent_code": old.parent.code if old.parent else "",
                "head_number": old.head.employee_number if old.head else "",
            }
            row.outcome = _compared(values, now)
    _circles(rows, there)


def _circles(rows: list[Row], there: dict[str, Department]) -> None:
    parents = {key: (d.parent.code if d.parent else "").casefold() for key, d in there.items()}
    for row in rows:
        if row.values["parent_code"]:
            parents[row.values["code"].casefold()] = row.values["parent_code"].casefold()
    for row in rows:
        seen, key = set(), row.values["code"].casefold()
        while key and key not in seen:
            seen.add(key)
            key = parents.get(key, "")
        if key:
            row.errors.append(_("A department can't belong to itself or to one below it."))


def _judge_positions(rows: list[Row]) -> None:
    there = {p.code.casefold(): p for p in Position.objects.select_related("department")}
    departments = {code.casefold() for code in Department.objects.values_list("code", flat=True)}
    for row in rows:
        values = row.values
        code = values["department_code"]
        if code and code.casefold() not in departments:
            row.errors.append(_("There is no department %(code)s.") % {"code": code})
        if old := there.get(values["code"].casefold()):
            now = {
                "name_zh": old.name_zh,
                "name_en": old.name_en,
                "department_code": old.department.code,
            }
            row.outcome = _compared(values, now)


def _judge_people(rows: list[Row]) -> None:
    everybody = list(User.objects.all())
    there = {u.employee_number.casefold(): u for u in everybody}
    mobiles = {u.mobile: u.employee_number.casefold() for u in everybody if u.mobile}
    positions = {code.casefold() for code in Position.objects.values_list("code", flat=True)}
    for row in rows:
        values, key = row.values, row.values["number"].casefold()
        _judge_mobile(row, key, mobiles)
        _judge_rest(row, positions)
        if old := there.get(key):
            now = {
                "name": old.name,
                "name_en": old.name_en,
                "mobile": old.mobile or "",
                "email": old.email,
                "language": old.language,
            }
            row.outcome = _compared({k: v for k, v in values.items() if k in now}, now)
            if values["position_code"]:
                row.outcome = "change" if row.outcome == "same" else row.outcome
            if not old.is_active:
                row.errors.append(_("%(person)s doesn't work here any more.") % {"person": old})


def _judge_mobile(row: Row, key: str, mobiles: dict[str, str]) -> None:
    typed = row.values["mobile"]
    if not typed:
        return
    number = plain_mobile(typed)
    if number is None:
        row.errors.append(_("“%(number)s” is not a mobile number.") % {"number": typed})
        return
    if mobiles.setdefault(number, key) != key:
        row.errors.append(_("The mobile number %(number)s is taken.") % {"number": number})
    row.values["mobile"] = number


def _judge_rest(row: Row, positions: set[str]) -> None:
    values = row.values
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            row.errors.append(_("“%(text)s” is not an e-mail address.") % {"text": values["email"]})
    language = _LANGUAGES.get(values["language"].casefold())
    if language is None:
        row.errors.append(_("The language is 中文 or English."))
    values["language"] = language or ""
    if values["position_code"] and values["position_code"].casefold() not in positions:
        row.errors.append(_("There is no position %(code)s.") % {"code": values["position_code"]})
    if values["from_on"]:
        try:
            written_day(values["from_on"])
        except ValueError:
            row.errors.append(
                _("“%(text)s” is not a date like 2026-03-01.") % {"text": values["from_on"]}
            )


def _compared(values: dict[str, Any], now: dict[str, str]) -> str:
    """An empty cell keeps what is there."""
    differs = any(
        value and str(value).casefold() != str(now[name]).casefold()
        for name, value in values.items()
        if name in now
    )
    return "change" if differs else "same"


DEPARTMENTS = Kind(
    key="departments",
    label=gettext_lazy("Departments"),
    columns=(
        Column("code", ("部门编码", "Department code", "code"), most=32, required=True),
        Column("name_zh", ("部门名称", "Chinese name", "name_zh"), required=True),
        Column("name_en", ("英文名称", "English name", "name_en")),
        Column("parent_code", ("上级部门编码", "Parent code", "parent_code"), most=32),
        Column("head_number", ("负责人工号", "Head employee number", "head"), most=32),
    ),
    judge=_judge_departments,
    examples=(("KF", "客户服务部", "Customer Service", "", ""),),
)
POSITIONS = Kind(
    key="positions",
    label=gettext_lazy("Positions"),
    columns=(
        Column("code", ("岗位编码", "Position code", "code"), most=32, required=True),
        Column("name_zh", ("岗位名称", "Chinese name", "name_zh"), required=True),
        Column("name_en", ("英文名称", "English name", "name_en")),
        Column("department_code", ("部门编码", "Department code", "department"), 32, required=True),
    ),
    judge=_judge_positions,
    examples=(("KF-01", "客服专员", "Customer service agent", "KF"),),
)
PEOPLE = Kind(
    key="people",
    label=gettext_lazy("People"),
    columns=(
        Column("number", ("工号", "Employee number", "employee_number"), most=32, required=True),
        Column("name", ("姓名", "Name", "name"), required=True),
        Column("name_en", ("英文名", "Name in English", "name_en")),
        Column("mobile", ("手机号", "Mobile number", "mobile"), most=24),
        Column("email", ("邮箱", "E-mail", "email"), most=254),
        Column("language", ("语言", "Language", "language"), most=10),
        Column("position_code", ("岗位编码", "Position code", "position"), most=32),
        Column("from_on", ("任职起始日", "From", "from"), most=10),
    ),
    judge=_judge_people,
    examples=(
        ("1001", "张晓明", "Zhang Xiaoming", "13800000000", "", "中文", "KF-01", "2026-01-01"),
    ),
)
KINDS = {kind.key: kind for kind in (DEPARTMENTS, POSITIONS, PEOPLE)}
