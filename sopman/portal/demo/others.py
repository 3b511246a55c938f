"""A project in every other stage, so that everybody finds something to do."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from pilots.enums import ProblemKind
from projects import actions as projects
from projects.enums import STAGES, Stage
from reviews.enums import SeatKind
from sopman.portal.demo import existing
from sopman.portal.demo import subjects_quality as quality
from sopman.portal.demo import subjects_service as service
from sopman.portal.demo.clock import Timeline
from sopman.portal.demo.people import Cast
from sopman.portal.demo.walking_on import LongWalk

_STEP = {Stage.PILOT: 13, Stage.REVIEW: 6, Stage.DRAFTING: 5}  # working days to the stage after
_USUAL = 6


def plan(times: Timeline, stage: Stage, due: int) -> Mapping[str, date]:
    """`stage` is due `due` working days from today; the others stand around it at usual distances."""
    offsets = {stage: due}
    here = STAGES.index(stage)
    for before, later in reversed(list(pairwise(STAGES[: here + 1]))):
        offsets[before] = offsets[later] - _STEP.get(later, _USUAL)
    for before, later in pairwise(STAGES[here:]):
        offsets[later] = offsets[before] + _STEP.get(later, _USUAL)
    return {one: times.workday(offsets[one]) for one in STAGES}


def release(cast: Cast, times: Timeline) -> None:
    """Waits for the document controller's signature."""
    walk = LongWalk(quality.MASKING, cast, times.clock(ago=58))
    dates = plan(times, Stage.RELEASE, 6)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.reach_drafting()
    walk.write()
    walk.save_draft("送审稿")
    walk.clock.later()
    walk.pass_review(
        {SeatKind.BUSINESS: "zhou", SeatKind.FRONTLINE: "sun", SeatKind.COMPLIANCE: "luo"}
    )
    walk.clock.later()
    walk.pass_pilot("客服日常查询", ("sun", "chen"), ("8.5", "0.8", "94"), 120, {})
    walk.clock.later()
    walk.plan_release(
        group="客户信息保护咨询群", consultant="song", folder="公共盘 / SOP / 质量合规部"
    )
    walk.write_questions(quality.MASKING_QUESTIONS, writer="he")
    walk.set_exam(questions=5, minutes=10)


def pilot(cast: Cast, times: Timeline) -> None:
    """In the middle of its trial, with an open problem."""
    walk = LongWalk(service.BOOKING, cast, times.clock(ago=38))
    dates = plan(times, Stage.PILOT, 6)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.reach_drafting()
    walk.write()
    walk.clock.later()
    walk.pass_review(
        {SeatKind.BUSINESS: "chen", SeatKind.FRONTLINE: "sun", SeatKind.COMPLIANCE: "song"}
    )
    walk.clock.until(times.workday(-7))
    walk.start_pilot({"冰箱洗衣机报修": ("大家电线上报修，自选时段", ("sun", "chen", "xu"))})
    walk.brief("sun", "xu")
    walk.clock.later(2)
    walk.report(
        "xu",
        ProblemKind.TOO_SLOW,
        "周末提交的照片要到周一才看，1 小时的时限做不到。",
        "判断故障和所需配件",
    )
    walk.clock.later()
    walk.report(
        "sun", ProblemKind.UNCLEAR, "客户不会上传铭牌照片时，可以口述型号吗？", "登记维修需求"
    )


def review(cast: Cast, times: Timeline) -> None:
    """One review is in, two are awaited."""
    walk = LongWalk(quality.ACCESS, cast, times.clock(ago=36))
    dates = plan(times, Stage.REVIEW, 4)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.reach_drafting()
    walk.write()
    walk.save_draft("送审稿")
    walk.clock.until(times.workday(-4))
    due = [times.workday(-2), times.workday(-1), times.workday(1)]
    walk.open_round(
        {SeatKind.BUSINESS: "he", SeatKind.FRONTLINE: "sun", SeatKind.COMPLIANCE: "song"}, due=due
    )
    walk.clock.later()
    walk.review(
        SeatKind.BUSINESS, quality.ACCESS_REMARKS, summary="流程清楚，模板的维护责任要补上。"
    )


def drafting(cast: Cast, times: Timeline) -> None:
    """The author has begun."""
    walk = LongWalk(service.RETURNS, cast, times.clock(ago=33))
    dates = plan(times, Stage.DRAFTING, 0)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.reach_drafting()
    walk.save_draft("自动带出的初稿")
    walk.clock.later()
    walk.write()


def optimization(cast: Cast, times: Timeline) -> None:
    """Half of the decisions are made; a day late."""
    walk = LongWalk(quality.REPORT, cast, times.clock(ago=28))
    dates = plan(times, Stage.OPTIMIZATION, -1)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.clock.later()
    walk.map_present()
    walk.complete_mapping()
    walk.clock.later(2)
    walk.decide(first=len(quality.REPORT.decisions))


def mapping(cast: Cast, times: Timeline) -> None:
    """The present process is being drawn."""
    walk = LongWalk(quality.DEFECTS, cast, times.clock(ago=16))
    dates = plan(times, Stage.MAPPING, 3)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    walk.sign_charter()
    walk.clock.later(2)
    walk.map_present(rows=5, findings=1)


def charter(cast: Cast, times: Timeline) -> None:
    """Waits for the sponsor's signature."""
    walk = LongWalk(service.CALLS, cast, times.clock(ago=6))
    dates = plan(times, Stage.CHARTER, 1)
    walk.write_charter(dates, wished=dates[Stage.RELEASE])
    projects.ask_sponsor(walk.project, **walk.by())


# In the order in which they were opened.
OTHERS = (release, pilot, review, existing.revise, drafting, optimization, mapping, charter)


def live(cast: Cast, times: Timeline) -> None:
    for one in OTHERS:
        one(cast, times)
