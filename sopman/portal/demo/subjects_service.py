"""Projects of the customer service: calls after repairs, returns, booking of home repairs."""

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
    Finding,
    Goal,
    Row,
    Scope,
    Words,
)

CALLS = Case(
    title_zh="维修后客户回访",
    title_en="Follow-up calls after repairs",
    number="CS-SOP-005",
    department="CS",
    lead="zhou",
    team={
        M.BUSINESS_BACKBONE: ("chen", "整理回访问题和常见反馈"),
        M.PROCESS_OWNER: ("zhou", "确定回访范围和频次"),
        M.QUALITY_SUPERVISOR: ("song", "核对通话录音和信息保护要求"),
        M.AUTHOR: ("he", "编写SOP"),
    },
    concerned=("TECH",),
    addressed=("CS-02", "CS-03", "CS-04"),
    background="维修完成后是否回访由各班组自行决定，回访率只有 35%，返修问题往往要等客户再次投诉才知道。",
    purpose="每一次维修都在两天内回访，尽早发现没修好的情况。",
    begins="维修工单关闭",
    ends="回访结果已记录，需要返修的已转单",
    goals=(
        Goal("回访完成率", "Share of repairs followed up", MetricKind.OTHER, "%", Trend.UP,
             Decimal(35), Decimal(95), "工单系统回访记录", "自然月"),
        Goal("月度操作正确率", "Monthly accuracy", MetricKind.ACCURACY, "%", Trend.UP,
             Decimal(80), Decimal(95), "每月抽查 50 条回访录音", "自然月"),
    ),
    scope=(
        Scope("上门维修和寄修完成后的回访", "Calls after repairs at home and by mail"),
        Scope("门店维修后的回访", "Calls after repairs in shops", covered_by="门店运营部"),
    ),
)  # fmt: skip

RETURNS = Case(
    title_zh="线上退换货受理",
    title_en="Online returns and exchanges",
    number="CS-SOP-004",
    department="CS",
    lead="he",
    team={
        M.BUSINESS_BACKBONE: ("sun", "提供典型退换货案例"),
        M.PROCESS_OWNER: ("zhou", "确认授权和时限"),
        M.QUALITY_SUPERVISOR: ("song", "核对七天无理由退货的合规要求"),
        M.AUTHOR: ("chen", "编写SOP"),
    },
    concerned=("TECH", "QC"),
    addressed=("CS-02", "CS-03", "CS-04"),
    background="退换货平均 5.2 天才完成，客户要分别联系客服和仓库，退款标准各人理解不同。",
    purpose="统一线上退换货的受理、验收和退款，三天内完成。",
    begins="客户在订单页提交退货或换货申请",
    ends="退款到账或换新发出，客户收到通知",
    goals=(
        Goal("退换货处理时长", "Time to settle a return", MetricKind.CYCLE_TIME, "天", Trend.DOWN,
             Decimal("5.2"), Decimal(3), "订单系统：申请时间至退款或换新时间", "自然月"),
        Goal("退款差错率", "Refund errors", MetricKind.ERROR_RATE, "%", Trend.DOWN,
             Decimal("4.1"), Decimal(1), "财务对账差错单", "自然月"),
    ),
    scope=(
        Scope("线上订单的退货、换货申请", "Returns and exchanges of online orders"),
        Scope("门店购买的退换货", "Returns of goods bought in shops", covered_by="门店运营部"),
    ),
    rows=(
        Row("接收退换货申请", "CS-04", "订单系统", 4, 60, "va"),
        Row("人工核对退货条件", "CS-04", "Excel台账", 10, 30, "nnva"),
        Row("主管审批退货", "CS-02", "OA系统", 5, 240, "nva"),
        Row("通知客户寄回", "CS-04", "短信平台", 3, 20, "va"),
        Row("收货并检查外观", "CS-03", "仓储系统", 12, 1440, "va"),
        Row("重复登记退款信息", "CS-04", "Excel台账", 8, 0, "nva"),
        Row("发起退款或换新", "CS-03", "订单系统", 6, 480, "va"),
    ),
    findings=(
        Finding(F.REDUNDANCY, "退款信息在订单系统和台账各登记一次，月底对账经常不一致", 2, 3,
                "上月对账差异 17 笔", ("重复登记退款信息",)),
        Finding(F.PAIN_POINT, "所有退货都要主管审批，节假日积压最长两天", 2, 2,
                "国庆假期积压 86 单", ("主管审批退货",)),
        Finding(F.RISK, "七天无理由的判断靠人工，出现过错误拒退", 3, 1, "近半年 3 起错误拒退投诉", ("人工核对退货条件",)),
    ),
    decisions=(
        Decided("接收退换货申请", Do.KEEP),
        Decided("人工核对退货条件", Do.AUTOMATE, "订单系统按签收时间和品类自动判断", (2,), system="订单系统", touch=2, waiting=0),
        Decided("主管审批退货", Do.ELIMINATE, "符合条件的自动通过，不符合的由高级客服专员判断", (1,)),
        Decided("通知客户寄回", Do.AUTOMATE, "审核通过自动发送寄回地址", (), system="订单系统", touch=0, waiting=0),
        Decided("收货并检查外观", Do.SIMPLIFY, "按品类检查表，拍照留证", (), touch=8, waiting=960),
        Decided("重复登记退款信息", Do.ELIMINATE, "以订单系统为准，取消台账", (0,)),
        Decided("发起退款或换新", Do.SIMPLIFY, "检查合格即触发退款", (), touch=4, waiting=60),
    ),
    additions=(
        Added("说明不能退货的原因", "人工核对退货条件", "不符合条件的要给客户明确说法和替代方案", "CS-03", "订单系统", 8, 30, "va", (2,)),
    ),
    to_be_branches=(
        Branches("人工核对退货条件", "是否符合退换货条件？",
                 (("符合", "通知客户寄回"), ("不符合", "说明不能退货的原因"))),
        Branches("说明不能退货的原因", "", (("", "发起退款或换新"),)),
    ),
    controls=(
        Control("收货并检查外观", "验收结论决定退款金额", (1, "working_days"), "检查表填写完整，附三张照片",
                "与客户说法不一致的，当天联系客户确认", "CS-02"),
        Control("发起退款或换新", "退款到账慢是投诉的首要原因", (4, "working_hours"), "退款单金额与订单一致", "金额有疑问时先冻结再核对", "CS-02"),
    ),
    words={
        "接收退换货申请": Words(action="在订单系统打开申请，核对**商品、数量、原因**。原因写“其他”的，先联系客户问清楚。",
                              example="客户选“不喜欢”，但描述写“开机冒烟”：转投诉处理SOP。"),
        "收货并检查外观": Words(action="按品类检查表逐项检查：外观、配件、序列号。**拍三张照片**：正面、序列号、缺损处。",
                              caution="序列号与订单不符的，不得退款，先报客服主管。"),
    },
    forms=(("CS-F-014", "退换货检查表", "收货并检查外观"),),
)  # fmt: skip

