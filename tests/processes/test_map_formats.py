"""Maps out of Visio, XMind and tables: what comes, what is simplified, what is left out and said so."""

from decimal import Decimal

import pytest

from processes import importing, svg
from processes.bpmn import END, Branch, Unreadable
from processes.importing.inspection import edit_roundtrip, roundtrip
from tests.factories.map_packages import (
    box,
    glue,
    lane,
    line,
    old_xmind,
    topic,
    vsdx,
    xlsx,
    xmind,
    zipped,
)

DRAWING = vsdx(
    [
        lane(90, "客服专员", 5, 8, 10, 3),
        lane(80, "客服主管", 5, 5, 10, 3),
        box(1, "3", "开始", 1, 8),
        box(2, "1", "接收投诉", 3, 8),
        box(3, "2", "金额大？", 5, 8),
        box(4, "1", "审批", 7, 5),
        box(5, "6", "答复函", 7, 8),
        box(6, "3", "结束", 9, 8),
        box(7, "7", "随便写写", 9, 2),
        line(10),
        line(11),
        line(12, text="是"),
        line(13, text="否"),
        line(14, (7, 5.4), (7, 7.6)),
        line(15, BeginArrow=4, EndArrow=0),
        line(16, (50, 50), (60, 60)),
    ],
    glue(10, 1, 2) + glue(11, 2, 3) + glue(12, 3, 4) + glue(13, 3, 5) + glue(15, 6, 5),
    pages=2,
)


def names(document):
    return [row.facts.name for row in document.rows()]


def whole(imported):
    """What every import owes: it is read again, edited and drawn."""
    assert roundtrip(imported.source) == []
    assert edit_roundtrip(imported.source) == []
    assert "<svg" in svg.render(imported.document, title="图")
    return imported


def test_visio_shapes_connectors_and_swimlanes():
    told = whole(importing.read("现状.vsdx", DRAWING))

    rows = {row.facts.name: row for row in told.document.rows()}
    by_id = {row.element_id: name for name, row in rows.items()}
    assert told.format == "vsdx"
    assert list(rows) == ["接收投诉", "答复函", "审批"] or list(rows) == [
        "接收投诉",
        "审批",
        "答复函",
    ]
    assert rows["接收投诉"].question == "金额大？"
    ways = {branch.condition: by_id[branch.target] for branch in rows["接收投诉"].branches}
    assert ways == {"是": "审批", "否": "答复函"}
    assert rows["审批"].facts.position_name == "客服主管"
    assert rows["答复函"].facts.position_name == "客服专员"
    kinds = [node.kind for node in told.document.graph().nodes]
    assert (kinds.count("start"), kinds.count("end"), kinds.count("decision")) == (1, 1, 1)


def test_visio_says_what_it_did_and_what_it_left():
    told = importing.read("a.vsdx", DRAWING)

    assert {t.label: (t.found, t.kept) for t in told.tallies} == {
        "Lanes": (2, 2),
        "Activities": (3, 3),
        "Events": (2, 2),
        "Gateways": (1, 1),
        "Connectors": (7, 6),
        "Other shapes": (1, 0),
    }
    said = " ".join(told.simplified + told.warnings)
    for word in ("matched by their place: 2", "become activities: 1", "lead to no shape", "页-2"):
        assert word in said


def test_a_line_drawn_backwards_leads_where_its_arrow_points():
    told = importing.read(
        "a.vsdx",
        vsdx(
            [box(1, "1", "甲", 1, 1), box(2, "1", "乙", 3, 1), line(3, BeginArrow=4)], glue(3, 2, 1)
        ),
    )

    assert names(told.document) == ["甲", "乙"]
    assert "A start and an end were added." in told.simplified


def test_a_group_without_words_is_looked_into():
    inner = box(21, "1", "里面", 1, 1) + box(22, "1", "外面", 3, 1)
    group = f'<Shape ID="20" Type="Group"><Shapes>{inner}</Shapes></Shape>'

    told = importing.read("a.vsdx", vsdx([group, line(3)], glue(3, 21, 22)))

    assert names(told.document) == ["里面", "外面"]


