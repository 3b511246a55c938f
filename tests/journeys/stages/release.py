"""Stage 7, the release: group, distribution, channels, exam, a date ahead; the date comes."""

from datetime import timedelta

from django.utils import timezone

from sopman.jobs.tasks import sweep
from tests.factories.ground import run_due_jobs
from tests.factories.people import PASSWORD

NOTICE = timedelta(days=2)  # between the release and the day it takes effect

# kind, question, step, possible answers, numbers of the right ones
QUESTIONS = (
    ("单选题", "收到投诉后多久之内首次联系客户？", "首次联系客户", ("10 分钟", "30 分钟", "2 小时"), [1]),
    ("多选题", "首次联系时要做哪两件事？", "首次联系客户",
     ("核对订单号", "承诺赔偿金额", "告知受理结果"), [1, 3]),
    ("判断题", "重大投诉由客服专员独自处理。", "总监处理重大投诉", (), ["错误"]),
)  # fmt: skip


def prepare(play):
    desk = play.lead.go("training:release", play.project)
    desk.press("准备发布").follow("发布版本")
    _publish(desk, password=PASSWORD).reads("请设置咨询群和答疑人。").go(
        "training:release", play.project
    )
    desk.follow("设置咨询群").save(
        "设置咨询群", group_name="投诉处理答疑群", group_link="https://im.example.com/g/kf",
        consultant="王芳", within="main",
    )  # fmt: skip
    desk.follow("设定发放范围").reads("客服专员").save(
        "设定发放范围", positions=["客服主管"], within="main"
    )
    desk.follow("登记发布渠道").save(
        "登记发布渠道", channel="共享文件夹", where="公共盘/客服/SOP", within="main"
    )
    desk.follow("设置考试").save(
        "设置考试", minutes=20, pass_mark=80, question_count=3, attempts_allowed=2, within="main"
    )
    _write_questions(desk)
    desk.go("training:release", play.project).reads("投诉处理答疑群", "公共盘/客服/SOP")


def _write_questions(desk):
    desk.follow("打开题库")
    for kind, text, place, answers, right in QUESTIONS:
        desk.follow(f"新增{kind}").fill(text=text, place=place)
        for number, words in enumerate(answers, start=1):
            desk.fill(**{f"answer_{number}": words})
        for one in right:
            name = f"答案 {one} 正确" if answers else one
            box = desk.page.get_by_label(name, exact=True)
            box.check()
        desk.press("保存试题").reads(text)
    desk.reads("启用 3 题").picture("7-question-bank")


def _publish(desk, *, password):
    day = timezone.localdate() + NOTICE
    return desk.save("发布版本", effective_on=day, password=password, within="main")


def publish(play):
    desk = play.lead.go("training:release", play.project).follow("发布版本")
    _publish(desk, password="wrong-one-2").reads("密码错误，未签字。")
    _publish(desk, password=PASSWORD).reads("已发布待生效").picture("7-released")


def read_ahead(play):
    """Before its day the version can be read, and says that it does not hold yet."""
    desk = play.reader.go("portal:work").reads("客户投诉处理")
    desk.go("training:mine").follow("客户投诉处理").reads(
        "V1.0 已发布", "起生效", "首次联系客户", "投诉处理答疑群"
    )
    desk.picture("7-reading")
    play.sop = int(desk.page.url.rstrip("/").split("/")[-2])
    desk.press("我已阅读并理解").reads("已记录：您已阅读并理解")


def the_day_comes(play):
    play.reader.go("sops:read", play.sop).reads("已发布待生效")
    play.pass_days(NOTICE.days)
    sweep()  # what the beat sends every minute
    run_due_jobs()
    play.reader.go("sops:read", play.sop).reads("现行有效").misses("待生效").picture("7-in-force")
    play.lead.go("projects:detail", play.project).reads("该项目已完成").picture("7-closed")
    play.reader.go("sops:library").reads("KF-SOP-001", "客户投诉处理")
