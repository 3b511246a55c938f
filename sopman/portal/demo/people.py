"""Three departments and twelve people in their positions. All names are invented."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sopman.organization.actions import edit_settings
from sopman.people import actions
from sopman.people.enums import Role
from sopman.people.models import Department, Position, User
from sopman.portal.demo.clock import Clock

NAME_ZH, NAME_EN = "青禾家电（演示公司）", "Qinghe Appliances (demonstration)"
ADMINISTRATOR = "gao"
DEPARTMENTS = {
    "CS": ("客户服务部", "Customer Service", "lin"),
    "TECH": ("产品技术部", "Product and Technology", "zheng"),
    "QC": ("质量合规部", "Quality and Compliance", "han"),
}
POSITIONS = {
    "CS-01": ("CS", "客服总监", "Director of Customer Service"),
    "CS-02": ("CS", "客服主管", "Customer Service Supervisor"),
    "CS-03": ("CS", "高级客服专员", "Senior Service Agent"),
    "CS-04": ("CS", "客服专员", "Service Agent"),
    "CS-05": ("CS", "流程专员", "Process Specialist"),
    "TE-01": ("TECH", "技术总监", "Director of Technology"),
    "TE-02": ("TECH", "检测工程师", "Test Engineer"),
    "TE-03": ("TECH", "信息管理员", "System Administrator"),
    "QC-01": ("QC", "质量合规经理", "Quality and Compliance Manager"),
    "QC-02": ("QC", "合规专员", "Compliance Officer"),
    "QC-03": ("QC", "文控专员", "Document Control Officer"),
    "QC-04": ("QC", "内审员", "Internal Auditor"),
}


@dataclass(frozen=True)
class Person:
    number: str
    name: str
    name_en: str
    position: str
    hint: str  # what to try as this person
    hint_en: str


PEOPLE = {
    "lin": Person("10001", "林若溪", "Lin Ruoxi", "CS-01",
                  "部门负责人：签署立项说明书", "head of department: sign a charter"),
    "zhou": Person("10002", "周明轩", "Zhou Mingxuan", "CS-02",
                   "项目负责人：看完整的投诉处理项目，处理试点问题，回答读者提问",
                   "team lead: the whole complaint project, pilot problems, a reader's question"),
    "chen": Person("10003", "陈雨桐", "Chen Yutong", "CS-03",
                   "编写人：写退换货SOP；阅读试运行版", "author: write the SOP on returns; read a pilot version"),
    "sun": Person("10004", "孙嘉禾", "Sun Jiahe", "CS-04",
                  "一线：评审初稿，填写试点问卷，参加闭卷考试",
                  "frontline: review a draft, answer the pilot's questions, sit an exam"),
    "he": Person("10005", "何晓峰", "He Xiaofeng", "CS-05",
                 "项目负责人：带领退换货项目到评审", "team lead: take the project on returns into review"),
    "zheng": Person("20001", "郑启航", "Zheng Qihang", "TE-01",
                    "部门负责人：参与缺陷反馈的流程梳理", "head of department: help to map defect reports"),
    "xu": Person("20002", "徐若楠", "Xu Ruonan", "TE-02",
                 "项目负责人：绘制缺陷反馈的现状流程图", "team lead: draw the as-is map of defect reports"),
    "gao": Person("20003", "高子墨", "Gao Zimo", "TE-03",
                  "系统管理员：管理人员、岗位与组织", "administrator: people, positions, organization"),
    "han": Person("30001", "韩立诚", "Han Licheng", "QC-01",
                  "部门负责人：对月报流程作优化决定，导入既有SOP",
                  "head of department: decide about the monthly report, bring in an existing SOP"),
    "song": Person("30002", "宋知微", "Song Zhiwei", "QC-02",
                   "合规人员：评审初稿；带领质量月报项目", "compliance: review a draft; lead of the monthly report"),
    "luo": Person("30003", "罗文清", "Luo Wenqing", "QC-03",
                  "文控：签字发布一个版本", "document controller: release a version by signature"),
    "fang": Person("30004", "方亦安", "Fang Yian", "QC-04",
                   "审计员：查看全部项目与审计日志，只读", "auditor: read all projects and the audit trail"),
}  # fmt: skip
ROLES = {"luo": Role.DOCUMENT_CONTROLLER, "fang": Role.AUDITOR}
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Cast:
    """Who plays, found by the short keys of this module."""

    people: Mapping[str, User]
    positions: Mapping[str, Position]
    departments: Mapping[str, Department]
    password: str

    def __getitem__(self, key: str) -> User:
        return self.people[key]

    def places(self, codes: Any) -> list[Position]:
        return [self.positions[code] for code in codes]

    def head(self, department: str) -> User:
        return self.people[DEPARTMENTS[department][2]]


def a_password() -> str:
    """Random per data folder; five groups can be read from paper."""
    groups = ["".join(secrets.choice(_READABLE) for _place in range(4)) for _group in range(3)]
    return "-".join(groups)


def found_company(clock: Clock) -> Cast:
    """The administrator sets everything up, as on the pages."""
    password = a_password()
    admin = _administrator(password, clock)
    departments = {
        code: actions.add_department(
            actor=admin, at=clock.tick(), code=code, name_zh=zh, name_en=en
        )
        for code, (zh, en, _head) in DEPARTMENTS.items()
    }
    positions = {
        code: actions.add_position(
            actor=admin, at=clock.tick(), code=code, department=departments[where],
            name_zh=zh, name_en=en,
        )
        for code, (where, zh, en) in POSITIONS.items()
    }  # fmt: skip
    people = {key: _person(key, positions, admin, password, clock) for key in PEOPLE}
    for code, (_zh, _en, head) in DEPARTMENTS.items():
        actions.edit_department(departments[code], actor=admin, at=clock.tick(), head=people[head])
    for key, role in ROLES.items():
        actions.grant_role(people[key], role=role, from_on=clock.today, password=password,
                           actor=admin, at=clock.tick())  # fmt: skip
    edit_settings(actor=admin, at=clock.tick(), has_demo=True)
    return Cast(
        {key: User.objects.get(pk=one.pk) for key, one in people.items()},
        {code: Position.objects.select_related("department").get(pk=one.pk)
         for code, one in positions.items()},
        {code: Department.objects.get(pk=one.pk) for code, one in departments.items()},
        password,
    )  # fmt: skip


def _administrator(password: str, clock: Clock) -> User:
    about = PEOPLE[ADMINISTRATOR]
    admin = actions.create_first_administrator(
        at=clock.tick(), name_zh=NAME_ZH, name_en=NAME_EN, employee_number=about.number,
        name=about.name, password=password, language="zh-hans", time_zone="Asia/Shanghai",
    )  # fmt: skip
    return actions.edit_person(
        admin, actor=admin, at=clock.tick(), name_en=about.name_en, is_demo=True
    )


def _person(
    key: str, positions: Mapping[str, Position], admin: User, password: str, clock: Clock
) -> User:
    about = PEOPLE[key]
    if key == ADMINISTRATOR:
        user = admin
    else:
        user = actions.add_person(
            actor=admin, at=clock.tick(), employee_number=about.number, name=about.name,
            name_en=about.name_en, is_demo=True,
        )  # fmt: skip
        _choose_password(user, admin, password, clock)
    actions.appoint(user, position=positions[about.position], from_on=clock.today, actor=admin,
                    at=clock.tick())  # fmt: skip
    return user


def _choose_password(user: User, admin: User, password: str, clock: Clock) -> None:
    """A one-time password from the administrator, then one of their own."""
    [(_user, once)] = actions.reset_passwords([user], actor=admin, at=clock.tick())
    actions.change_password(user, old=once, new=password, actor=user, at=clock.tick())
