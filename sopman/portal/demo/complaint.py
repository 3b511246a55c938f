"""The finished project: complaints that come in online. Its charter, its maps, its decisions."""

from decimal import Decimal

from processes.enums import Decision as Do
from processes.enums import FindingKind as F
from projects.enums import MemberRole as M
from projects.enums import MetricKind, Trend
from sopman.portal.demo.case import (
    Added,
    Branches,
    Case,
    Control,
    Decided,
    Dismissed,
    Duties,
    Finding,
    Goal,
    Passing,
    Row,
    Scope,
)
from sopman.portal.demo.complaint_evidence import EVIDENCE
from sopman.portal.demo.complaint_text import FORMS, RELATED, SECTIONS, WORDS

TICKETS, CHAT, CRM, OA = "工单系统", "在线客服平台", "CRM系统", "OA系统"
BASELINE = {"月度操作正确率": (Decimal("82"), "抽查近一个月 150 张投诉单，完全符合要求的 123 张")}

GOALS = (
    Goal("投诉答复时长", "Time to answer a complaint", MetricKind.CYCLE_TIME, "小时", Trend.DOWN,
         Decimal(46), Decimal(24), "工单系统：受理时间至答复时间", "当月全部线上投诉的平均值"),
    Goal("客户满意度", "Customer satisfaction", MetricKind.SATISFACTION, "%", Trend.UP,
         Decimal(78), Decimal(90), "结案回访问卷，满意与非常满意占比", "当月回收的全部问卷"),
    Goal("首次联系时长", "Time to first contact", MetricKind.OTHER, "分钟", Trend.DOWN,
         Decimal(95), Decimal(10), "工单系统：建单时间至首次外呼或会话时间", "当月全部线上投诉的平均值"),
    Goal("月度操作正确率", "Monthly accuracy", MetricKind.ACCURACY, "%", Trend.UP,
         None, Decimal(95), "每月随机抽查不少于 60 张投诉单", "自然月"),
)  # fmt: skip

SCOPE = (
    Scope("官网、APP、小程序提交的客户投诉", "Complaints from the website, the app and the mini program"),
    Scope("线上旗舰店客服渠道收到的客户投诉", "Complaints received by the online flagship store"),
    Scope("门店现场受理的投诉", "Complaints received in shops", covered_by="门店运营部"),
    Scope("媒体曝光与监管部门转办的投诉", "Complaints from media and authorities", covered_by="质量合规部"),
)  # fmt: skip

ROWS = (
    Row("接收客户投诉", "CS-04", CHAT, 5, 30, "va", "客户姓名，订单号", "投诉会话记录"),
    Row(
        "登记投诉台账",
        "CS-04",
        "Excel台账",
        8,
        0,
        "nva",
        "客户姓名，订单号，投诉内容",
        "台账一行",
        "overprocessing",
    ),
    Row(
        "录入客户与订单信息",
        "CS-04",
        CRM,
        10,
        20,
        "nva",
        "客户姓名，订单号",
        "CRM客户记录",
        "overprocessing",
    ),
    Row("判断投诉级别", "CS-04", CRM, 5, 15, "nnva"),
    Row(
        "填写OA处理单",
        "CS-04",
        OA,
        8,
        10,
        "nva",
        "客户姓名，订单号，投诉内容",
        "OA处理单",
        "overprocessing",
    ),
    Row("主管审批受理", "CS-02", OA, 5, 120, "nnva", "", "受理意见", "waiting"),
    Row(
        "填写检测申请",
        "CS-04",
        "邮件",
        10,
        30,
        "nnva",
        "客户姓名，订单号，投诉内容",
        "检测申请邮件",
        "overprocessing",
    ),
    Row("技术检测并出具结论", "TE-02", "邮件", 45, 480, "va", "", "检测结论"),
    Row("主管审批处理方案", "CS-02", OA, 10, 240, "nnva"),
    Row("总监审批处理方案", "CS-01", OA, 5, 480, "nnva", "", "审批意见", "waiting"),
    Row("答复客户", "CS-04", CHAT, 15, 60, "va"),
    Row("关闭投诉并归档", "CS-04", "Excel台账", 6, 0, "nnva"),
)

AS_IS_BRANCHES = (
    Branches("主管审批受理", "是否需要技术检测？",
             (("需要检测", "填写检测申请"), ("无需检测", "主管审批处理方案"))),
    Branches("总监审批处理方案", "是否同意？",
             (("同意", "答复客户"), ("退回补充", "主管审批处理方案"))),
)  # fmt: skip

