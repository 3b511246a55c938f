"""SOPs from before: one with the scan of its paper, one that has been revised since."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from pilots import actions as pilots
from projects import actions as projects
from projects.enums import Kind, MemberRole
from reviews.enums import SeatKind
from sopman.documents.rendering import NotRendered, render_pdf
from sopman.organization.queries import organization
from sopman.portal.demo.case import Case, Exercise
from sopman.portal.demo.clock import Timeline
from sopman.portal.demo.people import Cast
from sopman.portal.demo.walking_on import LongWalk
from sops import actions as sops
from sops.enums import SectionKind
from sops.models import Sop
from training import actions as training
from training.enums import QuestionKind as Q

CONTROL_TITLES = ("编号与登记", "审核与批准", "发放与回收", "作废与保存")
CONTROL_TEXT = (
    ("1  编号与登记", "新文件由文控专员按部门代码编号，登记在文件清册，编号终身不重复使用。"),
    ("2  审核与批准", "编制人不得审核、批准自己编制的文件。批准后加盖受控章。"),
    ("3  发放与回收", "按发放清单发放，旧版同时收回，收回份数与发放份数核对一致。"),
    ("4  作废与保存", "作废文件加盖作废章，保留一份存档，保存期不少于三年。"),
)
TICKET_STEPS = ("选择投诉渠道和产品型号", "填写客户诉求原话", "填写处理过程", "检查必填项后提交")
TICKET_WORDS = {
    "选择投诉渠道和产品型号": "从下拉列表选择渠道和型号，**不得手工输入**。",
    "填写客户诉求原话": "照录客户原话，不概括、不评价，不少于 10 个字。",
    "填写处理过程": "按时间顺序写明联系、判断、处理和结果，每一步注明时间。",
    "检查必填项后提交": "系统提示缺项时补齐后再提交，**提交后 24 小时内**可更正一次。",
}
CHANGE = "型号改为下拉选择，避免同一型号多种写法；提交后允许在 24 小时内更正一次。"
REVISION = Case(
    title_zh="客服工单填写规范修订",
    title_en="Revision of the rules for tickets",
    number="CS-WI-002",
    department="CS",
    lead="he",
    team={MemberRole.AUTHOR: ("he", "按系统升级修改填写要求")},
    concerned=(),
    addressed=("CS-02", "CS-03", "CS-04"),
    background="",
    purpose="",
    begins="",
    ends="",
    goals=(),
    scope=(),
)
QUESTIONS = (
    Exercise(Q.SINGLE, "产品型号应当怎样填写？", (("从下拉列表选择", True), ("照客户说的写", False), ("写大类即可", False))),
    Exercise(Q.TRUE_FALSE, "客户诉求可以由客服概括后填写。", (("正确", False), ("错误", True))),
    Exercise(Q.TRUE_FALSE, "提交后 24 小时内可以更正一次。", (("正确", True), ("错误", False))),
)  # fmt: skip

TRAINING = {
    "purpose": "为什么修订：同一型号有七种写法，统计时对不上。",
    "core_steps": "型号从下拉列表选择；诉求照录客户原话；处理过程按时间写清楚。",
    "exceptions": "下拉列表没有的型号先选“待补充”，当天报客服主管。",
    "assessment": "闭卷 5 分钟 3 题，80 分合格。",
}


def bring_in(cast: Cast, times: Timeline) -> None:
    """Two SOPs that the company had before: number, version, date, owner and scan as they were."""
    clock = times.clock(ago=400)
    sops.import_existing(
        number="QC-PD-001", title_zh="文件与记录控制程序", title_en="Control of documents and records",
        owning_department=cast.departments["QC"], owner=cast["luo"], old_version="V3.2",
        effective_on=times.ago(700), actor=cast["han"], password=cast.password, at=clock.tick(),
        positions=cast.places(["QC-01", "QC-02", "QC-03", "QC-04"]), scan=_scan(cast, times),
        step_titles=CONTROL_TITLES, reason="纸质文件转入系统，内容不变",
    )  # fmt: skip
    sops.import_existing(
        number="CS-WI-002", title_zh="客服工单填写规范", title_en="How to fill in service tickets",
        owning_department=cast.departments["CS"], owner=cast["zhou"], old_version="V2.0",
        effective_on=times.ago(500), actor=cast["lin"], password=cast.password, at=clock.tick(),
        positions=cast.places(["CS-02", "CS-03", "CS-04"]), step_titles=TICKET_STEPS,
        reason="沿用原规范",
    )  # fmt: skip


def _scan(cast: Cast, times: Timeline) -> SimpleUploadedFile | None:
    """The old paper, as a PDF; without it where this machine can't make one."""
    html = render_to_string(
        "portal/print/old_paper.html",
        {"organization": organization(), "document_title": "文件与记录控制程序", "number": "QC-PD-001",
         "version": "V3.2", "chapters": CONTROL_TEXT,
         "facts": [("编制", cast["luo"].name), ("批准", cast["han"].name),
                   ("批准日期", f"{times.ago(702):%Y-%m-%d}")]},
    )  # fmt: skip
    try:
        content = render_pdf(html)
    except NotRendered:
        return None
    return SimpleUploadedFile("QC-PD-001 V3.2 扫描件.pdf", content, "application/pdf")


