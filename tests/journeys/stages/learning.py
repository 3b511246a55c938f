"""Stage 7, the people: training session, closed-book exam, questions, monthly accuracy."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.journeys.stages.release import QUESTIONS

CONTENTS = {
    "purpose": "统一线上投诉的处理", "core_steps": "登记、10 分钟内首次联系、分级处理",
    "exceptions": "重大投诉升级客服总监", "assessment": "闭卷 20 分钟，80 分合格",
}  # fmt: skip


def hold_the_training(play):
    desk = play.lead.go("training:release", play.project)
    begins = timezone.localtime() + timedelta(minutes=5)
    desk.follow("安排培训").save(
        "安排培训", starts_at=begins.strftime("%Y-%m-%dT%H:%M"), place="三号会议室", trainer="林晓",
        within="main",
    )  # fmt: skip
    _exam_is_shut(play)
    play.jump(begins + timedelta(hours=1))
    desk = play.lead.go("training:release", play.project)
    desk.follow("三号会议室", exact=False).save("保存培训内容", within="#contents", **CONTENTS)
    desk.save("登记参加人员", within="#attendance", people=["郑爽", "吴迪"])
    desk.reads("参加人员已登记").picture("7-training")


def _exam_is_shut(play):
    """Before the training there is no way in; the page says why."""
    play.reader.go("training:mine").reads("培训后开放").lacks("参加考试")


def sit_the_exam(play):
    desk = play.reader.go("training:mine").follow("参加考试", exact=False)
    desk.press_and_confirm("开始考试")
    _text_is_shut(play, desk)
    for _question in QUESTIONS:
        _answer(desk)
    desk.reads("交卷").picture("7-exam-hand-in")
    desk.press("交卷", within="main").reads("100").picture("7-exam-result")


def _answer(desk):
    text = desk.page.locator("h1.question__text").inner_text()
    _kind, _text, _place, answers, right = next(one for one in QUESTIONS if one[1] == text)
    for one in right:
        words = answers[one - 1] if answers else one
        with desk.page.expect_response(lambda answer: "/save/" in answer.url):
            desk.page.locator("label.option").filter(has_text=words).click()
    desk.page.locator(".saveline--saved").wait_for()
    if text == QUESTIONS[1][1]:
        desk.picture("7-exam")
    last = desk.page.get_by_role("button", name="检查并交卷").locator("visible=true")
    desk.press("检查并交卷" if last.count() else "下一题")


def _text_is_shut(play, desk):
    """A second tab does not help: closed book."""
    tab = desk.page.context.new_page()
    answer = tab.goto(reverse("sops:read", args=[play.sop]))
    assert answer.status == 409
    assert "闭卷考试" in tab.locator("main").inner_text()
    tab.close()


def ask_and_answer(play):
    desk = play.reader.go("sops:read", play.sop)
    desk.follow("我要提问").save(
        "提交问题", place="首次联系客户", text="客户不接电话怎么办？", within="main"
    )
    desk.reads("客户不接电话怎么办？")
    owner = play.expert.go("training:questions", play.sop).follow("回答问题", exact=False)
    owner.save("发布回答", answer="30 分钟后再打一次，并发短信留言。", within="main")
    desk.go("training:questions", play.sop).reads("30 分钟后再打一次").picture("7-questions")


def enter_the_month(play):
    desk = play.expert.go("training:accuracy", play.sop).reads("95")
    desk.save("保存本月数据", month="2026-03", checked=200, correct=194, within="main")
    desk.reads("月度数据已保存", "97").picture("7-accuracy")
