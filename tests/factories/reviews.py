"""Review rounds, made by walking the real actions."""

from datetime import date, timedelta

from projects.models import Project
from reviews import actions
from reviews.actions.rounds import SeatPlan
from reviews.checklist import questions_for
from reviews.enums import REVIEWING, CommentClass, Dimension, SeatKind, Verdict
from reviews.models import Seat
from tests.factories.people import PASSWORD, a_user
from tests.factories.projects import NOON
from tests.factories.sops import a_draft
from tests.shelf import shelved

DUE = date(2026, 3, 9)  # Monday, five working days after NOON
SIGN_BY = date(2026, 3, 16)


@shelved
def an_open_round(*, version=None, reviewers=None, at=NOON, **more):
    """A complete draft handed to three reviewers."""
    version = version or a_draft()
    project = Project.objects.get(pk=version.project_id)
    reviewers = reviewers or [a_user(name) for name in ("业务专家", "一线操作者", "合规人员")]
    seats = [SeatPlan(kind, who, DUE) for kind, who in zip(REVIEWING, reviewers, strict=True)]
    return actions.open_round(
        project, actor=project.lead, at=at, seats=seats, sign_by=SIGN_BY, **more
    )


def seat_of(round_, kind):
    return Seat.objects.get(round=round_, kind=kind)


def fill_checklist(seat):
    answers = [(one.code, "yes", "") for one in questions_for(seat.kind)]
    actions.answer_questions(seat, answers=answers, actor=seat.holder)


def a_comment(seat, *, at=NOON, kind=CommentClass.SHOULD, text="时限写得不清楚", sop_step=None):
    return actions.add_comment(
        seat, dimension=Dimension.OPERABILITY, kind=kind, text=text, actor=seat.holder, at=at,
        sop_step=sop_step,
    )  # fmt: skip


def hand_in(seat, *, verdict=Verdict.PASS, at=NOON):
    fill_checklist(seat)
    return actions.hand_in(
        seat, verdict=verdict, password=PASSWORD, actor=seat.holder, at=at, summary="已通读全文"
    )


def hand_in_all(round_, *, at=NOON, verdict=Verdict.PASS):
    for kind in REVIEWING:
        hand_in(seat_of(round_, kind), at=at, verdict=verdict)
    round_.refresh_from_db()
    return round_


@shelved
def a_round_to_sign(**fields):
    """Everybody agrees; only the signatures are missing."""
    return hand_in_all(an_open_round(**fields))


@shelved
def a_round_in_revision(**fields):
    """One comment that wants an answer; the draft is back with its authors."""
    round_ = an_open_round(**fields)
    a_comment(seat_of(round_, SeatKind.FRONTLINE))
    hand_in_all(round_, at=NOON + timedelta(minutes=1), verdict=Verdict.PASS_WITH_COMMENTS)
    return round_


def sign_off(round_, *, at=NOON):
    seat = seat_of(round_, SeatKind.HEAD)
    return actions.sign_off(seat, password=PASSWORD, actor=seat.holder, at=at)


@shelved
def an_approved_version(**fields):
    """V1.0, its project in the pilot."""
    round_ = a_round_to_sign(**fields)
    sign_off(round_)
    round_.version.refresh_from_db()
    return round_.version