FINDINGS = (
    Finding(F.REDUNDANCY, "同一份客户和订单信息要录入五次：在线客服平台、Excel台账、CRM、OA处理单、检测申请邮件",
            2, 3, "现场跟单 12 张，每张重复录入合计 26 分钟", ("接收客户投诉", "登记投诉台账", "录入客户与订单信息", "填写OA处理单", "填写检测申请"), "typed_again"),
    Finding(F.BREAKPOINT, "一张投诉要跨在线客服平台、CRM、OA三个系统，单号互不相通，查进度只能逐个系统翻",
            2, 3, "主管访谈；近一个月 31 次“投诉到哪一步了”的内部询问", ("录入客户与订单信息", "填写OA处理单")),
    Finding(F.REDUNDANCY, "受理、处理方案先后审批三次，审批人看的是同一份内容，前两次几乎没有退回",
            2, 3, "抽查 OA 处理单 200 张：前两次审批退回 3 张", ("主管审批受理", "主管审批处理方案", "总监审批处理方案"), "approvals"),
    Finding(F.PAIN_POINT, "客户提交投诉后平均 95 分钟才有人联系，期间重复投诉占 18%",
            3, 3, "工单与会话记录，9 周共 1,126 张", ("接收客户投诉",)),
    Finding(F.RISK, "一般投诉和重大投诉走同一条流程，涉及人身安全的投诉没有单独升级",
            3, 2, "近半年 4 起重大投诉均超过 48 小时才报到总监", ("判断投诉级别",)),
    Finding(F.BREAKPOINT, "检测申请走邮件，没有时限也没有抄送，检测结论常常没人跟",
            3, 2, "检测邮件 60 封，超过 8 小时未回复 37 封", ("填写检测申请", "技术检测并出具结论")),
)  # fmt: skip

SAME = "与“客户和订单信息录入五次”是同一个问题，已一并记录"
DISMISSED = (
    Dismissed("typed_again", "登记投诉台账", SAME),
    Dismissed("typed_again", "登记投诉台账", SAME),
    Dismissed("long_wait", "接收客户投诉", "已记为“平均 95 分钟才有人联系”，按立项目标管控"),
)

DECISIONS = (
    Decided("接收客户投诉", Do.AUTOMATE, "平台与工单系统打通，提交即建单，消除等待", (3,), system=TICKETS, touch=2, waiting=0),
    Decided("登记投诉台账", Do.ELIMINATE, "工单自动留痕，不再另建台账", (0,)),
    Decided("录入客户与订单信息", Do.AUTOMATE, "工单系统按手机号自动带出客户和订单", (0, 1), system=TICKETS, touch=0, waiting=0),
    Decided("判断投诉级别", Do.SIMPLIFY, "按判定表三问定级，不再逐级请示", (4,), touch=3, waiting=0),
    Decided("填写OA处理单", Do.ELIMINATE, "处理过程全部在工单系统内完成", (0, 1)),
    Decided("主管审批受理", Do.COMBINE, "三次审批合并为一次，只审重大投诉", (2,), into="总监审批处理方案"),
    Decided("填写检测申请", Do.SIMPLIFY, "由工单一键转检测，带出全部信息", (0, 5), touch=3, waiting=0),
    Decided("技术检测并出具结论", Do.SIMPLIFY, "检测在工单内回填结论，2 小时内完成并抄送客服主管", (5,), touch=40, waiting=60),
    Decided("主管审批处理方案", Do.COMBINE, "三次审批合并为一次，只审重大投诉", (2,), into="总监审批处理方案",
            name="总监审批重大投诉方案", position="CS-01", touch=8, waiting=60),
    Decided("总监审批处理方案", Do.KEEP),
    Decided("答复客户", Do.SIMPLIFY, "使用标准答复模板，答复与回访问卷一并发出", touch=12, waiting=20),
    Decided("关闭投诉并归档", Do.AUTOMATE, "客户确认后工单自动归档", system=TICKETS, touch=1, waiting=0),
)  # fmt: skip

ADDITIONS = (
    Added("10分钟内首次联系客户", "接收客户投诉", "客户最在意有没有人管，先联系再查原因", "CS-04", TICKETS, 5, 5, "va", (3,)),
    Added("处理一般投诉", "判断投诉级别", "一般投诉由客服在授权内直接处理，不再审批", "CS-04", TICKETS, 15, 30, "va", (4,)),
)  # fmt: skip

