"""Stage 4: the SOP gets its number, is written on, saved as V0.1."""

import re

NUMBER = "KF-SOP-001"


def begin(play):
    desk = play.lead.go("sops:drafting", play.project)
    desk.follow("开始编写 SOP").save("开始编写 SOP", number=NUMBER, authors=["陈思"])
    desk.reads(NUMBER, "首次联系客户")


def write(play):
    desk = play.author.go("sops:drafting", play.project)
    desk.follow("编写步骤 首次联系客户").save(
        "保存步骤", action="**10 分钟内**致电客户：\n- 核对订单号\n- 告知受理结果",
        caution="不得承诺赔偿金额。", example="“您好，您的投诉已受理，工单号 2026-0302。”",
    )  # fmt: skip
    for title in ("接收投诉", "总监处理重大投诉", "审批处理方案", "核实情况", "答复客户"):
        desk.follow(f"编写步骤 {title}").save("保存步骤", action=f"按工单完成“{title}”并记录结果。")
    desk.follow("编写章节 相关文件").save("保存章节", body="客户信息保护管理办法")
    desk.follow("编写章节 记录表单").save("保存章节", body="投诉处理工单，保存三年")
    desk.save("保存版本", note="各步骤已写完").reads("V0.1", "已满足").picture("4-drafting")


def submit(play):
    """Three seats; the authors are not among those to choose from."""
    company = play.company
    desk = play.lead.go("sops:drafting", play.project)
    desk.follow("提交评审")
    if not re.search(r"/open/$", desk.page.url):
        desk.follow("提交评审")
    assert "陈思" not in desk.page.locator("[name=business]").inner_text()
    desk.save(
        "提交评审", business=company.expert.name, frontline=company.operator.name,
        compliance=company.compliance.name, note="请重点看首次联系的时限。", within="main",
    )  # fmt: skip
    desk.reads("王芳", "李强", "高远")
