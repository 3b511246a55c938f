"""The five charters that an organization finds in the beginning, as they were on that day."""

DAYS = ("mapping", "optimization", "drafting", "review", "release")


def _days(*lengths):
    return dict(zip(DAYS, lengths, strict=True))


def _goal(zh, en, metric, unit, direction, target, where, window):
    return {
        "name_zh": zh, "name_en": en, "metric": metric, "unit": unit, "direction": direction,
        "target": target, "where_zh": where[0], "where_en": where[1],
        "window_zh": window[0], "window_en": window[1],
    }  # fmt: skip


def _in(zh, en):
    return {"direction": "in", "text_zh": zh, "text_en": en, "covered_zh": "", "covered_en": ""}


def _out(zh, en, by_zh, by_en):
    return {
        "direction": "out", "text_zh": zh, "text_en": en, "covered_zh": by_zh, "covered_en": by_en,
    }  # fmt: skip


MONTH = ("每月", "each month")
ACCURACY = _goal(
    "月度操作正确率", "Monthly accuracy", "accuracy", "%", "up", "95",
    ("每月抽查操作记录", "monthly spot check of the records"), MONTH,
)  # fmt: skip
SEATS = {
    "lead": ["统筹进度与资源，主持阶段会议", "Plans time and people, chairs the stage meetings"],
    "business_backbone": ["说明现行做法，提供典型案例", "Shows today's practice, brings typical cases"],
    "process_owner": ["对流程结果负责，组织试运行", "Answers for the result, runs the pilot"],
    "quality_supervisor": ["核对合规要求，抽查执行情况", "Checks the rules, samples the practice"],
    "author": ["绘制流程图，编写SOP和考题", "Draws the map, writes the SOP and the exam"],
}