SYSTEMS = dict.fromkeys(
    ("判断投诉级别", "填写检测申请", "技术检测并出具结论", "总监审批重大投诉方案", "答复客户"),
    TICKETS,
)

TO_BE_BRANCHES = (
    Branches("判断投诉级别", "一般还是重大投诉？",
             (("一般投诉", "处理一般投诉"), ("重大投诉", "填写检测申请"))),
    Branches("处理一般投诉", "", (("", "答复客户"),)),
)  # fmt: skip

CONTROLS = (
    Control("10分钟内首次联系客户", "首次联系的快慢直接决定满意度，也决定会不会重复投诉", (10, "minutes"),
            "已通过电话或会话联系到客户，工单记录联系时间和客户诉求", "10 分钟内联系不上，每 30 分钟再联系一次，共三次，并报客服主管", "CS-02"),
    Control("判断投诉级别", "定级错误会让重大投诉走普通通道", (15, "minutes"),
            "工单已按《投诉级别判定表》选定级别并写明依据", "拿不准的一律按重大投诉处理", "CS-02"),
    Control("技术检测并出具结论", "技术结论是赔付和召回的依据，晚一小时客户就多等一小时", (2, "hours"),
            "工单内已填写检测结论、责任判断和证据照片，并抄送客服主管", "2 小时内出不了结论，先给出初步判断和预计时间", "TE-01"),
    Control("答复客户", "24 小时答复是对客户的承诺", (24, "hours"),
            "客户已收到书面答复，工单记录答复时间和客户意见", "预计超时的，提前 2 小时报客服主管并告知客户", "CS-02"),
)  # fmt: skip

PASSINGS = (
    Passing("填写检测申请", "技术检测并出具结论", "重大投诉工单：客户诉求、产品型号、照片或视频", (15, "minutes"),
            "工单系统检测任务", "型号、购买日期和故障现象齐全，缺一项退回"),
    Passing("技术检测并出具结论", "总监审批重大投诉方案", "检测结论与责任判断", (2, "hours"),
            "工单系统检测结论页", "结论明确到部件，附证据照片", "CS-02"),
    Passing("总监审批重大投诉方案", "答复客户", "批准的处理方案与赔付额度", (1, "hours"),
            "工单系统审批记录", "方案写明补偿方式、金额和答复口径"),
)  # fmt: skip

DUTIES = (
    Duties("处理一般投诉", takes_part=("CS-03",), informed=("CS-02",)),
    Duties("技术检测并出具结论", informed=("CS-02",)),
    Duties("总监审批重大投诉方案", takes_part=("CS-02",), informed=("QC-01",)),
    Duties("答复客户", takes_part=("CS-03",), informed=("CS-02",)),
)

COMPLAINT = Case(
    title_zh="线上客户投诉处理",
    title_en="Handling of online customer complaints",
    number="CS-SOP-001",
    department="CS",
    lead="zhou",
    team={
        M.BUSINESS_BACKBONE: ("chen", "梳理现行做法，提供典型投诉案例"),
        M.PROCESS_OWNER: ("zhou", "对流程结果负责，组织试点"),
        M.QUALITY_SUPERVISOR: ("song", "核对合规要求，抽查操作正确率"),
        M.AUTHOR: ("he", "绘制流程图，编写SOP，编写考题"),
    },
    concerned=("TECH", "QC"),
    addressed=("CS-01", "CS-02", "CS-03", "CS-04", "TE-02"),
    background=(
        "线上投诉量一年内增长 62%，平均 46 小时才答复，满意度 78%。同一张投诉要跨三个系统，"
        "同样的信息录入五次，先后审批三次；一般投诉和重大投诉没有分开。"
    ),
    purpose="统一线上客户投诉的受理、判级、处理、升级和答复，让客户 24 小时内得到答复，满意度不低于 90%。",
    begins="客户在任一线上渠道提交投诉",
    ends="客户收到答复，工单关闭并归档",
    goals=GOALS,
    scope=SCOPE,
    template="bottleneck",
    rows=ROWS,
    as_is_branches=AS_IS_BRANCHES,
    findings=FINDINGS,
    dismissed=DISMISSED,
    evidence=EVIDENCE,
    decisions=DECISIONS,
    additions=ADDITIONS,
    systems=SYSTEMS,
    to_be_branches=TO_BE_BRANCHES,
    controls=CONTROLS,
    passings=PASSINGS,
    duties=DUTIES,
    words=WORDS,
    sections=SECTIONS,
    related=RELATED,
    forms=FORMS,
)