def test_a_drawing_of_nothing_is_refused():
    with pytest.raises(Unreadable, match="no steps"):
        importing.read("a.vsdx", vsdx([box(7, "7", "只有标注", 1, 1)]))


TREE = topic(
    "投诉处理",
    topic("受理", topic("登记", label="客服专员", note="当天完成"), topic("核实")),
    topic("答复", label="客服主管"),
    detached=[topic("漂浮")],
)


def test_an_xmind_tree_becomes_a_line_of_steps():
    told = whole(importing.read("a.xmind", xmind(TREE, relationships=2, sheets=3)))

    rows = told.document.rows()
    assert [row.facts.name for row in rows] == ["登记", "核实", "答复"]
    assert rows[0].facts.position_name == "客服专员"
    assert rows[0].facts.notes == "Part of: 受理\n当天完成"
    assert rows[2].facts.position_name == "客服主管"
    assert told.document.title == "投诉处理"
    assert {t.label: (t.found, t.kept) for t in told.tallies} == {
        "Topics": (4, 4), "Activities": (3, 3), "Relationships": (2, 0)
    }  # fmt: skip
    assert len(told.warnings) == 3


def test_an_xmind_of_before_2020():
    text = (
        '<xmap-content xmlns="urn:xmind:xmap:xmlns:content:2.0"><sheet><topic><title>流程</title>'
        '<children><topics type="attached"><topic><title>甲</title></topic><topic><title>乙</title>'
        "<labels><label>专员</label></labels></topic></topics></children></topic></sheet></xmap-content>"
    )

    told = whole(importing.read("a.xmind", old_xmind(text)))

    assert [(r.facts.name, r.facts.position_name) for r in told.document.rows()] == [
        ("甲", ""), ("乙", "专员")
    ]  # fmt: skip


HEADINGS = (
    "序号",
    "环节名称",
    "岗位",
    "系统",
    "处理时间",
    "等待时间",
    "增值分类",
    "下一步",
    "判断",
)
ROWS = (
    HEADINGS,
    (1, "接收", "专员", "CRM", 5, "30分钟", "增值", None, None),
    (2, "审批", "主管", "OA", 2.5, None, "必要非增值", "同意→3；退回→1；没有→9", "同意？"),
    (3, "答复", "专员", None, "很久", None, "胡说", "结束", None),
)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_step_table(kind):
    lines = [",".join("" if c is None else str(c) for c in row) for row in ROWS]
    data = xlsx(*ROWS) if kind == "xlsx" else "\n".join(lines).encode("gb18030")

    told = whole(importing.read(f"a.{kind}", data))

    first, second, third = told.document.rows()
    assert told.format == kind
    assert (first.facts.name, first.facts.position_name, first.facts.system) == (
        "接收",
        "专员",
        "CRM",
    )
    assert (first.facts.touch, first.facts.waiting) == (Decimal(5), Decimal(30))
    assert (first.facts.value_class, first.branches) == ("va", ())
    assert second.question == "同意？"
    assert second.branches == (
        Branch("同意", third.element_id),
        Branch("退回", first.element_id),
    )
    assert third.branches in ((), (Branch("", END),))
    assert (third.facts.touch, third.facts.value_class) == (None, "")
    said = " ".join(told.warnings)
    for word in ("没有→9", "很久", "胡说"):
        assert word in said


def test_positions_of_a_table_are_lanes_and_stay_when_a_name_changes():
    told = importing.read("a.xlsx", xlsx(*ROWS))

    assert [lane.name for lane in told.document.graph().lanes] == ["专员", "主管"]


def test_content_decides_not_the_name():
    assert importing.read("a.bpmn", xlsx(*ROWS)).format == "xlsx"
    assert importing.read("a.xlsx", DRAWING).format == "vsdx"
    with pytest.raises(Unreadable, match="neither Visio, XMind nor Excel"):
        importing.read("a.vsdx", zipped({"word/document.xml": "<x/>"}))