POINTS = [
    {
        "code": "new-business",
        "name": ("新业务或新产品", "New business or product"),
        "about": ("业务刚上线，还没有成形的做法", "The business is new; nobody has a settled way of doing it"),
        "texts": {
            "background": (
                "新业务已立项，目前没有成文做法；不同人员按各自理解处理，交付时间和质量无法承诺。",
                "The business starts without a written way of working: everybody does it as they see it, and neither time nor quality can be promised.",
            ),
            "purpose": (
                "在业务上线前统一操作步骤、责任岗位和交付标准，让第一批人员一次学会。",
                "Agree on steps, responsibilities and standards before the start, so that the first people learn them once.",
            ),
            "start_trigger": ("首个客户下单或首批产品投产", "The first order or the first batch comes in"),
            "end_state": ("客户验收合格，资料归档", "The customer accepts; the records are filed"),
        },
        "goals": [
            _goal("首次交付周期", "Time to first delivery", "cycle_time", "天", "down", "",
                  ("业务系统下单至验收时间", "business system, order to acceptance"), MONTH),
            _goal("一次验收合格率", "Accepted at the first time", "other", "%", "up", "95",
                  ("验收记录", "acceptance records"), MONTH),
            ACCURACY,
        ],
        "scope": [
            _in("新业务从受理到验收的全过程", "The new business from order to acceptance"),
            _out("合同签订与收款", "Contracts and payments", "财务部", "Finance"),
        ],
        "days": _days(5, 10, 8, 3, 8),
    },
    {
        "code": "growing-team",
        "name": ("团队快速扩张", "Growing team"),
        "about": ("新人多、靠口口相传，做法不一致", "Many newcomers learn by word of mouth and work differently"),
        "texts": {
            "background": (
                "团队人数快速增长，新人主要靠老员工口头带教，上岗慢、差错多，老员工被反复打断。",
                "The team grows fast. Newcomers are taught by word of mouth: they start slowly, make mistakes, and keep the experienced from their work.",
            ),
            "purpose": (
                "把骨干的做法固定为统一步骤和判断标准，让新人按文件独立上岗。",
                "Fix what the best people do as steps and standards, so that newcomers work on their own by the document.",
            ),
            "start_trigger": ("新员工到岗并分配任务", "A newcomer gets the first task"),
            "end_state": ("任务按标准完成并通过检查", "The task is done by the standard and checked"),
        },
        "goals": [
            _goal("新人独立上岗时间", "Days until a newcomer works alone", "cycle_time", "天", "down", "",
                  ("人事系统到岗与转岗记录", "HR system"), ("每批新人", "each intake")),
            _goal("新人差错率", "Errors of newcomers", "error_rate", "%", "down", "2",
                  ("质检抽查记录", "quality samples"), MONTH),
            ACCURACY,
        ],
        "scope": [
            _in("该岗位的日常操作和常见例外", "Daily work of the position and its usual exceptions"),
            _out("招聘、薪酬与绩效", "Hiring, pay and appraisal", "人力资源部", "Human resources"),
        ],
        "days": _days(10, 5, 6, 3, 10),
    },
    {
        "code": "cross-department",
        "name": ("跨部门协作", "Cross-department work"),
        "about": ("多个部门接力，交接处经常等待或返工", "Several departments pass work on; it waits or comes back at the borders"),
        "texts": {
            "background": (
                "同一件事要经过多个部门，交接靠邮件和电话，经常等待、漏项或返工，出了问题难以判断责任。",
                "The work passes through several departments by mail and phone. It waits, loses parts or comes back, and nobody can say whose turn it is.",
            ),
            "purpose": (
                "明确每次交接的内容、时限和接收标准，让每个环节只有一个责任岗位。",
                "Settle what is passed on, within what time and by what standard, with one responsible position for each activity.",
            ),
            "start_trigger": ("发起部门提交申请", "The first department files the request"),
            "end_state": ("申请部门确认结果，单据关闭", "The requester confirms the result; the ticket is closed"),
        },
        "goals": [
            _goal("端到端处理时长", "Time from end to end", "cycle_time", "小时", "down", "",
                  ("流程系统：提交至关闭", "workflow system, filed to closed"), MONTH),
            _goal("交接返工率", "Handovers that come back", "error_rate", "%", "down", "5",
                  ("流程系统退回记录", "returns in the workflow system"), MONTH),
            ACCURACY,
        ],
        "scope": [
            _in("从提交申请到确认结果的全部部门间交接", "Every handover from the request to the confirmed result"),
            _out("各部门内部的作业方法", "How each department works inside", "各部门自有作业文件", "the department's own documents"),
        ],
        "days": _days(12, 8, 6, 5, 6),
    },
    {
        "code": "compliance",
        "name": ("合规与审计", "Compliance and audit"),
        "about": ("法规、客户或审计要求有据可查", "Law, customers or auditors ask for evidence"),
        "texts": {
            "background": (
                "法规或审计要求该业务有成文做法并留有记录；目前做法不统一，记录缺失，存在不符合项。",
                "Law or audit asks for a written practice with records. Today it differs from person to person, records are missing, and findings are open.",
            ),
            "purpose": (
                "把要求逐条落实为步骤、控制点和记录，做到每次执行都可追溯。",
                "Turn each requirement into steps, control points and records, so that every case can be traced.",
            ),
            "start_trigger": ("发生须按法规或标准处理的事项", "A case arises that the rule applies to"),
            "end_state": ("处理完毕，记录齐全并按期限保存", "The case is closed; its records are complete and kept"),
        },
        "goals": [
            _goal("记录完整率", "Complete records", "other", "%", "up", "100",
                  ("内部审核抽样", "samples of the internal audit"), ("每季度", "each quarter")),
            _goal("审核不符合项", "Audit findings", "other", "起", "down", "0",
                  ("审核报告", "audit reports"), ("每次审核", "each audit")),
            ACCURACY,
        ],
        "scope": [
            _in("要求所覆盖的全部操作和记录", "All work and records that the requirement covers"),
            _out("对外申报与检查接待", "Filings and visits of authorities", "质量合规部", "Quality and compliance"),
        ],
        "days": _days(8, 7, 8, 8, 8),
    },
    {
        "code": "bottleneck",
        "name": ("效率瓶颈", "Efficiency bottleneck"),
        "about": ("业务量上来后某个环节总在排队", "Work queues up at one place"),
        "texts": {
            "background": (
                "业务量增长后处理时长明显变长，任务集中在少数环节排队；重复录入和多级审批占用大量时间。",
                "With more work, cases take visibly longer and queue at few places; double entry and approvals in a row eat the time.",
            ),
            "purpose": (
                "取消不增值的环节、合并审批、减少等待，在不加人的前提下缩短处理时长。",
                "Drop what adds no value, combine approvals and cut the waiting, so that cases get faster without more people.",
            ),
            "start_trigger": ("任务进入处理队列", "A case enters the queue"),
            "end_state": ("结果交付给提出人", "The result is handed to whoever asked"),
        },
        "goals": [
            _goal("平均处理时长", "Mean time to handle", "cycle_time", "小时", "down", "",
                  ("业务系统：进入队列至交付", "business system, queue to delivery"), MONTH),
            _goal("客户满意度", "Customer satisfaction", "satisfaction", "%", "up", "90",
                  ("回访问卷", "questionnaire"), MONTH),
            ACCURACY,
        ],
        "scope": [
            _in("瓶颈环节及其前后环节", "The bottleneck and what stands before and after it"),
            _out("业务系统的更换", "A change of the business system", "信息技术部", "IT department"),
        ],
        "days": _days(10, 10, 5, 3, 5),
    },
]  # fmt: skip


def rows():
    """(facts of the row, its content) of each."""
    for point in POINTS:
        facts = {
            "code": point["code"],
            "name_zh": point["name"][0], "name_en": point["name"][1],
            "about_zh": point["about"][0], "about_en": point["about"][1],
        }  # fmt: skip
        texts = {name: list(pair) for name, pair in point["texts"].items()}
        yield facts, {
            "texts": texts, "goals": point["goals"], "scope": point["scope"], "seats": SEATS,
            "days": point["days"],
        }  # fmt: skip
