"""What a reviewer does: comments, checklist, hand-in with verdict and signature."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews import rules
from reviews.actions.revising import after_last_hand_in, begin_revision
from reviews.checklist import questions_for
from reviews.enums import Answer, CommentClass, RoundState, Verdict
from reviews.models import ChecklistAnswer, Comment, EarlierVerdict, Round, Seat
from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.notifications.actions import notify
from sopman.signatures.enums import Meaning
from sopman.signatures.signing import sign
from sops.frozen import frozen_content


@transaction.atomic
def add_comment(
    seat: Seat,
    *,
    dimension: str,
    kind: str,
    text: str,
    actor: Any,
    at: datetime,
    sop_step: Any = None,
    section: str = "",
) -> Comment:
    """Write a comment on a step, a section or the whole document. Private until handed in."""
    seat = _at_work(seat, actor)
    comment = Comment(
        round=seat.round,
        seat=seat,
        step=sop_step.step if sop_step else None,
        step_title=sop_step.title if sop_step else "",
        section=section,
        dimension=dimension,
        kind=kind,
        text=text,
        created_at=at,
    )
    return _kept(comment, actor)


@transaction.atomic
def change_comment(
    comment: Comment, *, dimension: str, kind: str, text: str, actor: Any
) -> Comment:
    """Reword a comment that nobody else has seen yet."""
    comment = _own(comment, actor)
    comment.dimension, comment.kind, comment.text = dimension, kind, text
    return _kept(comment, actor)


@transaction.atomic
def remove_comment(comment: Comment, *, actor: Any) -> None:
    """Take back a comment that nobody else has seen yet."""
    stamp(_own(comment, actor), actor).delete()


@transaction.atomic
def answer_questions(
    seat: Seat, *, answers: list[tuple[str, str, str]], actor: Any
) -> list[ChecklistAnswer]:
    """Answer questions of the seat's checklist: (code, answer, note); a “no” needs its note."""
    seat = _at_work(seat, actor)
    known = {one.code for one in questions_for(seat.kind)}
    given = {row.question: row for row in seat.answers.all()}
    kept = []
    for question, answer, note in answers:
        if question not in known:
            raise Refused([_("This question is not on your checklist.")])
        if answer == Answer.NO and not note.strip():
            raise Refused([_("Say what is missing where you answer “no”.")])
        row = given.get(question) or ChecklistAnswer(seat=seat, question=question)
        row.answer, row.note = answer, note
        kept.append(_kept(row, actor))
    return kept


@transaction.atomic
def hand_in(
    seat: Seat,
    *,
    verdict: str,
    password: str,
    actor: Any,
    at: datetime,
    summary: str = "",
    shown_sha256: str = "",
) -> Seat:
    """Hand the review in, signed. The comments become visible to everyone at that moment.

    When it was the last review awaited the revision begins, or, where nothing is to be
    answered, the signatures are asked for.
    """
    seat = _at_work(seat, actor)
    round_ = seat.round
    if against := _unfinished(seat, verdict):
        raise Refused(against)
    version = round_.version
    signature = sign(
        version, signer=actor, meaning=Meaning.REVIEWED, password=password, at=at,
        content=frozen_content(version), shown_sha256=shown_sha256,
    )  # fmt: skip
    _keep_earlier(seat)
    seat.verdict, seat.summary, seat.handed_in_at, seat.signature = verdict, summary, at, signature
    stamp(seat, actor).save()
    facts = {"seat": seat.kind, "verdict": verdict, "comments": seat.comments.count()}
    record(round_, "reviews.seat.handed_in", actor=actor, at=at, facts=facts, signature=signature)
    notify([round_.project.lead], "reviews.seat.handed_in", at=at, key=f"{seat.pk}:{at.isoformat()}",
           url=reverse("reviews:review", args=[round_.project_id]), version=str(version),
           seat=seat.kind, person=actor.name)  # fmt: skip
    if round_.state == RoundState.OPEN:
        after_last_hand_in(round_, actor=actor, at=at)
    elif round_.state == RoundState.SIGNING and round_.comments.needing_answer().exists():
        begin_revision(round_, actor=actor, at=at)
    return seat


def _keep_earlier(seat: Seat) -> None:
    """Who is asked again after a revision speaks anew; what was said before stays."""
    if seat.verdict:
        EarlierVerdict.objects.create(
            seat=seat, verdict=seat.verdict, summary=seat.summary,
            handed_in_at=seat.handed_in_at, signature=seat.signature,
        )  # fmt: skip


def _at_work(seat: Seat, actor: Any) -> Seat:
    """The seat under its round's lock, while its person still has the word."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=seat.round_id)
    seat = Seat.objects.select_related("holder").get(pk=seat.pk)
    seat.round = round_
    if not rules.may_comment(seat, actor):
        raise PermissionDenied(_("This review is not yours."))
    speaks_first = seat.handed_in_at is None and round_.state in (
        RoundState.OPEN,
        RoundState.REVISING,
    )
    speaks_again = seat.verdict == Verdict.FAIL and round_.state == RoundState.SIGNING
    if not (speaks_first or speaks_again):
        raise Refused([_("This review has been handed in, or the round is closed.")])
    return seat


def _own(comment: Comment, actor: Any) -> Comment:
    seat = _at_work(comment.seat, actor)
    comment = Comment.objects.get(pk=comment.pk)
    if seat.handed_in_at and comment.created_at <= seat.handed_in_at:
        raise Refused([_("This comment has been handed in and stays as it is.")])
    comment.seat, comment.round = seat, seat.round
    return comment


def _kept(row: Any, actor: Any) -> Any:
    stamp(row, actor).save()
    return row


def _unfinished(seat: Seat, verdict: str) -> list[str]:
    against = []
    open_questions = len(questions_for(seat.kind)) - seat.answers.count()
    if open_questions > 0:
        against.append(_("Answer every question of the checklist first."))
    musts = seat.comments.filter(kind=CommentClass.MUST_FIX)
    if seat.handed_in_at:
        musts = musts.filter(created_at__gt=seat.handed_in_at)
    if verdict == Verdict.FAIL and not musts.exists():
        against.append(_("Who does not agree says what must be fixed: write a “must fix” comment."))
    if verdict == Verdict.PASS and musts.exists():
        against.append(_("You marked something as “must fix”. Choose another verdict."))
    return against
