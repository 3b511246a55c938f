"""Texts of the complaint SOP: what stands in its sections and steps, and what reviewers said."""

from reviews.enums import CommentClass as C
from reviews.enums import Dimension, Disposition, SeatKind
from sopman.portal.demo.case import Remark, Words
from sops.enums import SectionKind

SECTIONS = {
    SectionKind.PROCEDURE: (
        "开始：客户在任一线上渠道提交投诉。结束：客户收到答复，工单关闭并归档。\n\n"
        "**重大投诉**指符合下列任一条的投诉：\n"
        "- 涉及人身伤害、起火、漏电等安全问题；\n"
        "- 同一型号 7 天内出现 3 起以上相同故障；\n"
        "- 客户要求的补偿超过 500 元，或已声明将向媒体、监管部门反映。\n\n"
        "其余为**一般投诉**，由客服专员在授权范围内（补偿不超过 500 元）直接处理。"
    ),
}

WORDS = {
    "接收客户投诉": Words(
        action="客户在官网、APP、小程序或旗舰店提交投诉后，工单系统**自动建单**。打开工单，核对渠道、联系方式和诉求是否完整。",
        example="旗舰店会话转投诉：会话记录自动附在工单里，不需要另外复制。",
        standard="工单已生成，渠道、联系方式、诉求三项完整",
    ),
    "10分钟内首次联系客户": Words(
        action=(
            "建单后 **10 分钟内**联系客户：先电话，接不通改用会话。\n"
            "说明身份和工单号，复述诉求请客户确认，告知 **24 小时内**答复。"
        ),
        caution="不承诺结果，不与客户争论责任。客户情绪激动时先倾听，再确认诉求。",
        example="“您好，我是青禾客服，工号 10004。您反映的空气炸锅异响我已经记下，工单号尾号 0417，24 小时内给您答复。”",
    ),
    "录入客户与订单信息": Words(
        action="工单系统按手机号自动带出客户和订单。逐项核对，**只改错，不重录**；带不出订单的，请客户提供订单号后补选。",
        standard="客户、订单、产品型号与实际一致",
    ),
    "判断投诉级别": Words(
        action="按《投诉级别判定表》三问定级：是否涉及安全？是否群发故障？补偿是否超过 500 元或客户声明对外反映？**任一为是，即为重大投诉。**",
        caution="拿不准的一律按重大投诉处理，不得自行降级。",
        example="电饭煲冒烟但无人受伤：涉及安全，定为重大投诉。",
    ),
    "处理一般投诉": Words(
        action="在授权范围内提出处理方案：维修、换新或不超过 500 元的补偿。征得客户同意后在工单中执行。",
        caution="超出授权的方案不得先口头答应客户，应改按重大投诉升级。",
        example="耳机左侧无声，购买 20 天：直接换新，寄出新品后填写物流单号。",
        standard="工单已写明方案、金额和客户意见",
        limit=(8, "hours"),
    ),
    "填写检测申请": Words(
        action="在工单中点击“转技术检测”，系统带出客户、订单和照片；补充故障现象、使用环境，提交给检测工程师。",
        caution="涉及起火、漏电的，提醒客户立即断电停用，并保留产品原状。",
        standard="型号、购买日期、故障现象和照片齐全",
        limit=(15, "minutes"),
    ),
    "技术检测并出具结论": Words(
        action=(
            "接到检测任务后 **2 小时内**出具结论：远程判断或调取同型号样机复现，"
            "填写故障原因、责任判断和处理建议，上传证据照片，并**抄送客服主管**。"
        ),
        example="结论示例：加热管接插件松动，属制造原因；建议换新并通知质量合规部排查同批次。",
    ),
    "总监审批重大投诉方案": Words(
        action="客服主管根据检测结论拟订方案，客服总监**一次审批**补偿方式、额度和答复口径。",
        caution="涉及安全的，审批的同时通知质量合规经理，不等答复完成。",
        standard="审批意见写明补偿方式、金额和答复口径",
        limit=(1, "hours"),
    ),
    "答复客户": Words(
        action="使用标准答复模板，**24 小时内**书面答复：原因、方案、执行时间和联系人。答复后自动发送回访问卷。",
        caution="答复中不得出现其他客户的信息，不得使用未经批准的赔付表述。",
        example="“经检测，异响由风扇轴承缺油引起，属制造原因。我们为您免费换新，新品今天寄出。”",
    ),
    "关闭投诉并归档": Words(
        action="客户确认后关闭工单，系统自动归档；客户不认可的，不得关闭，转客服主管复核。",
        standard="工单状态为已关闭，答复记录和问卷结果齐全",
        limit=(1, "working_days"),
    ),
}

