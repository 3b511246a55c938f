"""Stage 3: decisions, to-be map with its branch, control point, handovers, matrix, adoption."""

FIRST_CONTACT = {
    "name": "首次联系客户", "after": "接收投诉", "position": "客服专员", "system": "工单系统",
    "touch_minutes": "5", "waiting_minutes": "5", "value_class": "增值",
    "reason": "客户要在 10 分钟内知道有人受理。",
}  # fmt: skip
ESCALATION = {
    "name": "总监处理重大投诉", "after": "首次联系客户", "position": "客服总监", "system": "工单系统",
    "touch_minutes": "30", "waiting_minutes": "30", "value_class": "增值",
    "reason": "重大投诉不能由专员独自处理。",
}  # fmt: skip


def decide(play):
    desk = play.lead.go("processes:optimization", play.project)
    desk.is_shut("确定优化后流程")
    for name in ("接收投诉", "核实情况", "答复客户"):
        desk.press(f"保留 {name}")
    desk.follow("作出决定 重新录入CRM").save(
        "保存决定",
        decision="取消",
        reason="工单系统与 CRM 已打通，不再手工录入。",
        findings=["P01"],
    )
    desk.follow("作出决定 审批处理方案").save(
        "保存决定", decision="简化", touch_minutes="5", waiting_minutes="60",
        reason="三级审批合并为总监一级。", findings=["P02"],
    )  # fmt: skip
    for addition in (FIRST_CONTACT, ESCALATION):
        desk.follow("新增环节").save("保存", **addition, within="main")
    desk.press("生成优化后流程图").picture("3-optimization")


def draw_the_branch(play):
    """Ordinary complaints stay with customer service, major ones go to the director."""
    desk = play.lead.go("processes:to_be", play.project)
    desk.follow("“首次联系客户”之后的分支")
    desk.fill(question="普通投诉还是重大投诉？")
    desk.fill(**{"branch-0-condition": "普通投诉", "branch-0-target": "审批处理方案"})
    desk.push("新增分支").save(
        "保存分支", **{"branch-1-condition": "重大投诉", "branch-1-target": "总监处理重大投诉"}
    )
    assert "重大投诉" in desk.page.locator("svg.bpmn").text_content()
    desk.picture("3-to-be-map")


def mark_the_control_point(play):
    desk = play.lead.go("processes:control_points", play.project)
    desk.follow("设为控制点 首次联系客户").save(
        "保存", why="客户越早知道有人受理，投诉越不易升级。", time_limit_value="10",
        time_limit_unit="分钟", output_standard="工单中有首次联系时间和联系结果", escalation="客服总监",
        within="main",
    )  # fmt: skip
    desk.reads("首次联系客户", "10 分钟")


def agree_on_handovers(play):
    desk = play.lead.go("processes:handovers", play.project)
    link = desk.page.get_by_role("link", name="约定协作接口")
    while link.count():
        link.first.click()
        desk.save(
            "保存", what="工单及处理要求", form="工单", time_limit_value="2", time_limit_unit="小时",
            acceptance="工单字段齐全", within="main",
        )  # fmt: skip
    desk.picture("3-handovers")


def share_out_responsibility(play):
    desk = play.lead.go("processes:responsibilities", play.project)
    desk.follow("编辑职责 核实情况").save("保存", informed=["客服主管"], within="main")
    desk.reads("客服主管").picture("3-responsibilities")


def adopt(play):
    desk = play.lead.go("processes:optimization", play.project)
    desk.press("确定优化后流程").reads("初稿编写")
