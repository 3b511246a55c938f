"""Stage 2: the as-is map in the step table with a branch, findings, complete mapping."""

# activity, position, system, touch and waiting minutes, value class
TODAY = (
    ("接收投诉", "客服专员", "工单系统", 5, 0, "增值"),
    ("重新录入CRM", "客服专员", "CRM", 8, 30, "非增值"),
    ("审批处理方案", "客服总监", "OA", 10, 480, "必要非增值"),
    ("核实情况", "技术工程师", "订单系统", 30, 120, "增值"),
    ("答复客户", "客服专员", "工单系统", 15, 60, "增值"),
)
COLUMNS = ("name", "position", "system", "touch", "waiting", "value")


def draw_the_map(play):
    desk = play.lead.go("processes:mapping", play.project)
    desk.is_shut("完成流程梳理").press("填写流程环节")
    _write(desk, TODAY[:3], first=0)
    desk.press("保存并继续")
    _write(desk, TODAY[3:], first=3)
    desk.press("保存环节表").reads("环节表已保存")
    desk.follow("“核实情况”之后的分支")
    desk.fill(
        **{
            "question": "情况清楚了吗？",
            "branch-0-condition": "清楚",
            "branch-0-target": "5. 答复客户",
        }
    )
    desk.push("新增分支").save(
        "保存分支", **{"branch-1-condition": "不清楚", "branch-1-target": "1. 接收投诉"}
    )
    assert "不清楚" in desk.page.locator("svg.bpmn").text_content()


def _write(desk, rows, *, first):
    """Row by row in the grid; Ctrl+Enter makes the next one."""
    for number, row in enumerate(rows, start=first):
        line = desk.page.locator("step-grid tbody tr").nth(number)
        for column, value in zip(COLUMNS, row, strict=True):
            cell = line.locator(f"[data-cell={column}]")
            if column == "value":
                cell.locator("select").select_option(label=value)
            else:
                cell.locator("input").fill(str(value))
        if number < first + len(rows) - 1:
            line.locator("[data-cell=name] input").press("Control+Enter")


def write_down_findings(play):
    desk = play.lead
    desk.follow("新增流程问题").save(
        "保存", kind="冗余", text="同一份投诉信息要录入五次", steps=["重新录入CRM"],
        impact="2", frequency="3", evidence="2 月抽查 40 单，平均录入 4.9 次。", within="main",
    )  # fmt: skip
    desk.follow("新增流程问题").save(
        "保存", kind="痛点", text="处理方案要经三级审批，平均等 8 小时", steps=["审批处理方案"],
        impact="3", frequency="2", evidence="OA 流转记录。", within="main",
    )  # fmt: skip
    desk.reads("P01", "P02", "同一份投诉信息要录入五次").picture("2-mapping")


def complete(play):
    play.lead.press("完成流程梳理").reads("流程优化")