def revise(cast: Cast, times: Timeline) -> None:
    """A minor revision: V2.1 takes the place of V2.0."""
    walk = LongWalk(REVISION, cast, times.clock(ago=34))
    effective_on = times.ago(4)
    walk.project = projects.open_project(
        **walk.by(cast["lin"]), title_zh=REVISION.title_zh, title_en=REVISION.title_en,
        owning_department=cast.departments["CS"], lead=walk.lead, kind=Kind.MINOR,
        wished_effective_on=effective_on,
    )  # fmt: skip
    projects.add_member(walk.project, **walk.by(), user=cast["he"], role=MemberRole.AUTHOR)
    walk.clock.later(2)
    _write(walk)
    walk.clock.later()
    walk.pass_review(
        {SeatKind.BUSINESS: "zhou", SeatKind.FRONTLINE: "sun", SeatKind.COMPLIANCE: "song"}
    )
    walk.clock.later()
    pilots.waive_pilot(
        walk.project,
        reason="只改填写方式，不改流程，风险低。",
        password=cast.password,
        **walk.by(cast["lin"]),
    )
    walk.project.refresh_from_db()
    _release(walk, effective_on)


def _write(walk: LongWalk) -> None:
    number = REVISION.number
    walk.version = sops.start_sop(
        walk.project, **walk.by(), sop=Sop.objects.get(number=number), authors=[walk.author]
    )
    texts = {
        SectionKind.PURPOSE: "统一工单填写，让接手的人一看就明白。",
        SectionKind.SCOPE: "适用于工单系统中的全部客服工单。",
        SectionKind.RESPONSIBILITIES: "- **客服专员**：如实、完整填写。\n- **客服主管**：每周抽查。",
        SectionKind.RELATED: "《线上客户投诉处理》CS-SOP-001。",
        SectionKind.RECORDS: "工单记录保存三年。",
    }
    for kind, body in texts.items():
        sops.edit_section(walk.version, kind=kind, body=body, **walk.by())
    agent = walk.cast.positions["CS-04"]
    for title, action in TICKET_WORDS.items():
        walk.reword(title, action=action, position=agent)
    sops.note_change(walk.version, change_note=CHANGE, **walk.by())


def _release(walk: LongWalk, effective_on: date) -> None:
    walk.clock.later()
    walk.plan_release(group="客服日常咨询群", consultant="zhou", folder="公共盘 / SOP / 客户服务部")
    training.set_distribution(
        walk.release, positions=walk.cast.places(["CS-02", "CS-03", "CS-04"]), **walk.by()
    )
    walk.write_questions(QUESTIONS, writer="he")
    walk.set_exam(questions=3, minutes=5)
    walk.publish(by="luo", effective_on=effective_on)
    walk.clock.later()
    for key in ("chen", "sun"):
        training.acknowledge(walk.version, **walk.by(walk.cast[key]))
    walk.hold_training(place="线上会议", contents=TRAINING, there=("chen", "sun"))
    walk.sit_exam("chen")
    walk.sit_exam("sun", wrong=2)
    walk.clock.until(effective_on)
    training.take_effect(walk.release, at=walk.clock.tick())
