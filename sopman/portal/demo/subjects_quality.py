"""Projects of technology and quality: defect reports, monthly report, access rights, customer data."""

from decimal import Decimal

from processes.enums import Decision as Do
from processes.enums import FindingKind as F
from projects.enums import MemberRole as M
from projects.enums import MetricKind, Trend
from reviews.enums import CommentClass, Dimension, SeatKind
from sopman.portal.demo.case import (
    Case,
    Control,
    Decided,
    Exercise,
    Finding,
    Goal,
    Remark,
    Row,
    Scope,
    Words,
)
from training.enums import QuestionKind as Q

DEFECTS = Case(
    title_zh="产品缺陷反馈处理",
    title_en="Handling of product defect reports",
    number="TE-SOP-002",
    department="TECH",
    lead="xu",
    team={
        M.BUSINESS_BACKBONE: ("chen", "提供客户反馈样本"),
        M.PROCESS_OWNER: ("zheng", "确定缺陷分级和整改责任"),
        M.QUALITY_SUPERVISOR: ("song", "核对召回报告要求"),
        M.AUTHOR: ("gao", "编写SOP"),
    },
    concerned=("CS", "QC"),
    addressed=("TE-01", "TE-02", "QC-02"),
    background="缺陷信息散落在投诉、维修和论坛里，研发每季度才看一次，同一缺陷重复出现。",
    purpose="让每条缺陷反馈在五个工作日内有结论、有责任人。",
    begins="收到一条产品缺陷反馈",
    ends="缺陷有结论，整改已立项或说明不整改的原因",
    goals=(
        Goal("缺陷结论时长", "Time to a conclusion", MetricKind.CYCLE_TIME, "天", Trend.DOWN,
             None, Decimal(5), "缺陷登记表", "自然月"),
    ),
    scope=(
        Scope("在售产品的设计和制造缺陷", "Design and production defects of goods on sale"),
        Scope("物流造成的损坏", "Damage in transit", covered_by="仓储物流部"),
    ),
    rows=(
        Row("汇总投诉与维修记录", "TE-02", "Excel台账", 60, 2400, "nnva"),
        Row("人工去重", "TE-02", "Excel台账", 45, 0, "nva"),
        Row("初步判断缺陷", "TE-02", "邮件", 30, 480, "va"),
        Row("复现缺陷", "TE-02", "实验室", 120, 960, "va"),
        Row("评审缺陷等级", "TE-01", "会议", 40, 2400, "nnva"),
        Row("登记整改事项", "TE-02", "Excel台账", 15, 60, "nva"),
    ),
    findings=(
        Finding(F.BREAKPOINT, "客服投诉单和维修记录没有共同的型号编码，只能人工对应", 2, 3,
                "抽查 80 条，27 条对应错误", ("汇总投诉与维修记录", "人工去重")),
        Finding(F.PAIN_POINT, "等级评审每季度一次，最长等三个月", 3, 2, "近一年 4 次评审会纪要", ("评审缺陷等级",)),
    ),
)  # fmt: skip

REPORT = Case(
    title_zh="质量月报编制",
    title_en="Monthly quality report",
    number="QC-SOP-003",
    department="QC",
    lead="song",
    team={
        M.BUSINESS_BACKBONE: ("zhou", "提供客服数据口径"),
        M.PROCESS_OWNER: ("han", "对月报的及时和准确负责"),
        M.QUALITY_SUPERVISOR: ("chen", "核对数据来源"),
        M.AUTHOR: ("luo", "编写SOP"),
    },
    concerned=("CS", "TECH"),
    addressed=("QC-01", "QC-02"),
    background="月报要向三个部门要数据，反复核对，每月 12 日才能发出，数据口径年年变。",
    purpose="每月第五个工作日前发出口径一致的质量月报。",
    begins="自然月结束",
    ends="月报经质量合规经理确认并发出",
    goals=(
        Goal("月报编制时长", "Time to make the report", MetricKind.CYCLE_TIME, "天", Trend.DOWN,
             Decimal(12), Decimal(5), "月报发出日期", "自然月"),
        Goal("数据差错率", "Errors in the figures", MetricKind.ERROR_RATE, "%", Trend.DOWN,
             Decimal(6), Decimal(1), "发出后更正的数据项占比", "自然月"),
    ),
    scope=(
        Scope("面向管理层的质量月报", "The monthly report to the management"),
        Scope("监管报送", "Reports to authorities", covered_by="法务部"),
    ),
    rows=(
        Row("发邮件催收数据", "QC-02", "邮件", 30, 1440, "nva"),
        Row("合并三个部门的表格", "QC-02", "Excel台账", 90, 0, "nva"),
        Row("核对数据口径", "QC-02", "电话", 60, 480, "nnva"),
        Row("计算指标", "QC-02", "Excel台账", 45, 0, "va"),
        Row("编写分析结论", "QC-02", "文档", 120, 0, "va"),
        Row("经理确认月报", "QC-01", "邮件", 20, 960, "nnva"),
    ),
    findings=(
        Finding(F.PAIN_POINT, "每月都要催三遍数据，最晚 9 日才收齐", 2, 3, "近六个月收数记录", ("发邮件催收数据",)),
        Finding(F.REDUNDANCY, "三张表列名不同，合并全靠手工", 2, 3, "跟班观察 2 次", ("合并三个部门的表格",)),
        Finding(F.RISK, "“一次解决率”的口径今年换过两次，没有留下说明", 3, 1, "对比 1 至 6 月月报", ("核对数据口径",)),
    ),
    decisions=(
        Decided("发邮件催收数据", Do.AUTOMATE, "数据看板自动取数，每月 1 日生成", (0,), system="数据看板", touch=0, waiting=0),
        Decided("合并三个部门的表格", Do.ELIMINATE, "看板已合并", (1,)),
        Decided("核对数据口径", Do.SIMPLIFY, "只核对变化超过 20% 的指标", (2,), touch=20, waiting=60),
    ),
)  # fmt: skip

