"""Review comments on the thread of a step."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from processes.thread import Block, Item, register
from reviews.models import Comment


@register
def comments(step: Any, user: Any) -> list[Block]:
    found = (
        Comment.objects.visible_to(user)
        .filter(step=step)
        .select_related("round__version__sop", "seat__holder")
    )
    items = [
        Item(
            words=one.text,
            url=f"{reverse('reviews:review', args=[one.round.project_id])}#comment-{one.pk}",
            note=f"{one.round.version} · {one.get_kind_display()} · {one.seat.holder}",
            at=one.created_at,
        )
        for one in found
    ]
    return [Block(_("Review comments"), items)] if items else []