RELATED = (
    ("QC-PD-003", "客户个人信息保护规定"),
    ("TE-WI-011", "产品故障检测作业指导书"),
    ("CS-WI-004", "客服沟通用语规范"),
)
FORMS = (
    ("CS-F-001", "线上投诉处理单（工单系统）", "接收客户投诉"),
    ("CS-F-002", "投诉级别判定表", "判断投诉级别"),
    ("TE-F-007", "产品检测结论单", "技术检测并出具结论"),
)

REVIEWERS = {SeatKind.BUSINESS: "chen", SeatKind.FRONTLINE: "sun", SeatKind.COMPLIANCE: "song"}
_BUSINESS, _FRONTLINE, _COMPLIANCE = SeatKind.BUSINESS, SeatKind.FRONTLINE, SeatKind.COMPLIANCE
_OPERABLE, _LAWFUL, _WHOLE = Dimension.OPERABILITY, Dimension.COMPLIANCE, Dimension.COMPLETENESS
LIMIT_REMARK = "“首次联系”从哪一刻起算没写清楚：是客户提交还是我打开工单？夜间怎么算？"
REMARKS = (
    Remark(_BUSINESS, _WHOLE, C.SHOULD, "旗舰店转来的投诉经常没有手机号，带不出客户信息时怎么办？",
           "录入客户与订单信息", "", Disposition.ACCEPTED, "已补充：请客户提供订单号后在系统中补选订单。"),
    Remark(_BUSINESS, _OPERABLE, C.QUESTION, "一般投诉 500 元的授权，促销期间是否够用？",
           "处理一般投诉", "", Disposition.REJECTED, "近一年 93% 的一般投诉补偿低于 300 元，促销期间另行通知，不写入SOP。"),
    Remark(_FRONTLINE, _OPERABLE, C.MUST_FIX, LIMIT_REMARK,
           "10分钟内首次联系客户", "", Disposition.ACCEPTED, "已写明：从工单生成起算；夜班由值班专员联系，时限相同。"),
    Remark(_FRONTLINE, _OPERABLE, C.SHOULD, "答复模板在哪里找？建议写明路径或给一个示例。",
           "答复客户", "", Disposition.PARTLY, "已加示例；模板路径会随系统升级变化，放在《客服沟通用语规范》里维护。"),
    Remark(_FRONTLINE, _WHOLE, C.PRAISE, "定级三问很实用，新人也能判断。", "判断投诉级别", "", Disposition.ACCEPTED, ""),
    Remark(_COMPLIANCE, _LAWFUL, C.MUST_FIX, "答复里可能带出其他客户的订单信息，需要明确禁止。",
           "答复客户", "", Disposition.ACCEPTED, "已在注意事项中明确：答复中不得出现其他客户的信息。"),
    Remark(_COMPLIANCE, _LAWFUL, C.SHOULD, "适用范围应写明监管转办的投诉由谁处理，避免漏接。",
           "", SectionKind.SCOPE, Disposition.ACCEPTED, "适用范围已写明由质量合规部处理。"),
)  # fmt: skip

PERMISSION = "客服专员没有“转技术检测”的权限，按钮是灰的，只能请主管代为提交，多等了 40 分钟。"
PERMISSION_ANSWER = "已由信息管理员为全部客服专员开通权限。SOP 补充：上岗前确认权限，按钮不可用时 30 分钟内由信息管理员开通。"
CHANGE_REASON = (
    "试点中发现客服专员缺少“转技术检测”权限；V1.1 补充权限要求和临时处理办法，其余内容不变。"
)

TRAINING = {
    "purpose": "为什么要改：46 小时才答复、信息录五遍、审批三次。目标是 24 小时答复、满意度 90% 以上。只管线上渠道，门店由门店运营部处理。",
    "core_steps": "逐步演示十个步骤，重点是 10 分钟首次联系、三问定级、2 小时检测结论并抄送主管、24 小时答复。",
    "exceptions": "联系不上客户、级别拿不准、检测超时、权限不可用、客户不认可答复时各怎么做，现场用三个真实案例演练。",
    "assessment": "闭卷 20 分钟 10 题，80 分合格，最多三次；每月抽查操作正确率，目标 95%。",
}
