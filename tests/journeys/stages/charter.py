"""Stage 1: the head opens the project, the lead fills in the charter, the sponsor signs it."""

import re

from tests.factories.people import PASSWORD

WISHED = "2026-06-01"

ANSWER_TIME = {
    "name_zh": "投诉答复时长", "name_en": "Time to answer", "metric": "周期时长", "unit": "小时",
    "direction": "越低越好", "baseline": "46", "target": "24",
    "measured_where": "工单系统的投诉台账", "window": "每月",
}  # fmt: skip
SATISFACTION = {
    "name_zh": "客户满意度", "name_en": "Satisfaction", "metric": "客户满意度", "unit": "%",
    "direction": "越高越好", "baseline": "78", "target": "90",
    "measured_where": "回访问卷", "window": "每月",
}  # fmt: skip
ACCURACY = {
    "name_zh": "操作准确率", "name_en": "Accuracy", "metric": "月度操作正确率", "unit": "%",
    "direction": "越高越好", "baseline": "82", "target": "95",
    "measured_where": "质检抽查表", "window": "每月",
}  # fmt: skip


def open_project(play):
    desk = play.head.go("projects:list")
    desk.follow("新建项目")
    desk.save(
        "新建项目", title_zh="客户投诉处理", title_en="Complaint handling",
        owning_department="客户服务部", lead="林晓", wished_effective_on=WISHED, within="main",
    )  # fmt: skip
    play.project = int(re.search(r"/projects/(\d+)/", desk.page.url)[1])
    desk.reads("PRJ-2026-001", "客户投诉处理")


def fill_in(play):
    desk = play.lead.go("projects:charter", play.project)
    desk.reads("已满足").is_shut("提请发起人签字")
    desk.follow("编辑立项说明书").save(
        "保存立项说明书", background="投诉要跨三个系统，同一信息录入五次，平均 46 小时才答复。",
        purpose="统一线上投诉的处理，24 小时内答复客户。", start_trigger="客户在线上渠道提交投诉",
        end_state="客户收到答复，工单关闭",
    )  # fmt: skip
    for objective in (ANSWER_TIME, SATISFACTION, ACCURACY):
        desk.follow("添加目标").save("保存目标", **objective)
    _draw_the_scope(desk)
    _name_the_team(play, desk)
    desk.follow("制定进度计划").press("倒排计划").press("保存进度计划")
    desk.picture("1-charter").press("提请发起人签字")


def _draw_the_scope(desk):
    desk.follow("添加范围内条目").save("保存", text_zh="线上渠道的客户投诉")
    desk.follow("添加范围外条目").save("保存", text_zh="门店投诉", covered_by="门店运营部")
    desk.follow("选择部门和岗位").save(
        "保存部门和岗位", departments=["技术部"], positions=["客服专员", "技术工程师"]
    )


def _name_the_team(play, desk):
    company = play.company
    for user, role, deputy in (
        (company.expert, "业务骨干", company.author), (company.expert, "流程负责人", company.author),
        (company.expert, "质量监督人员", company.author), (company.author, "编写人", company.expert),
    ):  # fmt: skip
        desk.follow("添加项目成员").save(
            "保存", user=user.name, role=role, work="参与本项目", deputy=deputy.name
        )
    desk.reads("每个角色都有代理人。缺少：项目负责人。")
    desk.follow("– 项目负责人", exact=False).save("保存", deputy=company.expert.name)


def sign(play):
    desk = play.head.go("projects:charter", play.project)
    desk.follow("阅读并签署").save("签署立项说明书", password="not-my-password")
    desk.reads("密码错误，未签字。")
    desk.save("签署立项说明书", password=PASSWORD)
    desk.reads("立项说明书已签字，流程梳理阶段已开放。")