BOOKING = Case(
    title_zh="上门维修预约",
    title_en="Booking of home repairs",
    number="CS-SOP-003",
    department="CS",
    lead="zhou",
    team={
        M.BUSINESS_BACKBONE: ("sun", "整理预约话术和改约情况"),
        M.PROCESS_OWNER: ("zhou", "与维修网点约定时限"),
        M.QUALITY_SUPERVISOR: ("song", "抽查预约记录"),
        M.AUTHOR: ("he", "编写SOP"),
    },
    concerned=("TECH",),
    addressed=("CS-02", "CS-03", "CS-04", "TE-02"),
    background="上门时间靠电话来回确认，平均沟通 3.4 次，23% 的预约改期，师傅常常缺配件。",
    purpose="一次沟通确定上门时间和配件，按时上门率不低于 95%。",
    begins="客户提出上门维修需求",
    ends="客户确认上门时间，网点接单",
    goals=(
        Goal("预约确认时长", "Time to confirm a booking", MetricKind.CYCLE_TIME, "小时", Trend.DOWN,
             Decimal(9), Decimal(2), "工单系统", "自然月"),
        Goal("客户满意度", "Customer satisfaction", MetricKind.SATISFACTION, "%", Trend.UP,
             Decimal(81), Decimal(92), "维修后问卷", "自然月"),
    ),
    scope=(
        Scope("大家电的上门维修预约", "Home repairs of large appliances"),
        Scope("门店送修", "Repairs brought to shops", covered_by="门店运营部"),
    ),
    rows=(
        Row("登记维修需求", "CS-04", "工单系统", 6, 10, "va"),
        Row("电话询问可上门时间", "CS-04", "电话", 10, 120, "nnva"),
        Row("判断故障和所需配件", "TE-02", "微信群", 15, 180, "va"),
        Row("再次电话确认时间", "CS-04", "电话", 8, 120, "nva"),
        Row("派单给维修网点", "CS-03", "工单系统", 5, 60, "va"),
    ),
    findings=(
        Finding(F.PAIN_POINT, "同一客户平均沟通 3.4 次才定下时间", 2, 3, "抽查 120 单通话记录", ("电话询问可上门时间", "再次电话确认时间")),
        Finding(F.BREAKPOINT, "配件判断在微信群里进行，没有记录，师傅到场才发现缺件", 3, 2, "上月缺件二次上门 41 单", ("判断故障和所需配件",)),
    ),
    decisions=(
        Decided("登记维修需求", Do.SIMPLIFY, "按故障码清单勾选，附照片", (1,), touch=5, waiting=0),
        Decided("电话询问可上门时间", Do.AUTOMATE, "客户在链接里自选时段", (0,), system="预约页面", touch=1, waiting=20),
        Decided("判断故障和所需配件", Do.SIMPLIFY, "在工单内回复，一小时内给出配件清单", (1,), touch=10, waiting=40),
        Decided("再次电话确认时间", Do.ELIMINATE, "时段由客户自选，不再二次确认", (0,)),
        Decided("派单给维修网点", Do.KEEP),
    ),
    controls=(
        Control("判断故障和所需配件", "缺件会造成二次上门", (1, "hours"), "配件清单已写入工单", "判断不了的，安排携带通用配件包", "TE-01"),
    ),
    words={
        "登记维修需求": Words(action="按故障码清单勾选故障，请客户上传**整机和铭牌照片**。", example="冰箱不制冷：故障码 R03，附铭牌照片。"),
        "判断故障和所需配件": Words(action="根据故障码和照片 **1 小时内**判断故障，列出配件清单。", caution="涉及燃气、漏电的，先提醒客户停用。"),
    },
    related=(("CS-SOP-001", "线上客户投诉处理"),),
    forms=(("CS-F-009", "上门维修预约单", "登记维修需求"),),
)  # fmt: skip
