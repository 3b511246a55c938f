"""Stage 5: three reviewers, the author's answers, countersignature, the head signs V1.0."""

from tests.factories.people import PASSWORD

COMMENT = 'form[action$="/comments/"]'
CHECKLIST = 'form[action$="/checklist/"]'
HAND_IN = 'form[action$="/hand-in/"]'

QUESTIONS = {
    "expert": ("goal", "branches", "owner", "limits"),
    "operator": ("doable", "clear", "systems", "exceptions"),
    "compliance": ("lawful", "data", "records", "related"),
}
SEATS = {"expert": "业务专家", "operator": "一线操作者", "compliance": "合规人员"}


def hand_in_all(play):
    _hand_in(play, "expert", verdict="同意")
    comment = {
        "place": "首次联系客户", "dimension": "可操作性", "kind": "必须修改",
        "text": "夜班没有 CRM 权限，10 分钟内查不到订单号。",
    }  # fmt: skip
    _hand_in(play, "operator", verdict="意见落实后同意", comment=comment)
    _hand_in(play, "compliance", verdict="同意")


def _hand_in(play, who, *, verdict, comment=None):
    desk = getattr(play, who).go("portal:work")
    desk.reads("客户投诉处理").go("reviews:review", play.project).follow(SEATS[who])
    if comment:
        desk.save("保存意见", within=COMMENT, **comment).reads("夜班没有 CRM 权限")
    answers = dict.fromkeys(QUESTIONS[who], "是")
    desk.save("保存检查表", within=CHECKLIST, **answers).reads("检查表已保存")
    if comment:
        desk.picture("5-seat")
        desk.save("提交评审意见", within=HAND_IN, verdict=verdict, password="wrong-one-1")
        desk.reads("密码错误，未签字。")
    desk.save("提交评审意见", within=HAND_IN, verdict=verdict, password=PASSWORD)
    desk.reads("评审意见已提交，谢谢。")


def revise(play):
    """A comment without an answer keeps the revision open; the text is changed as well."""
    desk = play.author.go("reviews:review", play.project)
    desk.reads("修订中", "夜班没有 CRM 权限")
    play.lead.go("reviews:review", play.project).press("完成修订").reads("还有1条意见未答复。")
    desk.follow("答复意见").save(
        "保存答复", disposition="采纳", reply="改为在工单系统内查看订单号。", within="main"
    )
    desk.go("sops:drafting", play.project).follow("编写步骤 首次联系客户")
    desk.save(
        "保存步骤", action="**10 分钟内**致电客户：\n- 在工单系统内核对订单号\n- 告知受理结果"
    )
    play.lead.go("reviews:review", play.project).press("完成修订").reads("待签字")


def sign(play):
    _sign(play.countersigner, play, "会签部门负责人")
    desk = _sign(play.head, play, "归口部门负责人")
    desk.reads("V1.0").picture("5-review-signed")
    desk.go("projects:detail", play.project).reads("试运行")


def _sign(desk, play, seat):
    desk.go("reviews:review", play.project).follow(seat)
    return desk.save("签署版本", password=PASSWORD, within='form[action$="/sign/"]').reads("已签字")