ACCESS = Case(
    title_zh="系统账号与权限开通",
    title_en="Opening accounts and access rights",
    number="TE-SOP-001",
    department="TECH",
    lead="gao",
    team={
        M.BUSINESS_BACKBONE: ("xu", "整理各系统权限清单"),
        M.PROCESS_OWNER: ("zheng", "确定审批权限"),
        M.QUALITY_SUPERVISOR: ("song", "核对账号清理记录"),
        M.AUTHOR: ("xu", "编写SOP"),
    },
    concerned=("CS", "QC"),
    addressed=("TE-03", "CS-02", "QC-02"),
    background="新同事入职平均两天才能用全系统，离职账号有 11 个未停用，权限靠口头申请。",
    purpose="账号和权限当天开通、离职当天停用，每一项都有记录。",
    begins="部门提出开通、变更或停用申请",
    ends="权限生效，申请人确认可用",
    goals=(
        Goal("权限开通时长", "Time to open access", MetricKind.CYCLE_TIME, "小时", Trend.DOWN,
             Decimal(16), Decimal(4), "服务台工单", "自然月"),
        Goal("权限差错率", "Wrong access rights", MetricKind.ERROR_RATE, "%", Trend.DOWN,
             Decimal(7), Decimal(1), "季度权限复核", "季度"),
    ),
    scope=(
        Scope("工单、CRM、OA和数据看板的账号与权限", "Accounts of tickets, CRM, office and dashboards"),
        Scope("门店收银系统", "Tills in shops", covered_by="门店运营部"),
    ),
    rows=(
        Row("口头或微信提出申请", "CS-02", "微信", 5, 60, "nnva"),
        Row("部门负责人邮件确认", "CS-01", "邮件", 5, 480, "nnva"),
        Row("逐个系统开通权限", "TE-03", "各系统后台", 40, 240, "va"),
        Row("通知申请人", "TE-03", "微信", 3, 30, "va"),
    ),
    findings=(
        Finding(F.RISK, "申请没有记录，离职账号无人停用", 3, 2, "清查发现 11 个离职账号仍可登录", ("口头或微信提出申请",)),
        Finding(F.REDUNDANCY, "四个系统分别开通，岗位相同也逐项勾选", 2, 3, "跟单 8 次，每次 40 分钟", ("逐个系统开通权限",)),
    ),
    decisions=(
        Decided("口头或微信提出申请", Do.AUTOMATE, "服务台按岗位模板提交申请", (0,), system="服务台", touch=3, waiting=0),
        Decided("部门负责人邮件确认", Do.SIMPLIFY, "服务台一键审批，4 小时未批自动提醒", (), touch=1, waiting=120),
        Decided("逐个系统开通权限", Do.SIMPLIFY, "按岗位权限模板批量开通", (1,), touch=10, waiting=30),
        Decided("通知申请人", Do.AUTOMATE, "开通后自动通知并请申请人确认", (), system="服务台", touch=0, waiting=0),
    ),
    controls=(
        Control("逐个系统开通权限", "多开一项权限就多一份泄露风险", (4, "working_hours"), "开通结果与岗位权限模板一致", "模板没有的权限，先由信息安全评估", "TE-01"),
    ),
    words={
        "逐个系统开通权限": Words(action="按岗位权限模板批量开通，**不得在模板外加项**；离职停用在当天下班前完成。",
                                example="客服专员模板：工单系统（含转技术检测）、CRM只读。",
                                caution="共用账号一律不开。"),
    },
    related=(("QC-PD-003", "客户个人信息保护规定"),),
    forms=(("TE-F-003", "权限申请单（服务台）", "口头或微信提出申请"),),
)  # fmt: skip
ACCESS_REMARKS = (
    Remark(SeatKind.BUSINESS, Dimension.OPERABILITY, CommentClass.SHOULD,
           "岗位权限模板由谁维护、多久更新一次，建议写进职责。", "逐个系统开通权限"),
    Remark(SeatKind.BUSINESS, Dimension.COMPLETENESS, CommentClass.QUESTION,
           "临时支援别的岗位时，权限开多久？", "部门负责人邮件确认"),
)  # fmt: skip

