"""What people type and paste into the step table, and what it means."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from processes.bpmn import END, Branch, Facts, Row
from processes.tabling import Unclear, clipboard, durations, notation, pasting
from processes.tabling.headings import headings
from processes.tabling.matching import Place, Register

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=12
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", "90"), ("2h", "120"), ("2 H", "120"), ("1.5 小时", "90"), ("1.5小时", "90"), ("1天", "1440"),
        ("1 工作日", "480"), ("2个工作日", "960"), ("1 h 30 min", "90"), ("1h30", "90"), ("1小时30分", "90"),
        ("1:30", "90"), ("半小时", "30"), ("１２０", "120"), ("30秒", "0.5"), ("1,5 h", "90"), ("1,200", "1200"),
        ("1天半", "2160"), ("2 days", "2880"), ("1 working day", "480"), ("1 week", "10080"), ("0", "0"),
        ("5分钟", "5"), ("两", None), ("abc", None), ("-5", None), ("1e3", None), ("5 x", None), ("999999999", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, minutes):
    if minutes is None:
        with pytest.raises(Unclear):
            durations.read(text)
    else:
        assert durations.read(text).minutes == Decimal(minutes)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_sentence(text):
    try:
        found = durations.read(text)
    except Unclear:
        return
    assert found is None or 0 <= found.minutes <= durations.MOST_MINUTES


@given(st.decimals(0, 500, places=2), st.sampled_from(["", "h", "d", "wd", "小时", "分"]))
def test_a_number_and_its_unit_come_out_as_minutes(number, unit):
    read = durations.read(f"{number} {unit}")
    assert read.minutes == (number * durations.UNITS[unit]).quantize(Decimal("0.01"))
    assert read.has_unit == bool(unit)


def test_a_bare_number_that_is_odd_as_minutes_is_asked_about():
    assert "80" in durations.doubt(durations.read("4800"), waiting=False)
    assert not durations.doubt(durations.read("4800"), waiting=True)
    assert not durations.doubt(durations.read("80 h"), waiting=False)
    assert durations.doubt(durations.read("0.05"), waiting=True)


CONDITION = st.text(
    st.characters(categories=["Lu", "Ll", "Lo"], codec="utf-8"), min_size=1, max_size=8
).filter(lambda word: word.casefold() not in ("parallel", "join", "end"))


@st.composite
def rows(draw):
    count = draw(st.integers(2, 6))
    ids = [f"a{n}" for n in range(count)]
    found = []
    for name in ids:
        others = [one for one in ids if one != name]
        row = Row(name, Facts("x"))
        kind = draw(st.sampled_from(["next", "jump", "decision", "fork"]))
        if kind == "jump":
            row = row.with_branches((Branch("", draw(st.sampled_from([*others, END]))),))
        elif kind == "decision":
            words = draw(st.lists(CONDITION, min_size=2, max_size=4, unique=True))
            shares = draw(
                st.sampled_from(
                    [[None] * len(words), [Decimal(100), *[Decimal(0)] * (len(words) - 1)]]
                )
            )
            ways = [
                Branch(w, draw(st.sampled_from([*ids, END])), s)
                for w, s in zip(words, shares, strict=True)
            ]
            row = row.with_branches(tuple(ways), draw(st.just("") | CONDITION))
        elif kind == "fork" and len(others) > 1:
            parts = draw(st.lists(st.sampled_from(others), min_size=2, max_size=3, unique=True))
            row = row.with_branches(tuple(Branch("", p) for p in parts), is_fork=True)
        found.append(row)
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@given(rows())
def test_where_a_row_goes_on_is_read_as_it_is_said(language, rows):
    numbers = {row.element_id: n for n, row in enumerate(rows, start=1)}
    with translation.override(language):
        for row in rows:
            said = notation.say(row, numbers)
            if said == notation.NO_WORDS:
                continue
            read = notation.read(said, len(rows))
            assert read.branches == tuple(
                (b.condition, numbers.get(b.target, END), b.share) for b in row.branches
            )
            assert read.is_fork == row.is_fork


@given(st.text(max_size=60), st.integers(0, 5))
def test_any_line_is_understood_or_answered_by_a_sentence(text, count):
    try:
        ways = notation.read(text, count)
    except Unclear:
        return
    assert all(t == END or 1 <= t <= count for _c, t, _s in ways.branches)


@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("→ 2", [("", 2, None)]), ("2", [("", 2, None)]), ("结束", [("", END, None)]), ("-> end", [("", END, None)]),
        ("同意→2 70%；退回->1 （30％）", [("同意", 2, 70), ("退回", 1, 30)]),
        ("是否同意？同意→2;退回→结束", [("同意", 2, None), ("退回", END, None)]),
    ],
)  # fmt: skip
def test_branches_are_read_in_both_ways_of_writing(text, branches):
    assert list(notation.read(text, 3).branches) == branches


@pytest.mark.parametrize(
    "text",
    [
        "同意→2",
        "a→1;a→2",
        "a→1 60%; b→2 60%",
        "a→1 60%; b→2 30%",
        "→ 9",
        "parallel 2",
        "parallel 2, 2",
        "hello",
        "a→1; →2",
    ],
)
def test_a_line_that_can_not_be_is_refused(text):
    with pytest.raises(Unclear):
        notation.read(text, 3)


def test_a_fork_names_its_parts_and_where_they_meet():
    ways = notation.read("并行 2、3 汇合 4", 4)
    assert ([t for _c, t, _s in ways.branches], ways.is_fork, ways.join) == ([2, 3], True, 4)


PLACES = [
    Place(1, "客服专员（客服部）", "P001", ("客服专员", "Service agent")),
    Place(2, "客服主管（客服部）", "P002", ("客服主管", "Service head")),
    Place(3, "会计（财务部）", "P003", ("会计", "Accountant")),
    Place(4, "会计（子公司）", "P004", ("会计", "Accountant")),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("客服专员", 1), (" 客服 专员 ", 1), ("ＳＥＲＶＩＣＥ agent", 1), ("p002", 2), ("客服主管(客服部)", 2),
        ("会计", None), ("会计（子公司）", 4), ("客服", None), ("", None),
    ],
)  # fmt: skip
def test_positions_are_found_by_number_and_by_either_name(text, found):
    assert Register.of(PLACES).find(text) == found


def test_unknown_positions_are_answered_by_what_looks_like_them():
    register = Register.of(PLACES)
    assert [place.pk for place in register.suggest("客服")] == [1, 2]
    assert [place.pk for place in register.suggest("会计")] == [3, 4]
    assert next(place.pk for place in register.suggest("客服专圆")) == 1
    assert register.suggest("锅炉工") == []


CELL = st.text(st.sampled_from(list('甲乙ab "\n\t,;')), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_a_spreadsheet_copies_comes_back_cell_by_cell(table):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if set(cell) & set('\t\n"') else cell

    text = "\r\n".join("\t".join(map(quoted, row)) for row in table) + "\r\n"
    tidy = [[clipboard._tidy(cell) for cell in row] for row in table]
    while tidy and not any(tidy[-1]):
        tidy.pop()
    assert clipboard.cells(text) == tidy


@given(st.text(max_size=200))
def test_no_markup_breaks_the_reading(markup):
    for row in clipboard.cells("x", f"<table>{markup}"):
        assert all(isinstance(cell, str) for cell in row)


def test_merged_cells_say_their_text_once_and_breaks_stay():
    html = (
        "<table><tr><td rowspan=2>甲<br>乙</td><td colspan=2>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td><td>g</td></tr></table>"
    )
    assert clipboard.cells("", html) == [["甲\n乙", "b", ""], ["", "c", "d"], ["e", "f", "g"]]


def test_headings_are_recognized_in_both_languages_with_their_units():
    found = headings(["序号", "流程环节", "岗位", "等待时间（小时）", "随便"])
    assert [(c.field, c.unit) for c in found] == [
        ("number", ""), ("name", ""), ("position", ""), ("waiting", "h"), ("", "")
    ]  # fmt: skip
    assert [c.field for c in headings(["Step", "Role", "Waiting time (minutes)"])] == [
        "name",
        "position",
        "waiting",
    ]
    assert headings(["接收投诉", "客服专员"]) is None


def test_targets_of_a_paste_count_from_its_own_first_row():
    pasted = pasting.read(
        [
            ["No.", "Activity", "Next"],
            ["10", "A", ""],
            ["20", "B", "yes→30; no→A"],
            ["30", "C", "end"],
        ]
    )
    assert [line["next"] for line in pasted.lines] == ["", "yes → 3; no → 1", "→ end"]


def test_a_column_of_fractions_without_a_unit_is_asked_about():
    cells = [["Activity", "Touch time"], ["A", "0.5"], ["B", "1.5"], ["C", "2"]]
    pasted = pasting.read(cells)
    assert pasted.asks == [False, True]
    told = pasting.read(cells, has_headings=True, fields=["name", "touch"], units=["", "h"])
    assert told.asks == [False, False]
    assert [line["touch"] for line in told.lines] == ["0.5 h", "1.5 h", "2 h"]


@given(st.lists(st.lists(WORD, min_size=1, max_size=6), max_size=6))
def test_any_rectangle_is_pasted_or_left_out(cells):
    width = max(map(len, cells), default=0)
    pasted = pasting.read([row + [""] * (width - len(row)) for row in cells])
    assert len(pasted.lines) <= len(cells)
