"""Exam questions and readers' questions on the thread of a step."""

from collections import Counter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from processes.thread import Block, Item, register
from training import grading
from training.enums import AttemptState
from training.models import Attempt, Question, ReaderQuestion

LATEST = 500  # attempts a rate is computed from


@register
def exam_questions(step: Any, user: Any) -> list[Block]:
    """With the rate of wrong answers; only for those who may read the question."""
    asked = Question.objects.filter(step=step).visible_to(user).readable_by(user)
    found = list(asked.select_related("release__version__sop", "release__project"))
    if not found:
        return []
    rates = wrong_rates({one.release_id for one in found})
    items = [
        Item(
            words=one.text,
            url=reverse("training:bank", args=[one.release_id]),
            note=f"{one.release.version} · {rate_words(rates.get(one.pk))}",
        )
        for one in found
    ]
    return [Block(_("Exam questions"), items)]


@register
def reader_questions(step: Any, user: Any) -> list[Block]:
    found = ReaderQuestion.objects.filter(step=step).visible_to(user).select_related("sop")
    items = [
        Item(
            words=one.text,
            url=f"{reverse('training:questions', args=[one.sop_id])}#q{one.pk}",
            note=one.answer or _("not answered yet"),
            at=one.asked_at,
        )
        for one in found
    ]
    return [Block(_("Questions of readers"), items)] if items else []


def wrong_rates(release_ids: Any) -> dict[int, tuple[int, int]]:
    """{question: (wrong, asked)} over the latest finished attempts."""
    finished = Attempt.objects.filter(
        ~Q(state=AttemptState.RUNNING), exam__release__in=release_ids
    ).prefetch_related("answers")
    asked, wrong = Counter(), Counter()
    for attempt in finished.order_by("-pk")[:LATEST]:
        choices = {one.item: one.choice for one in attempt.answers.all()}
        missed = set(grading.wrong_items(attempt.key, choices))
        for item in attempt.paper:
            asked[item["question"]] += 1
            wrong[item["question"]] += item["item"] in missed
    return {pk: (wrong[pk], n) for pk, n in asked.items()}


def rate_words(rate: tuple[int, int] | None) -> str:
    if rate is None:
        return _("not asked yet")
    return _("wrong %(wrong)d of %(asked)d times") % {"wrong": rate[0], "asked": rate[1]}