MASKING = Case(
    title_zh="客户信息查询与脱敏",
    title_en="Looking up and masking customer data",
    number="QC-SOP-002",
    department="QC",
    lead="song",
    team={
        M.BUSINESS_BACKBONE: ("zhou", "说明客服查询场景"),
        M.PROCESS_OWNER: ("song", "对查询授权负责"),
        M.QUALITY_SUPERVISOR: ("chen", "抽查查询日志"),
        M.AUTHOR: ("he", "编写SOP"),
    },
    concerned=("CS",),
    addressed=("CS-02", "CS-03", "CS-04", "QC-02"),
    background="客服查询客户信息没有统一要求，截图直接发群，抽查发现 14% 的截图含完整手机号。",
    purpose="查询有授权、外发先脱敏，截图不再出现完整的个人信息。",
    begins="业务需要查询客户信息",
    ends="查询完成并留痕，外发内容已脱敏",
    goals=(
        Goal("查询处理时长", "Time per request", MetricKind.CYCLE_TIME, "分钟", Trend.DOWN,
             Decimal(18), Decimal(10), "查询日志", "自然月"),
        Goal("未脱敏外发率", "Share sent unmasked", MetricKind.ERROR_RATE, "%", Trend.DOWN,
             Decimal(14), Decimal(1), "每月抽查 100 份外发材料", "自然月"),
        Goal("月度操作正确率", "Monthly accuracy", MetricKind.ACCURACY, "%", Trend.UP,
             Decimal(86), Decimal(98), "每月抽查 100 份外发材料", "自然月"),
    ),
    scope=(
        Scope("客服和质量人员查询、外发客户信息", "Looking up and passing on customer data"),
        Scope("执法机关调取", "Requests of authorities", covered_by="法务部"),
    ),
    rows=(
        Row("提出查询需求", "CS-04", "微信", 2, 10, "nnva"),
        Row("查询客户信息", "CS-04", "CRM系统", 6, 0, "va"),
        Row("手工遮盖截图", "CS-04", "截图工具", 8, 0, "nva"),
        Row("发送给需求方", "CS-04", "微信", 2, 0, "va"),
    ),
    findings=(
        Finding(F.RISK, "截图遮盖靠自觉，14% 含完整手机号", 3, 3, "抽查 100 份外发截图", ("手工遮盖截图",)),
        Finding(F.BREAKPOINT, "查询理由没有记录，事后无法核对", 3, 2, "审计抽查 40 次查询，说不清理由 22 次", ("提出查询需求",)),
    ),
    decisions=(
        Decided("提出查询需求", Do.AUTOMATE, "在工单内填写查询理由", (1,), system="工单系统", touch=2, waiting=0),
        Decided("查询客户信息", Do.KEEP),
        Decided("手工遮盖截图", Do.AUTOMATE, "CRM导出自动脱敏，禁止截图外发", (0,), system="CRM系统", touch=1, waiting=0),
        Decided("发送给需求方", Do.KEEP),
    ),
    controls=(
        Control("手工遮盖截图", "一张未脱敏的截图就可能构成泄露", (5, "minutes"), "手机号、地址、证件号均已脱敏", "发现未脱敏外发，立即撤回并报合规专员", "QC-01"),
    ),
    words={
        "手工遮盖截图": Words(action="使用CRM的“脱敏导出”，检查手机号、地址、证件号三项均已隐藏。**不得截图外发。**",
                            caution="已经外发的未脱敏内容，立即撤回并在 1 小时内报合规专员。",
                            example="手机号显示为 138****0417，地址只到区县。"),
    },
    related=(("QC-PD-003", "客户个人信息保护规定"),),
    forms=(("QC-F-006", "客户信息查询登记（工单）", "提出查询需求"),),
)  # fmt: skip
MASKING_QUESTIONS = (
    Exercise(Q.SINGLE, "外发客户信息应当使用哪种方式？",
             (("CRM脱敏导出", True), ("截图后手工涂抹", False), ("复制到聊天窗口", False)), "手工遮盖截图"),
    Exercise(Q.SINGLE, "发现未脱敏内容已经外发，多长时间内报合规专员？",
             (("1 小时内", True), ("当天下班前", False), ("下一次例会", False)), "手工遮盖截图"),
    Exercise(Q.MULTIPLE, "哪些内容必须脱敏？",
             (("手机号", True), ("详细地址", True), ("证件号", True), ("产品型号", False)), "手工遮盖截图"),
    Exercise(Q.TRUE_FALSE, "查询前要在工单内写明查询理由。", (("正确", True), ("错误", False)), "提出查询需求"),
    Exercise(Q.TRUE_FALSE, "为了快一点，可以把客户信息截图发到工作群。", (("正确", False), ("错误", True)), "发送给需求方"),
)  # fmt: skip
